/** Buses whose events are classes: `publish(new OrderPlaced())`, `ofType(OrderPlaced)`, `on(OrderPlaced, handler)`. */
import type { JavaScriptFramework } from './javascriptFramework';

export const typedBus: JavaScriptFramework = {
  id: 'typedBus',
  title: 'Typed event bus',
  packages: [],
  needles: ['publish', 'ofType', 'subscribe'],
  methods: String.raw`(?:publish|publishAll|publishAsync|publishMany|ofType)\s*(?:\?\.)?[(<]|(?:dispatch|raise|notify|fire|trigger|send|handle)\w*\s*\(\s*new\s|(?:subscribe|register|listen|handle|addHandler|addSubscriber)\s*(?:<[^>()]*>)?\s*\(\s*(?:[A-Z]\w*|['\"\x60][^'\"\x60\n]*['\"\x60])\s*,|(?:subscribe|register|listen|addHandler|addSubscriber)\s*\([^;]{0,200}?,\s*[A-Z]\w*\.name\s*,?\s*\)`,
  // Told by the parenthesis and what is behind it: brackets are rarer than the letters that names begin with.
  pattern: String.raw`\((?<=\b(?:emit|publish|subscribe|trigger|on)\s*\()\s*(?:['\"\x60]|[A-Z]\w*[.,])`,
};
