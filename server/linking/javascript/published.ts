/** Who publishes or hears an event besides the workspace: the library class that an emitter extends or is. */
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

/** Heard in markup (`oninput=`, `@click`) and by the page itself. */
const ofThePage: ReadonlySet<string> = new Set([
  ...['input', 'change', 'submit', 'reset', 'invalid', 'select', 'toggle', 'close', 'cancel', 'load', 'error'],
  ...['click', 'dblclick', 'contextmenu', 'wheel', 'scroll', 'resize', 'focus', 'blur', 'focusin', 'focusout'],
  ...['mousedown', 'mouseup', 'mousemove', 'mouseover', 'mouseout', 'mouseenter', 'mouseleave'],
  ...['pointerdown', 'pointerup', 'pointermove', 'pointercancel', 'touchstart', 'touchmove', 'touchend'],
  ...['keydown', 'keyup', 'keypress', 'paste', 'copy', 'cut', 'drop', 'dragstart', 'dragover', 'dragend'],
  ...['hashchange', 'popstate', 'storage', 'message', 'online', 'offline', 'visibilitychange', 'beforeunload'],
]);

/** The module, when its class may dispatch the event by itself; a plain emitter dispatches nothing else. */
export function publisherOf(program: Program, emitter: Emitter | undefined, event: string): string | undefined {
  if (!emitter) return undefined;
  if (emitter.page) return ofThePage.has(event) ? 'the browser' : undefined;
  // A broadcast comes from the server, which need not be in this folder.
  if (emitter.framework === 'laravelEcho') return 'Laravel';
  if (ofEveryEmitter.has(event) && emitter.framework === 'nodeEvents' && !emitter.hand) return 'events';
  if (emitter.borrowed) return 'its library';
  if (!emitter.class) return undefined;
  for (const parent of ancestorsOf(program, emitter.class)) {
    if (parent.kind !== 'external') continue;
    const known = emitterType(parent.module, parent.path)?.type;
    if (known && !known.onlyExtended) continue;
    if (!isStreams(parent.module) || ofStreams.has(event)) return parent.module;
  }
  return undefined;
}

/** What hears an event besides the workspace, for sure: the page its own, and whoever is given a stream. */
export function hearerOf(program: Program, emitter: Emitter | undefined, event: string): string | undefined {
  if (emitter?.page && ofThePage.has(event)) return 'the browser';
  if (!emitter || !ofStreams.has(event)) return undefined;
  if (emitter.library !== undefined) return isStreams(emitter.library) ? emitter.library : undefined;
  if (!emitter.class) return undefined;
  return ancestorsOf(program, emitter.class)
    .flatMap((parent) => (parent.kind === 'external' && isStreams(parent.module) ? parent.module : []))
    .at(0);
}

const isStreams = (module: string): boolean => /^(?:readable-)?stream$/.test(module);
