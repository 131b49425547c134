/** The store of this product's own model generator: events with their causes, jobs and dead letters. */
import { layout } from './layout';
import { events, failures, jobs } from './part';

export const generator = layout({
  id: 'event-wiring-generator',
  title: 'Event Wiring, model generator',
  parts: [
    events('events', {
      position: 'position',
      stream: 'stream_id',
      version: 'version',
      id: 'event_id',
      type: 'event_type',
      data: 'event_data',
      metadata: 'metadata',
      time: 'timestamp',
      correlation: 'correlation_id?|metadata:correlationId',
      causation: 'causation_id?|metadata:causationId',
    }),
    jobs(
      'jobs',
      {
        id: 'id',
        type: 'job|name|type',
        queue: 'queue',
        data: 'payload',
        attempts: 'attempts',
        available: 'available_at?',
        time: 'created_at?',
      },
      { companion: true, named: true },
    ),
    failures(
      'dead_letters',
      {
        id: 'id',
        subject: 'job|name|type',
        error: 'error',
        data: 'payload',
        attempts: 'attempts?',
        time: 'failed_at?',
        resolved: 'resolved_at?',
      },
      { companion: true, named: true },
    ),
  ],
});
