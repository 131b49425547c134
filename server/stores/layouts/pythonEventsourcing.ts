/** Recorded events of the Python library, in PostgreSQL or SQLite, where the rowid is the notification id. */
import { layout } from './layout';
import { events, projections, snapshots } from './part';

export const pythonEventsourcing = layout({
  id: 'python-eventsourcing',
  title: 'Python, eventsourcing',
  parts: [
    events(
      'stored_events',
      {
        position: 'notification_id?|rowid',
        stream: 'originator_id',
        version: 'originator_version',
        type: 'topic',
        data: 'state',
      },
      { notNamed: 'snapshot' },
    ),
    snapshots(
      'snapshots',
      { stream: 'originator_id', version: 'originator_version', state: 'state' },
      { also: 'topic', companion: true, named: true },
    ),
    projections('tracking', { name: 'application_name', position: 'notification_id' }, { companion: true }),
  ],
});
