/** Events, streams and progression of Marten. */
import { layout } from './layout';
import { events, projections, streams } from './part';

export const marten = layout({
  id: 'marten',
  title: '.NET, Marten',
  parts: [
    events(
      'mt_events',
      {
        position: 'seq_id',
        // With a partition for each tenant a sequence number comes twice.
        tie: 'id',
        id: 'id',
        stream: 'stream_id',
        version: 'version',
        type: 'type',
        data: 'data',
        metadata: 'headers?',
        time: 'timestamp',
        correlation: 'correlation_id?',
        causation: 'causation_id?',
      },
      { also: 'bdata? tenant_id mt_dotnet_type is_archived user_name? is_skipped? tags?', partitioned: true },
    ),
    projections(
      'mt_event_progression',
      { name: 'name', position: 'last_seq_id', status: 'agent_status?', updated: 'last_updated' },
      { also: 'mode? rebuild_threshold? assigned_node? heartbeat?', companion: true },
    ),
    streams(
      'mt_streams',
      { stream: 'id', type: 'type', version: 'version', time: 'timestamp' },
      { also: 'created tenant_id is_archived snapshot? snapshot_version?', companion: true, partitioned: true },
    ),
  ],
});
