/** Messages of Emmett in SQLite. */
import { layout } from './layout';
import { events, projections, streams } from './part';

export const emmettSqlite = layout({
  id: 'emmett-sqlite',
  title: 'Emmett on SQLite',
  parts: [
    events(
      'emt_messages',
      {
        position: 'global_position',
        id: 'message_id',
        type: 'message_type',
        data: 'message_data',
        metadata: 'message_metadata',
        stream: 'stream_id',
        version: 'stream_position',
        time: 'created',
      },
      {
        also: 'is_archived partition message_schema_version',
        where: [{ column: 'message_kind', is: '=', value: 'E' }],
        partitioned: true,
      },
    ),
    projections(
      'emt_processors',
      {
        name: 'processor_id',
        position: 'last_processed_checkpoint',
        status: 'status?',
        updated: 'last_updated?',
      },
      {
        also: 'version partition processor_instance_id? created_at?',
        companion: true,
      },
    ),
    projections(
      'emt_subscriptions',
      { name: 'subscription_id', position: 'last_processed_position' },
      { also: 'version partition last_processed_transaction_id?', companion: true },
    ),
    streams(
      'emt_streams',
      { stream: 'stream_id', type: 'stream_type', version: 'stream_position' },
      { also: 'partition stream_metadata is_archived', companion: true, partitioned: true },
    ),
  ],
});
