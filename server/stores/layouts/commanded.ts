/** Events of the Elixir EventStore, which stand in streams by way of stream_events. */
import { layout } from './layout';
import { events, projections, snapshots, streams } from './part';

export const commanded = layout({
  id: 'commanded',
  title: 'Elixir, Commanded EventStore',
  parts: [
    events(
      'stream_events',
      {
        position: 'stream_version',
        id: 'event_id',
        stream: 'stream.stream_uuid',
        version: 'original_stream_version',
        type: 'event.event_type',
        data: 'event.data',
        metadata: 'event.metadata',
        correlation: 'event.correlation_id',
        causation: 'event.causation_id',
        time: 'event.created_at',
      },
      {
        // Stream 0 is `$all`: every event once, in the order of all.
        where: [{ column: 'stream_id', is: '=', value: 0 }],
        join: [
          { as: 'event', table: 'events', from: 'event_id', to: 'event_id' },
          {
            as: 'stream',
            table: 'streams',
            from: 'original_stream_id',
            to: 'stream_id',
            also: 'stream_version created_at deleted_at?',
          },
        ],
      },
    ),
    projections(
      'subscriptions',
      { name: 'subscription_name', position: 'last_seen', updated: 'created_at' },
      { also: 'subscription_id stream_uuid', companion: true },
    ),
    snapshots(
      'snapshots',
      { stream: 'source_uuid', version: 'source_version', state: 'data', time: 'created_at' },
      { also: 'source_type metadata', companion: true },
    ),
    streams(
      'streams',
      { stream: 'stream_uuid', version: 'stream_version', time: 'created_at' },
      { also: 'stream_id deleted_at?', companion: true },
    ),
  ],
});
