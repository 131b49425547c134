import { randomUUID } from 'node:crypto';

/** What other systems hear about a completed work effort. */
export function completedForOthers(event) {
  return {
    eventId: randomUUID(),
    eventType: 'work-effort.completed.v1',
    eventVersion: 1,
    timestamp: new Date(event.timestamp).toISOString(),
    source: 'pyrite',
    payload: { workEffortId: event.aggregateId, duration: event.data.duration },
    metadata: { correlationId: event.metadata?.correlationId, causationId: event.eventId, userId: event.metadata?.userId },
  };
}
