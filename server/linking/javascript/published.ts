/** Who publishes an event besides the workspace: the library class that an emitter extends or is. */
import { emitterType } from '../../frameworks/javascript';
import type { Emitter } from './emitters/emitter';
import { ancestorsOf } from './members/ancestry';
import type { Program } from './program';

const ofEveryEmitter: ReadonlySet<string> = new Set(['newListener', 'removeListener']);
const ofStreams: ReadonlySet<string> = new Set([
  'close',
  'data',
  'drain',
  'end',
  'error',
  'finish',
  'pause',
  'pipe',
  'readable',
  'resume',
  'unpipe',
]);

/** The module, when its class may dispatch the event by itself; a plain emitter dispatches nothing else. */
export function publisherOf(program: Program, emitter: Emitter | undefined, event: string): string | undefined {
  if (!emitter) return undefined;
  // A broadcast comes from the server, which need not be in this folder.
  if (emitter.framework === 'laravelEcho') return 'Laravel';
  if (ofEveryEmitter.has(event) && emitter.framework === 'nodeEvents' && !emitter.hand) return 'events';
  if (emitter.borrowed) return 'its library';
  if (!emitter.class) return undefined;
  for (const parent of ancestorsOf(program, emitter.class)) {
    if (parent.kind !== 'external') continue;
    const known = emitterType(parent.module, parent.path)?.type;
    if (known && !known.onlyExtended) continue;
    if (!/^(?:readable-)?stream$/.test(parent.module) || ofStreams.has(event)) return parent.module;
  }
  return undefined;
}
