/** Commands and queries that are handed to their bus; knows no event. */
import type { CallFact } from '../../../languages/javascript/facts';
import { nothing, spotOf, type Findings } from '../emissions';
import { evaluate } from '../evaluation/evaluate';
import { nameOfClass } from '../members/ancestry';
import type { Program } from '../program';
import type { Source } from '../sources';
import { receiverName } from './judge';

/** `commandBus.execute(new Command())`. */
export function executed(program: Program, source: Source, call: CallFact): Findings {
  const { callee } = call;
  const [first] = call.arguments;
  if (callee.kind !== 'member' || !first) return nothing;
  const receivers = evaluate(program, source, callee.object, undefined, 'value');
  const bus =
    receivers
      .map((value) => (value.kind === 'external' ? value.path : value.kind === 'instance' ? nameOfClass(value.of) : ''))
      .find((name) => /Command|Query|Mediator/.test(name)) ?? (receivers.length ? '' : receiverName(callee.object));
  const kind = /query/i.test(bus) ? 'query' : /command|mediator/i.test(bus) ? 'command' : undefined;
  if (!kind) return nothing;
  const commands = evaluate(program, source, first, undefined, 'name').flatMap((value) =>
    value.kind === 'instance' && value.allocation
      ? [{ kind, command: value.of, dispatch: spotOf(source, call) } as const]
      : [],
  );
  return { emissions: [], commands };
}
