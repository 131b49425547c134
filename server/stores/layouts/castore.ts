/** Events of Castore in PostgreSQL; no column orders them all. */
import { layout } from './layout';
import { events } from './part';

export const castore = layout({
  id: 'castore',
  title: 'Castore',
  parts: [
    events('events', {
      position: 'rowid',
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
