/** The outbox that the event router of Debezium reads. */
import { layout } from './layout';
import { events } from './part';

export const debeziumOutbox = layout({
  id: 'debezium-outbox',
  title: 'Debezium',
  parts: [
    events(
      'outbox',
      {
        position: 'sequence?|rowid',
        id: 'id',
        streamType: 'aggregatetype',
        stream: 'aggregateid',
        type: 'type',
        data: 'payload',
        time: 'timestamp?|created_at?',
      },
      { also: 'tracingspancontext?' },
    ),
  ],
});
