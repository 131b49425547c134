/** Events and snapshots of cqrs-es; no column orders the events of all aggregates, and none has a time. */
import { layout } from './layout';
import { events, snapshots } from './part';

export const cqrsEs = layout({
  id: 'cqrs-es',
  title: 'Rust, cqrs-es',
  parts: [
    events(
      'events',
      {
        position: 'rowid',
        streamType: 'aggregate_type',
        stream: 'aggregate_id',
        version: 'sequence',
        type: 'event_type',
        data: 'payload',
        metadata: 'metadata',
      },
      { also: 'event_version' },
    ),
    snapshots(
      'snapshots',
      { stream: 'aggregate_id', version: 'last_sequence', state: 'payload' },
      { also: 'aggregate_type current_snapshot', companion: true },
    ),
  ],
});
