/** Event publications of Spring Modulith, one for each listener; without a completion date they stand as failures. */
import { layout } from './layout';
import { events, failures } from './part';

export const springModulith = layout({
  id: 'spring-modulith',
  title: 'Spring Modulith',
  parts: [
    events(
      'event_publication',
      {
        position: 'rowid',
        id: 'id',
        type: 'event_type',
        data: 'serialized_event',
        time: 'publication_date',
      },
      { also: 'listener_id completion_date status? completion_attempts? last_resubmission_date?' },
    ),
    failures(
      'event_publication',
      {
        id: 'id',
        subject: 'listener_id',
        event: 'id',
        data: 'serialized_event',
        attempts: 'completion_attempts?',
        time: 'publication_date',
        resolved: 'completion_date',
      },
      { companion: true },
    ),
  ],
});
