/** Messages of EventSauce: type, time and headers stand in the payload. */
import { layout } from './layout';
import { events } from './part';

export const eventSauce = layout({
  id: 'event-sauce',
  title: 'PHP, EventSauce',
  parts: [
    events('event_store', {
      position: 'id',
      id: 'event_id',
      stream: 'aggregate_root_id',
      streamType: 'payload:headers.__aggregate_root_type',
      version: 'version',
      type: 'payload:headers.__event_type',
      data: 'payload:payload',
      metadata: 'payload:headers',
      time: 'payload:headers.__time_of_recording',
    }),
  ],
});
