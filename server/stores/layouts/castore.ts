/** Events of Castore in PostgreSQL. */
import { layout } from './layout';
import { events } from './part';

export const castore = layout({
  id: 'castore',
  title: 'Castore',
  parts: [
    events('events', {
      // The table as documented has no id of its own; the one that the adapter makes has.
      position: 'id|rowid',
      streamType: 'aggregate_name',
      stream: 'aggregate_id',
      version: 'version',
      type: 'type',
      data: 'data',
      metadata: 'metadata',
      time: 'timestamp',
    }),
  ],
});
