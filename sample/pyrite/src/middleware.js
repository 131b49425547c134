import { randomUUID } from 'node:crypto';

export const logging = (log) => (event) => {
  log(`${event.type ?? event.eventType} ${event.aggregateId ?? ''}`);
  return event;
};

export const validation = () => (event) => {
  if (!event.type && !event.eventType) throw new TypeError('An event needs a type');
  return event;
};

export const enrichment = (context) => (event) => ({
  ...event,
  metadata: { correlationId: randomUUID(), ...context, ...event.metadata },
});

export const filtering = (keep) => (event) => (keep(event) ? event : null);
