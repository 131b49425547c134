/** Emittery: asynchronous emission, typed events, async iteration. */
import type { JavaScriptFramework } from './javascriptFramework';

export const emittery: JavaScriptFramework = {
  id: 'emittery',
  title: 'Emittery',
  packages: ['emittery'],
  needles: ['emittery', 'Emittery', 'emitSerial'],
  methods: String.raw`emitSerial\s*\(`,
  pattern: String.raw`['\"]emittery['\"]`,
  emitters: [{ module: 'emittery', names: ['', 'Emittery', 'default'] }],
  dispatches: { emit: {}, emitSerial: {} },
  listens: { on: {}, once: { once: true }, events: {}, onAny: { any: true }, anyEvent: { any: true } },
};
