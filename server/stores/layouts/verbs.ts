/** Events, state events and snapshots of Verbs, whose ids are snowflakes in the order of time. */
import { layout } from './layout';
import { events, snapshots } from './part';

export const verbs = layout({
  id: 'verbs',
  title: 'Laravel, Verbs',
  parts: [
    events(
      'verb_events',
      {
        position: 'id',
        id: 'id',
        type: 'type',
        data: 'data',
        metadata: 'metadata',
        stream: 'state.state_id',
        streamType: 'state.state_type',
        time: 'created_at',
      },
      {
        also: 'updated_at?',
        // An event may touch several states; it is listed under the first.
        join: [
          {
            as: 'state',
            table: 'verb_state_events',
            from: 'id',
            to: 'event_id',
            first: 'id',
            also: 'created_at? updated_at?',
          },
        ],
      },
    ),
    snapshots(
      'verb_snapshots',
      { stream: 'state_id', version: 'last_event_id', state: 'data', time: 'updated_at' },
      { also: 'id type expires_at? created_at?', companion: true },
    ),
  ],
});
