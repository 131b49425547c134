/** The store of patchlevel/event-sourcing that counts by aggregate. */
import { layout } from './layout';
import { events, projections } from './part';

export const patchlevelAggregate = layout({
  id: 'patchlevel-aggregate',
  title: 'PHP, patchlevel/event-sourcing',
  parts: [
    events(
      'eventstore',
      {
        position: 'id',
        stream: 'aggregate_id',
        streamType: 'aggregate',
        version: 'playhead',
        type: 'event',
        data: 'payload',
        metadata: 'custom_headers',
        time: 'recorded_on',
      },
      { also: 'new_stream_start archived' },
    ),
    projections(
      'subscriptions',
      { name: 'id', position: 'position', status: 'status', updated: 'last_saved_at' },
      {
        also: 'group_name run_mode error_message? error_previous_status? error_context? retry_attempt? cleanup_tasks?',
        companion: true,
      },
    ),
  ],
});
