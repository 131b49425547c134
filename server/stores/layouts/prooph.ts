/** Streams of prooph: one table for each, called by a hash of its name, which stands in event_streams. */
import { layout } from './layout';
import { events, projections, streams } from './part';

export const prooph = layout({
  id: 'prooph',
  title: 'PHP, prooph/pdo-event-store',
  parts: [
    events(
      'stream table',
      {
        position: 'no',
        id: 'event_id',
        type: 'event_name',
        data: 'payload',
        metadata: 'metadata',
        stream: 'aggregate_id?|metadata:_aggregate_id',
        streamType: 'aggregate_type?|metadata:_aggregate_type',
        version: 'aggregate_version?|metadata:_aggregate_version',
        time: 'created_at',
        correlation: 'metadata:_correlation_id',
        causation: 'metadata:_causation_id',
      },
      {
        called: { table: 'event_streams', key: 'stream_name', name: 'real_stream_name', also: 'no metadata category' },
      },
    ),
    projections(
      'projections',
      { name: 'name', position: 'position', status: 'status', updated: 'locked_until' },
      { also: 'no state', companion: true },
    ),
    streams(
      'event_streams',
      { stream: 'real_stream_name', type: 'category' },
      { also: 'no stream_name metadata', companion: true },
    ),
  ],
});
