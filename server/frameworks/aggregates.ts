/** Aggregates that record events to publish them later: `apply`, `addEvent`, `record`, `raise`. */
import type { JavaScriptFramework } from './javascriptFramework';

export const aggregates: JavaScriptFramework = {
  id: 'aggregates',
  title: 'Recorded domain events',
  packages: [],
  needles: ['addEvent', 'addDomainEvent', 'recordThat', 'apply('],
  pattern: String.raw`\b(?:getS|s)ubscribed(?:To|Events)\s*\(|\blistensTo\s*\(|\b(?:getH|h)andledEvents\s*\(`,
  methods: String.raw`(?:apply|applyEvent|applyChange|addEvent|addDomainEvent|record|recordEvent|recordThat|registerEvent|appendEvent)\s*(?:<[^>()]*>)?\(\s*(?:new\s|[A-Z]\w*\.\w+\()`,
};

/** Methods that keep an event for later. */
export const recordingVerbs: ReadonlySet<string> = new Set([
  'apply',
  'applyEvent',
  'applyChange',
  'addEvent',
  'addDomainEvent',
  'record',
  'recordEvent',
  'recordThat',
  'raise',
  'raiseEvent',
  'registerEvent',
  'appendEvent',
]);
