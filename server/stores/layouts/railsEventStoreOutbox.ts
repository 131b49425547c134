/** What RailsEventStore is yet to hand to a queue. */
import { layout } from './layout';
import { jobs } from './part';

export const railsEventStoreOutbox = layout({
  id: 'rails-event-store-outbox',
  title: 'Ruby, RailsEventStore outbox',
  parts: [
    jobs(
      'event_store_outbox',
      { id: 'id?|rowid', queue: 'split_key', data: 'payload', time: 'created_at' },
      { also: 'format enqueued_at' },
    ),
  ],
});
