/** Stored events and snapshots of spatie/laravel-event-sourcing. */
import { layout } from './layout';
import { events, snapshots } from './part';

export const spatieEventSourcing = layout({
  id: 'spatie-event-sourcing',
  title: 'Laravel, spatie/laravel-event-sourcing',
  parts: [
    events(
      'stored_events',
      {
        position: 'id',
        stream: 'aggregate_uuid',
        version: 'aggregate_version',
        type: 'event_class',
        data: 'event_properties',
        metadata: 'meta_data',
        time: 'created_at',
      },
      { also: 'event_version?' },
    ),
    snapshots(
      'snapshots',
      { stream: 'aggregate_uuid', version: 'aggregate_version', state: 'state', time: 'created_at' },
      { also: 'id updated_at?', companion: true },
    ),
  ],
});
