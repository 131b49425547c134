/** Aggregate events and tokens of Axon 5; its `version` is that of the message type. */
import { layout } from './layout';
import { events, projections } from './part';

export const axon5 = layout({
  id: 'axon-5',
  title: 'Axon Framework 5',
  parts: [
    events(
      'AggregateEventEntry',
      {
        position: 'globalIndex',
        id: 'identifier',
        stream: 'aggregateIdentifier',
        streamType: 'aggregateType',
        version: 'aggregateSequenceNumber',
        type: 'type',
        data: 'payload',
        metadata: 'metadata',
        time: 'timestamp',
      },
      { also: 'version' },
    ),
    projections(
      'TokenEntry',
      { name: 'processorName', position: 'token', status: 'owner', updated: 'timestamp' },
      { also: 'tokenType segment mask?', companion: true },
    ),
  ],
});
