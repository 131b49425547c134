/** Listener calls that laravel-event-lens recorded, each with the event that it answered. */
import { layout } from './layout';
import { events, failures } from './part';

export const laravelEventLens = layout({
  id: 'laravel-event-lens',
  title: 'Laravel, laravel-event-lens',
  parts: [
    events(
      'event_lens_events',
      {
        position: 'id',
        id: 'event_id',
        type: 'event_name',
        data: 'payload',
        metadata: 'side_effects',
        stream: 'model_id',
        streamType: 'model_type',
        correlation: 'correlation_id',
        causation: 'parent_event_id',
        time: 'happened_at',
      },
      {
        also:
          'listener_name model_changes exception tags? is_storm? is_sla_breach? has_drift? drift_details? is_nplus1? ' +
          'execution_time_ms created_at? updated_at?',
      },
    ),
    failures(
      'event_lens_events',
      {
        id: 'event_id',
        subject: 'listener_name',
        error: 'exception',
        data: 'payload',
        event: 'event_id',
        time: 'happened_at',
      },
      {
        where: [{ column: 'exception', is: 'not null' }],
        also: 'event_name parent_event_id execution_time_ms',
        companion: true,
      },
    ),
  ],
});
