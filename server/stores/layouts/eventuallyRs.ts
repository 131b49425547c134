/** Events, streams and aggregate states of eventually-rs. */
import { layout } from './layout';
import { events, snapshots, streams } from './part';

export const eventuallyRs = layout({
  id: 'eventually-rs',
  title: 'Rust, eventually-rs',
  parts: [
    events('events', {
      position: 'rowid',
      stream: 'event_stream_id',
      version: 'version',
      type: 'type',
      data: 'event',
      metadata: 'metadata',
    }),
    snapshots(
      'aggregates',
      { stream: 'aggregate_id', version: 'version', state: 'state' },
      { also: 'type', companion: true },
    ),
    streams('event_streams', { stream: 'event_stream_id', version: 'version' }, { companion: true, named: true }),
  ],
});
