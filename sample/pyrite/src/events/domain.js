import { EventTypes } from './types.js';

function domainEvent(fields) {
  return Object.freeze({
    timestamp: Date.now(),
    aggregateType: 'WorkEffort',
    version: 1,
    ...fields,
    data: Object.freeze({ ...fields.data }),
  });
}

export function workEffortStarted(aggregateId, { title, owner }) {
  return domainEvent({ type: EventTypes.WorkEffortStarted, aggregateId, data: { title, owner } });
}

export function progressUpdated(aggregateId, from, to) {
  return domainEvent({ type: EventTypes.ProgressUpdated, aggregateId, version: 2, data: { from, to, delta: to - from } });
}

export function workEffortCompleted(aggregateId, startedAt) {
  return domainEvent({ type: EventTypes.WorkEffortCompleted, aggregateId, data: { duration: Date.now() - startedAt } });
}

export function workEffortFailed(aggregateId, reason) {
  return domainEvent({ type: EventTypes.WorkEffortFailed, aggregateId, data: { reason } });
}

export function workEffortRenamed(aggregateId, title) {
  return domainEvent({ type: EventTypes.WorkEffortRenamed, aggregateId, data: { title } });
}

export function workEffortUpdated(aggregateId, changes) {
  return domainEvent({ type: EventTypes.WorkEffortUpdated, aggregateId, data: changes });
}
