/** Joins commands with their handlers and the places that send them. */
import type { Command } from '../../graph/graph';
import type { Context, RawCommand, RawSend, Spot } from '../../frameworks/phpFramework';
import { idOf } from './events';
import { isTestFile, placeAt, without } from './places';

/** Every handler of a command with the places that send it; a sent command nobody handles stands at its declaration. */
export function assembleCommands(
  handling: readonly RawCommand[],
  sent: readonly RawSend[],
  place: (spot: Spot) => ReturnType<typeof placeAt>,
  context: Context,
): Command[] {
  const { project } = context;
  const sends = [...sent].sort((a, b) => (a.file === b.file ? a.at - b.at : a.file < b.file ? -1 : 1));
  const sendsOf = new Map<string, Map<string, RawSend>>();
  for (const send of sends) {
    const own = sendsOf.get(send.command) ?? new Map<string, RawSend>();
    sendsOf.set(send.command, own);
    const key = `${send.file}|${send.at}`;
    if (!own.has(key)) own.set(key, send);
  }
  const sentAt = (command: string): Command['dispatches'] =>
    [...(sendsOf.get(command)?.values() ?? [])].map((send) => place(send));
  const handled = new Set<string>();
  const found: Command[] = [];
  const seen = new Set<string>();
  for (const raw of handling) {
    const { handler, ...command } = without(raw, 'at', 'end', 'emitter', 'place');
    if (!handler) continue;
    const key = `${raw.command}|${handler.of}|${handler.method}`;
    if (seen.has(key)) continue;
    seen.add(key);
    handled.add(raw.command);
    const method = project.method(handler.of, handler.method);
    const spot = method ? placeAt(method.entry.file, method.entry.facts, method.body.nameAt) : place(raw);
    const last = method && placeAt(method.entry.file, method.entry.facts, method.body.end - 1).line;
    found.push({
      ...command,
      file: spot.file,
      line: spot.line,
      column: spot.column,
      commandId: idOf(raw.command),
      handler: `${handler.of}@${handler.method}`,
      ...(last !== undefined && { endLine: last }),
      ...(isTestFile(spot.file) && { test: true }),
      dispatches: sentAt(raw.command),
    });
  }
  for (const send of sends) {
    const entry = project.classNamed(send.command);
    if (!send.sure || handled.has(send.command) || !entry || entry.fact.abstract || entry.fact.kind !== 'class')
      continue;
    handled.add(send.command);
    const spot = placeAt(entry.file, entry.facts, entry.fact.nameAt);
    found.push({
      command: send.command,
      commandId: idOf(send.command),
      kind: /Query$/.test(send.command) ? 'query' : 'command',
      handler: null,
      file: spot.file,
      line: spot.line,
      column: spot.column,
      dispatches: sentAt(send.command),
      framework: send.framework,
      ...(isTestFile(spot.file) && { test: true }),
    });
  }
  return found;
}
