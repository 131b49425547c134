/** The plain domain event table of Laravel projects without a package: no stream, no version unless added. */
import { layout } from './layout';
import { events } from './part';

export const domainEvents = layout({
  id: 'domain-events',
  title: 'Laravel, domain events',
  parts: [
    events(
      'domain_events',
      {
        position: 'id?|sequence?|position?|rowid',
        id: 'event_id',
        time: 'occurred_on',
        type: 'event_type',
        data: 'payload|event_data',
        stream: 'aggregate_id?',
        streamType: 'aggregate_type?',
        version: 'version?',
        metadata: 'metadata?',
      },
      { also: 'created_at? updated_at?' },
    ),
  ],
});
