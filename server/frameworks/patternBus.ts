/** Hand-written buses in the shape of an emitter: string names or `type` of event objects, `:` patterns, priorities. */
import type { JavaScriptFramework } from './javascriptFramework';

export const patternBus: JavaScriptFramework = {
  id: 'patternBus',
  title: 'Pattern event bus',
  packages: [],
  needles: ['.publish(', '.fire(', '.trigger('],
  methods: String.raw`(?:fire|fireEvent|trigger|triggerEvent|raise|raiseEvent|notifyListeners|emitEvent|publishEvent|broadcastEvent)\s*(?:\?\.)?\(|(?:dispatch|notify|broadcast)\s*(?:<[^>()]*>)?\(\s*(?:['\"\x60{]|[A-Z]\w*\.[A-Z])|prototype\.(?:on|fire|emit|trigger|publish|subscribe)\s*=|on(?:Did|Will)[A-Z]\w*\s*\(|tap(?:Async|Promise)?\s*\(`,
  pattern: String.raw`\bnew\s+(?:\w+\.)?\w*(?:Emitter|Hook|Event|Signal)\s*[(<]|@On[A-Z]\w*\(|@(?!Host)\w*(?:Listen|Subscri|EventHandler)\w*\(`,
};
