/** Messages of EventSauce as its first versions stored them. */
import { layout } from './layout';
import { events } from './part';

export const eventSauceLegacy = layout({
  id: 'event-sauce-legacy',
  title: 'PHP, EventSauce (legacy)',
  parts: [
    events('domain_messages', {
      position: 'id?|rowid',
      id: 'event_id',
      type: 'event_type',
      stream: 'aggregate_root_id',
      version: 'aggregate_root_version',
      time: 'time_of_recording',
      data: 'payload:payload',
      metadata: 'payload:headers',
    }),
  ],
});
