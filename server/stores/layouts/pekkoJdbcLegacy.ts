/** The older journal of Akka Persistence over JDBC, which does not say what an event is. */
import { layout } from './layout';
import { events } from './part';

export const pekkoJdbcLegacy = layout({
  id: 'pekko-jdbc-legacy',
  title: 'Pekko and Akka JDBC (legacy)',
  parts: [
    events(
      'journal',
      { position: 'ordering', stream: 'persistence_id', version: 'sequence_number', type: '', data: 'message' },
      { also: 'deleted tags' },
    ),
  ],
});
