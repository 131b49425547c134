/** The JavaScript frameworks, in the order in which they are asked. */
import { aggregates } from './aggregates';
import { buses } from './buses';
import { emittery } from './emittery';
import { emmett } from './emmett';
import { eventEmitter2 } from './eventEmitter2';
import { eventTarget } from './eventTarget';
import { handlerRoles } from './handlerRoles';
import type { EmitterType, JavaScriptFramework } from './javascriptFramework';
import { laravelEcho } from './laravelEcho';
import { mitt } from './mitt';
import { nestCqrs } from './nestCqrs';
import { nestEvents } from './nestEvents';
import { nodeEvents } from './nodeEvents';
import { patternBus } from './patternBus';
import { typedBus } from './typedBus';

export const javascriptFrameworks: readonly JavaScriptFramework[] = [
  nestCqrs,
  nestEvents,
  eventEmitter2,
  mitt,
  emittery,
  nodeEvents,
  eventTarget,
  laravelEcho,
  typedBus,
  patternBus,
  handlerRoles,
  aggregates,
  emmett,
  buses,
];

const emitterTypes = new Map<string, { readonly type: EmitterType; readonly framework: JavaScriptFramework }>();
for (const framework of javascriptFrameworks)
  for (const type of framework.emitters ?? [])
    for (const name of type.names) emitterTypes.set(`${type.module}#${name}`, { type, framework });

/** The emitter type a package exports under a name. */
export function emitterType(
  module: string,
  path: string,
): { readonly type: EmitterType; readonly framework: JavaScriptFramework } | undefined {
  return emitterTypes.get(`${module}#${path}`);
}

const runtime = new Set([
  'global',
  'events',
  'stream',
  'net',
  'http',
  'worker_threads',
  'child_process',
  'async_hooks',
  'backbone',
]);
const libraries = new Set(
  javascriptFrameworks
    .flatMap((framework) => [...(framework.emitters ?? []), ...(framework.decorators ?? [])].map((one) => one.module))
    .filter((module) => !runtime.has(module)),
);

/** Whether a package is one that the frameworks describe. */
export function isLibrary(module: string): boolean {
  return libraries.has(module);
}
