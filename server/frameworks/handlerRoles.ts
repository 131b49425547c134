/** Roles that handlers have by the names of their classes: projectors, reactors, sagas, process managers. */
import type { Listen } from '../graph/graph';
import type { JavaScriptFramework } from './javascriptFramework';

export const handlerRoles: JavaScriptFramework = {
  id: 'handlerRoles',
  title: 'Handler roles',
  packages: [],
  needles: ['Projector', 'Projection', 'Reactor', 'Saga', 'ProcessManager'],
};

const roles: readonly (readonly [RegExp, NonNullable<Listen['role']>])[] = [
  [/(?:Projector|Projection|ReadModel)$/i, 'projection'],
  [/Reactor$/i, 'reactor'],
  [/Sagas?$/i, 'saga'],
  [/(?:ProcessManager|Process)$/i, 'processManager'],
  [/Subscriber$/i, 'subscriber'],
];

/** The role a class or variable name states, if it does. */
export function roleOf(name: string | undefined): Listen['role'] {
  return name === undefined ? undefined : roles.find(([pattern]) => pattern.test(name))?.[1];
}
