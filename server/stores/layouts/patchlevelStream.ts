/** The store of patchlevel/event-sourcing that counts by stream. */
import { layout } from './layout';
import { events, projections } from './part';

export const patchlevelStream = layout({
  id: 'patchlevel-stream',
  title: 'PHP, patchlevel/event-sourcing (streams)',
  parts: [
    events(
      'event_store',
      {
        position: 'id',
        id: 'event_id?',
        stream: 'stream',
        version: 'playhead',
        type: 'event|event_name',
        data: 'payload|event_payload',
        metadata: 'custom_headers',
        time: 'recorded_on',
      },
      { also: 'new_stream_start? archived' },
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
