/** House-made buses that a project describes in its settings. */
import type { JavaScriptFramework } from './javascriptFramework';

export const buses: JavaScriptFramework = {
  id: 'buses',
  title: 'Buses from the settings',
  packages: [],
  needles: [],
};
