/** Events of RailsEventStore, with the stream that each was published in. */
import { layout } from './layout';
import { events } from './part';

export const railsEventStore = layout({
  id: 'rails-event-store',
  title: 'Ruby, RailsEventStore',
  parts: [
    events(
      'event_store_events',
      {
        position: 'id',
        id: 'event_id',
        type: 'event_type',
        data: 'data',
        metadata: 'metadata',
        stream: 'place.stream',
        version: 'place.position',
        time: 'created_at',
        correlation: 'metadata:correlation_id',
        causation: 'metadata:causation_id',
      },
      {
        also: 'valid_at?',
        // An event may be linked to further streams; the first is the one it was published in.
        join: [
          {
            as: 'place',
            table: 'event_store_events_in_streams',
            from: 'event_id',
            to: 'event_id',
            first: 'id',
            also: 'created_at?',
          },
        ],
      },
    ),
  ],
});
