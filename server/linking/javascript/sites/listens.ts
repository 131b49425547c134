/** Calls that listen: on an emitter, of the runtime or of a package. */
import { nothing, type Findings } from '../emissions';
import type { Emitter } from '../emitters/emitter';
import { evaluate } from '../evaluation/evaluate';
import { eventNames } from '../names';
import type { Program } from '../program';
import type { Shape } from '../shape';
import { ofTypeSite } from '../streams';
import { passedEmitter } from './external';
import { judge, receiverName } from './judge';
import { sitesOf } from './named';
import { passedSingles } from './single';

export function listenSite(program: Program, shape: Shape): Findings {
  const [first] = shape.call.arguments;
  if (
    !shape.bound &&
    (shape.verb === 'once' || shape.verb === 'on') &&
    first &&
    first.kind !== 'string' &&
    shape.call.arguments.length >= 2
  ) {
    const node = evaluate(program, shape.source, shape.receiver, undefined, 'value').some(
      (value) => value.kind === 'external' && value.module === 'events' && !value.made,
    );
    if (node) return listenSite(program, { ...shape, receiver: first, shift: 1, bound: true });
  }
  if (first && isTargetFirst(shape)) {
    const target: Shape = { ...shape, receiver: first, shift: shape.shift + 1, bound: true };
    const other = judge(program, target, undefined, 'listen');
    if (other.kind === 'emitter') return listenOn(program, target, other);
    // What is no emitter of the workspace may be an element: its events are the platform's.
    if (judge(program, shape, undefined, 'listen').kind === 'emitter') return nothing;
  }
  const verdict = judge(program, shape, undefined, 'listen');
  if (shape.verb === 'ofType') return ofTypeSite(program, shape, verdict);
  if (verdict.kind === 'emitter')
    return listenOn(program, verdict.hand && isHandlerFirst(program, shape) ? handlerFirst(shape) : shape, verdict);
  if (verdict.kind === 'external') return passedEmitter(program, shape, 'listen', verdict.name);
  if (verdict.kind === 'unknown') return passedEmitter(program, shape, 'listen', receiverName(shape.receiver));
  return verdict.kind === 'wrapper' ? passedSingles(program, shape, 'listen') : nothing;
}

export function listenOn(program: Program, shape: Shape, verdict: Emitter): Findings {
  return sitesOf(program, shape, verdict, 'listen');
}

/** `this.on(player, 'ended', fn)`: on somebody else, who is named first. */
function isTargetFirst({ call, bound, shift }: Shape): boolean {
  const [target, event, handler] = call.arguments;
  if (bound || shift || !handler || handler.kind === 'literal' || handler.kind === 'object') return false;
  if (target?.kind !== 'name' && target?.kind !== 'member' && target?.kind !== 'call') return false;
  return event?.kind === 'string' || (event?.kind === 'array' && event.elements[0]?.kind === 'string');
}

const handlerFirst = (shape: Shape): Shape => ({ ...shape, shift: shape.shift + 1, handlerAt: shape.shift });

/** `register(this.onPaid.bind(this), Paid.name)`: some emitters written by hand take the handler before the event. */
function isHandlerFirst(program: Program, shape: Shape): boolean {
  const [first, second] = shape.call.arguments.slice(shape.shift);
  if (!first || !second || first.kind === 'string' || second.kind === 'function') return false;
  const isFunction =
    first.kind === 'function' ||
    evaluate(program, shape.source, first, undefined, 'value').some((value) => value.kind === 'function');
  return isFunction && eventNames(program, handlerFirst(shape), undefined, 'listen').length > 0;
}
