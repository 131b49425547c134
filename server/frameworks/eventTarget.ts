/** The runtime's EventTarget: events as objects, names in their constructors. */
import type { JavaScriptFramework } from './javascriptFramework';

export const eventTarget: JavaScriptFramework = {
  id: 'eventTarget',
  title: 'EventTarget',
  packages: [],
  needles: ['dispatchEvent', 'addEventListener', 'EventTarget'],
  methods: String.raw`(?:dispatchEvent|addEventListener)\s*(?:\?\.)?[(<]`,
  pattern: String.raw`extends EventTarget\b`,
  emitters: [
    { module: 'global', names: ['EventTarget'] },
    { module: 'event-target-shim', names: ['', 'EventTarget'] },
    { module: 'typescript-event-target', names: ['TypedEventTarget'] },
    { module: 'global', names: ['HTMLElement', 'AbortSignal', 'AbortController'], onlyExtended: true },
  ],
  dispatches: { dispatchEvent: {}, dispatchTypedEvent: {} },
  listens: { addEventListener: {} },
};
