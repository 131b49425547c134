/** Emmett: events as types `Event<'Name', …>`, deciders that return them, projections that list what they handle. */
import type { JavaScriptFramework } from './javascriptFramework';

export const emmett: JavaScriptFramework = {
  id: 'emmett',
  title: 'Emmett event sourcing',
  packages: ['@event-driven-io/emmett'],
  needles: ['canHandle', '@event-driven-io/emmett', 'Event<'],
  pattern: String.raw`\bcanHandle\s*:|@event-driven-io/emmett|\bEvent<\s*['\"]`,
};
