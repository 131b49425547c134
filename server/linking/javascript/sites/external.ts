/** Calls on emitters of a package or of the runtime: marked so, or the workspace's own where callers pass one. */
import { nothing, spotOf, type Findings } from '../emissions';
import type { Direction, Emitter } from '../emitters/emitter';
import { handlerOf } from '../handlers';
import type { Program } from '../program';
import type { Shape } from '../shape';
import { sitesOf } from './named';

/** A receiver and a name that callers pass: some of them may pass an emitter of the workspace. */
export function passedEmitter(program: Program, shape: Shape, direction: Direction, name: string): Findings {
  const literal = shape.call.arguments[shape.shift];
  if (literal?.kind === 'name' && shape.receiver.kind === 'name') {
    const ghost: Emitter = { kind: 'emitter', key: `external#${name}`, name, framework: 'nodeEvents', ghost: true };
    return sitesOf(program, shape, ghost, direction);
  }
  return externalSite(program, shape, direction, name);
}

/** Verbs of which a call alone says that an event is meant, whoever the receiver is. */
const plain: ReadonlySet<string> = new Set([
  'emit',
  'emitAsync',
  'dispatchEvent',
  'on',
  'once',
  'addListener',
  'prependListener',
  'prependOnceListener',
  'addEventListener',
]);

/** Of a package or the runtime: marked so, never in anybody's way. */
export function externalSite(program: Program, shape: Shape, direction: Direction, name: string): Findings {
  const literal = shape.call.arguments[shape.shift];
  if (literal?.kind !== 'string') return nothing;
  if (direction === 'listen' && shape.call.arguments.length < 2 + shape.shift) return nothing;
  if (!plain.has(shape.verb)) return nothing;
  const handler = direction === 'listen' ? { handler: handlerOf(program, shape, undefined) } : {};
  return {
    emissions: [
      {
        direction,
        spot: spotOf(shape.source, shape.call),
        event: { kind: 'string', text: literal.text },
        emitter: { kind: 'emitter', key: `external#${name}`, name, framework: 'nodeEvents' },
        external: true,
        via: shape.verb,
        framework: shape.verb === 'addEventListener' ? 'eventTarget' : 'nodeEvents',
        certainty: 'exact',
        ...handler,
        ...(shape.verb.includes('nce') && { once: true }),
      },
    ],
    commands: [],
  };
}
