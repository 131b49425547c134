/** Domain events, snapshots and tokens of Axon 4, in camel or snake case. */
import { layout } from './layout';
import { events, projections, snapshots } from './part';

export const axon4 = layout({
  id: 'axon-4',
  title: 'Axon Framework 4',
  parts: [
    events(
      'DomainEventEntry',
      {
        position: 'globalIndex',
        id: 'eventIdentifier',
        stream: 'aggregateIdentifier',
        streamType: 'type',
        version: 'sequenceNumber',
        type: 'payloadType',
        data: 'payload',
        metadata: 'metadata',
        time: 'timeStamp',
      },
      { also: 'payloadRevision' },
    ),
    snapshots(
      'SnapshotEventEntry',
      { stream: 'aggregateIdentifier', version: 'sequenceNumber', state: 'payload', time: 'timeStamp' },
      { also: 'type eventIdentifier metadata payloadRevision payloadType', companion: true, notNamed: 'domainevent' },
    ),
    projections(
      'TokenEntry',
      { name: 'processorName', position: 'token', status: 'owner', updated: 'timestamp' },
      { also: 'tokenType segment mask?', companion: true },
    ),
  ],
});
