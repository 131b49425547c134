/** The journal of Pekko and Akka Persistence over JDBC; what an event is says its manifest. */
import { layout } from './layout';
import { events, snapshots } from './part';

export const pekkoJdbc = layout({
  id: 'pekko-jdbc',
  title: 'Pekko and Akka JDBC',
  parts: [
    events(
      'event_journal',
      {
        position: 'ordering',
        stream: 'persistence_id',
        version: 'sequence_number',
        type: 'event_ser_manifest',
        data: 'event_payload',
        metadata: 'meta_payload',
        time: 'write_timestamp',
      },
      {
        also: 'deleted writer adapter_manifest event_ser_id meta_ser_id meta_ser_manifest',
        timeKind: 'milliseconds',
      },
    ),
    snapshots(
      'snapshot',
      { stream: 'persistence_id', version: 'sequence_number', state: 'snapshot_payload', time: 'created' },
      {
        also: 'snapshot_ser_id snapshot_ser_manifest meta_ser_id? meta_ser_manifest? meta_payload?',
        timeKind: 'milliseconds',
        companion: true,
      },
    ),
  ],
});
