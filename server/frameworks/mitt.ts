/** mitt: emitters made by calling a function, `*` hears everything. */
import type { JavaScriptFramework } from './javascriptFramework';

export const mitt: JavaScriptFramework = {
  id: 'mitt',
  title: 'mitt',
  packages: ['mitt'],
  needles: ['mitt'],
  pattern: String.raw`['\"]mitt['\"]`,
  emitters: [{ module: 'mitt', names: ['()', 'Emitter', 'mitt()', 'default()'], factory: true, wildcards: true }],
  dispatches: { emit: {} },
  listens: { on: {} },
};
