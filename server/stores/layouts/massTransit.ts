/** The transactional outbox and inbox of MassTransit. */
import { layout } from './layout';
import { events, jobs } from './part';

export const massTransit = layout({
  id: 'mass-transit',
  title: '.NET, MassTransit',
  parts: [
    events(
      'OutboxMessage',
      {
        position: 'SequenceNumber',
        id: 'MessageId',
        type: 'MessageType',
        data: 'Body',
        metadata: 'Headers',
        correlation: 'CorrelationId',
        causation: 'InitiatorId',
        time: 'SentTime',
      },
      {
        also:
          'EnqueueTime Properties InboxMessageId InboxConsumerId OutboxId ContentType ConversationId RequestId ' +
          'SourceAddress? DestinationAddress? ResponseAddress? FaultAddress? ExpirationTime',
      },
    ),
    jobs(
      'InboxState',
      { id: 'MessageId', queue: 'ConsumerId', attempts: 'ReceiveCount', time: 'Received' },
      { also: 'Id LockId RowVersion ExpirationTime Consumed Delivered LastSequenceNumber', companion: true },
    ),
  ],
});
