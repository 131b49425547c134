/** A command or query with more than one handler, of which only one runs. */
import { byPlace } from '../graph/assemble';
import { placeOf } from '../graph/links';
import { shortName, spokenPlace } from '../graph/wording';
import type { Command } from '../graph/graph';
import type { Diagnostic } from './diagnostic';

export const commandTwoHandlers: Diagnostic = {
  code: 'command-two-handlers',
  title: 'Command with several handlers',
  severity: 'error',
  enabledByDefault: true,
  check: (graph) => {
    const byCommand = new Map<string, Command[]>();
    for (const command of graph.commands) {
      if (command.external || command.test || command.handler === null) continue;
      const list = byCommand.get(command.commandId);
      if (!list) byCommand.set(command.commandId, [command]);
      else if (!list.some(({ handler, file }) => handler === command.handler && file === command.file))
        list.push(command);
    }
    return [...byCommand.values()].flatMap((commands) => {
      const [first, ...others] = commands.sort(byPlace);
      if (!first) return [];
      return others.map((second) => ({
        severity: 'error' as const,
        message:
          `The ${second.kind} ${shortName(second.command)} is handled here and by ` +
          `${shortName(first.handler ?? '')} (${spokenPlace(first)}); only one of the two runs.`,
        place: placeOf(second),
        related: [{ place: placeOf(first), message: 'The other handler stands here.' }],
        subject: second.commandId,
      }));
    });
  },
};
