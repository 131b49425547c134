/** Messages of message-db, events and commands alike. */
import { layout } from './layout';
import { events } from './part';

export const messageDb = layout({
  id: 'message-db',
  title: 'message-db',
  parts: [
    events('messages', {
      position: 'global_position',
      version: 'position',
      time: 'time',
      stream: 'stream_name',
      type: 'type',
      data: 'data',
      metadata: 'metadata',
      id: 'id',
    }),
  ],
});
