/** Events of Castore as exported from DynamoDB. */
import { layout } from './layout';
import { events } from './part';

export const castoreDynamodb = layout({
  id: 'castore-dynamodb',
  title: 'Castore on DynamoDB',
  parts: [
    events(
      'events',
      {
        position: 'rowid',
        streamType: 'event_store_id',
        stream: 'aggregate_id',
        version: 'version',
        type: 'type',
        data: 'payload',
        metadata: 'metadata?',
        time: 'timestamp',
      },
      { also: 'is_initial_event?' },
    ),
  ],
});
