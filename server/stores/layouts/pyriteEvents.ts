/** The store of an in-process bus in JavaScript: one table, a position over all and a version in each stream. */
import { layout } from './layout';
import { events } from './part';

export const pyriteEvents = layout({
  id: 'pyrite-events',
  title: 'Pyrite, event bus',
  parts: [
    events('events', {
      position: 'position',
      stream: 'stream_id',
      version: 'version',
      type: 'event_type',
      data: 'event_data',
      time: 'timestamp',
      metadata: 'metadata?',
    }),
  ],
});
