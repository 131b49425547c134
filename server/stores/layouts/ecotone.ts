/** Projections, dead letters and queue of Ecotone; its streams are those of prooph. */
import { layout } from './layout';
import { failures, jobs, projections } from './part';

export const ecotone = layout({
  id: 'ecotone',
  title: 'PHP, Ecotone',
  parts: [
    projections(
      'ecotone_projection_state',
      { name: 'projection_name', position: 'last_position' },
      { also: 'partition_key metadata user_state' },
    ),
    failures(
      'ecotone_error_messages',
      {
        id: 'message_id',
        error: 'headers:exception-message',
        data: 'payload',
        subject: 'headers:__TypeId__',
        exception: 'headers:exception-class',
        trace: 'headers:exception-stacktrace',
        time: 'failed_at',
      },
      { also: 'headers' },
    ),
    jobs(
      'enqueue',
      { id: 'id', queue: 'queue', data: 'body', available: 'delayed_until', time: 'published_at' },
      { also: 'headers properties redelivered priority? time_to_live? delivery_id? redeliver_after?', companion: true },
    ),
  ],
});
