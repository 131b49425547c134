/** Calls of a bus that the project describes in its settings; knows no other bus. */
import type { CallFact, Expression } from '../../../languages/javascript/facts';
import type { Findings } from '../emissions';
import type { Emitter } from '../emitters/emitter';
import { evaluate } from '../evaluation/evaluate';
import { ancestorsOf, nameOfClass } from '../members/ancestry';
import type { Program } from '../program';
import type { Shape } from '../shape';
import { lastName, type Source } from '../sources';
import { sitesOf } from './named';

/** Calls of a bus that the project describes in its settings. */
export function configuredSite(
  program: Program,
  source: Source,
  call: CallFact,
  index: number,
  name: string,
): Findings | undefined {
  for (const bus of program.workspace.buses) {
    if (bus.languages && !bus.languages.some((language) => language === 'typescript' || language === 'javascript'))
      continue;
    for (const direction of ['dispatch', 'listen'] as const) {
      const described = bus[direction]?.find((one) => one.call === name);
      if (!described) continue;
      const receiver: Expression = call.callee.kind === 'member' ? call.callee.object : call.callee;
      if (described.on !== undefined && !isCalledOn(program, source, receiver, described.on)) continue;
      const emitter: Emitter = {
        kind: 'emitter',
        key: `bus#${bus.name}`,
        name: bus.name,
        framework: 'buses',
        wildcards: true,
      };
      const shift = typeof described.event === 'number' ? described.event : 0;
      const handler = described.handler === undefined ? undefined : call.arguments[described.handler];
      const event: Expression | undefined = call.arguments[shift];
      const shape: Shape = {
        call: handler && event ? { ...call, arguments: [event, handler] } : call,
        index,
        source,
        verb: name,
        receiver,
        shift: handler && event ? 0 : shift,
      };
      return sitesOf(program, shape, emitter, direction);
    }
  }
  return undefined;
}

function isCalledOn(program: Program, source: Source, receiver: Expression, on: string): boolean {
  if (lastName(receiver) === on) return true;
  return evaluate(program, source, receiver, undefined, 'value').some((value) =>
    value.kind === 'instance'
      ? ancestorsOf(program, value.of).some((parent) => parent.kind === 'class' && nameOfClass(parent) === on)
      : value.kind === 'class'
        ? nameOfClass(value) === on
        : value.kind === 'external' && value.path.split('.').includes(on),
  );
}
