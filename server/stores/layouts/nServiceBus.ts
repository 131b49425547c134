/** Outbox and timeouts of NServiceBus, whose table names begin with the endpoint. */
import { layout } from './layout';
import { jobs } from './part';

export const nServiceBus = layout({
  id: 'n-service-bus',
  title: '.NET, NServiceBus',
  parts: [
    jobs(
      'OutboxData',
      { id: 'MessageId', data: 'Operations', time: 'DispatchedAt' },
      { also: 'Dispatched PersistenceVersion' },
    ),
    jobs(
      'TimeoutData',
      { id: 'Id', queue: 'Destination', data: 'State', available: 'Time' },
      { also: 'SagaId Headers PersistenceVersion' },
    ),
  ],
});
