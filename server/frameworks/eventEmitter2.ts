/** EventEmitter2: wildcards, asynchronous emission, listeners to everything. */
import type { JavaScriptFramework } from './javascriptFramework';

export const eventEmitter2: JavaScriptFramework = {
  id: 'eventEmitter2',
  title: 'EventEmitter2',
  packages: ['eventemitter2'],
  needles: ['EventEmitter2', 'emitAsync', 'onAny', 'eventemitter2'],
  methods: String.raw`(?:emitAsync|onAny|prependAny|prependMany|many|waitFor)\s*[(<]`,
  pattern: String.raw`eventemitter2`,
  emitters: [
    {
      module: 'eventemitter2',
      names: ['', 'EventEmitter2', 'default', 'EventEmitter2.EventEmitter2'],
      wildcards: true,
      shared: true,
    },
  ],
  dispatches: { emit: {}, emitAsync: {} },
  listens: {
    on: {},
    once: { once: true },
    addListener: {},
    many: {},
    prependListener: {},
    prependOnceListener: { once: true },
    prependMany: {},
    waitFor: { once: true },
    onAny: { any: true },
    prependAny: { any: true },
  },
};
