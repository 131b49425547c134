/** One table for each aggregate of primait/event_sourcing.rs; the payload is a Rust enum in JSON. */
import { layout } from './layout';
import { events } from './part';

export const primait = layout({
  id: 'primait-event-sourcing',
  title: 'Rust, primait/event_sourcing.rs',
  parts: [
    events(
      'events',
      {
        position: 'rowid',
        id: 'id',
        stream: 'aggregate_id',
        version: 'sequence_number',
        type: 'payload:*',
        data: 'payload',
        time: 'occurred_on',
      },
      { also: 'version?' },
    ),
  ],
});
