/** Events of disintegrate, which have domain ids in place of streams. */
import { layout } from './layout';
import { events, projections, snapshots } from './part';

export const disintegrate = layout({
  id: 'disintegrate',
  title: 'Rust, disintegrate',
  parts: [
    events('event', {
      position: 'event_id',
      id: 'event_id',
      type: 'event_type',
      data: 'payload',
      time: 'inserted_at',
    }),
    projections(
      'event_listener',
      { name: 'id', position: 'last_processed_event_id', updated: 'updated_at' },
      { companion: true },
    ),
    snapshots(
      'snapshot',
      { stream: 'name', version: 'version', state: 'payload' },
      { also: 'id query', companion: true },
    ),
  ],
});
