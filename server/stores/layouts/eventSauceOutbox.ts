/** Messages that EventSauce is yet to hand on. */
import { layout } from './layout';
import { events } from './part';

export const eventSauceOutbox = layout({
  id: 'event-sauce-outbox',
  title: 'PHP, EventSauce outbox',
  parts: [
    events(
      'outbox_messages',
      {
        position: 'id',
        type: 'payload:headers.__event_type',
        stream: 'payload:headers.__aggregate_root_id',
        version: 'payload:headers.__aggregate_root_version',
        data: 'payload:payload',
        metadata: 'payload:headers',
        time: 'payload:headers.__time_of_recording',
      },
      { also: 'consumed' },
    ),
  ],
});
