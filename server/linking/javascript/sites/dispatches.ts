/** Calls that dispatch: on an emitter, on what only publishes, or on what nobody resolves. */
import { nothing, spotOf, type Emission, type Findings } from '../emissions';
import type { Emitter } from '../emitters/emitter';
import { evaluate } from '../evaluation/evaluate';
import { nameOfClass } from '../members/ancestry';
import { eventNames, spotAt } from '../names';
import type { Program } from '../program';
import type { Shape } from '../shape';
import { lastName } from '../sources';
import { passedEmitter } from './external';
import { judge, receiverName } from './judge';
import { sitesOf } from './named';
import { passedSingles } from './single';

export function dispatchSite(program: Program, shape: Shape): Findings {
  const verdict = judge(program, shape, undefined, 'dispatch');
  if (verdict.kind === 'emitter') return dispatchOn(program, shape, verdict);
  if (verdict.kind === 'external') return passedEmitter(program, shape, 'dispatch', verdict.name);
  if (verdict.kind === 'unknown') return unknownDispatch(program, shape);
  if (verdict.kind === 'wrapper') {
    const passed = passedSingles(program, shape, 'dispatch');
    return passed.emissions.length ? passed : pulledEvents(program, shape);
  }
  if (verdict.kind === 'none') return classPublisher(program, shape);
  return nothing;
}

/** `publish(new OrderPlaced())` on something that only publishes: a broker adapter, a dispatcher with fixed handlers. */
function classPublisher(program: Program, shape: Shape): Findings {
  if (!/^(?:publish|dispatch|raise|notify|emit|fire)/.test(shape.verb)) return nothing;
  const receivers = evaluate(program, shape.source, shape.receiver, undefined, 'value');
  const named = receivers.some(
    (value) =>
      value.kind === 'instance' &&
      /(?:Bus|Dispatcher|Publisher|Mediator|Emitter|Events?|Broker)$/.test(nameOfClass(value.of)) &&
      !/Command|Query|Job|Task/.test(nameOfClass(value.of)),
  );
  return named ? publishedClasses(program, shape, { certainty: 'exact' }) : nothing;
}

/** The classes of which the event may be, by type and on nobody's emitter. */
function publishedClasses(program: Program, shape: Shape, told: Pick<Emission, 'certainty' | 'reason'>): Findings {
  const names = eventNames(program, shape, undefined, 'dispatch').filter((one) => one.event.kind === 'class');
  return names.length
    ? {
        emissions: names.map((one) => ({
          direction: 'dispatch',
          spot: spotAt(one.context, shape),
          event: one.event,
          via: shape.verb,
          framework: 'typedBus',
          ...told,
        })),
        commands: [],
      }
    : nothing;
}

function unknownDispatch(program: Program, shape: Shape): Findings {
  const receiver = receiverName(shape.receiver);
  if (/bus|publisher|dispatcher|mediator|emitter|events?$/i.test(receiver) && !/command|query/i.test(receiver)) {
    const published = publishedClasses(program, shape, {
      certainty: 'inferred',
      reason: 'The receiver is not to be seen; it is named like an event bus.',
    });
    if (published.emissions.length) return published;
  }
  return shape.verb === 'emit' || shape.verb === 'emitAsync'
    ? passedEmitter(program, shape, 'dispatch', receiver)
    : nothing;
}

/** `bus.publish(order.pullEvents())` on a bus around another one: which events they are is decided at run time. */
function pulledEvents(program: Program, shape: Shape): Findings {
  const [first] = shape.call.arguments;
  const call = first?.kind === 'call' ? shape.source.facts.calls[first.call] : undefined;
  const name = call && !call.new ? lastName(call.callee) : undefined;
  if (name === undefined || !/^(?:pull|release|flush|drain|collect|clear|get|uncommitted|take)\w*Events$/i.test(name))
    return nothing;
  if (eventNames(program, shape, undefined, 'dispatch').length) return nothing;
  return {
    emissions: [
      {
        direction: 'dispatch',
        spot: spotOf(shape.source, shape.call),
        event: { kind: 'unknown' },
        via: shape.verb,
        framework: 'typedBus',
        certainty: 'dynamic',
        reason: 'The events are those that were recorded before.',
      },
    ],
    commands: [],
  };
}

export function dispatchOn(program: Program, shape: Shape, verdict: Emitter): Findings {
  return sitesOf(program, shape, verdict, 'dispatch');
}
