/** Events that an aggregate keeps and publishes later; knows no emitter. */
import { nothing, type Findings } from '../emissions';
import { evaluate } from '../evaluation/evaluate';
import { findName } from '../evaluation/scopes';
import { ancestorsOf } from '../members/ancestry';
import { eventNames, spotAt } from '../names';
import type { Program } from '../program';
import type { Shape } from '../shape';

/** `this.apply(new OrderPlaced())`: kept now, published later. */
export function recordSite(program: Program, shape: Shape): Findings {
  const [first] = shape.call.arguments;
  const binding = first?.kind === 'name' ? findName(shape.source, first.name, first.scope)?.binding : undefined;
  // Many things are applied and recorded: an event is made on the spot, or the object records it itself.
  if (first?.kind !== 'call' && shape.receiver.kind !== 'this' && binding?.values?.[0]?.kind !== 'call') return nothing;
  const names = eventNames(program, shape, undefined, 'dispatch').filter((name) => name.event.kind === 'class');
  if (!names.length) return nothing;
  const receivers = evaluate(program, shape.source, shape.receiver, undefined, 'value');
  const own = receivers.some(
    (value) => value.kind === 'instance' || (value.kind === 'external' && value.module === '@nestjs/cqrs'),
  );
  if (!own && shape.receiver.kind !== 'this') return nothing;
  const nest = receivers.some(
    (value) =>
      value.kind === 'instance' &&
      ancestorsOf(program, value.of).some((parent) => parent.kind === 'external' && parent.module === '@nestjs/cqrs'),
  );
  return {
    emissions: names.map((name) => ({
      direction: 'dispatch',
      spot: spotAt(name.context, shape),
      event: name.event,
      via: shape.verb,
      framework: nest ? 'nestCqrs' : 'aggregates',
      certainty: 'exact',
      record: true,
    })),
    commands: [],
  };
}
