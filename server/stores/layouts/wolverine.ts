/** Envelopes of Wolverine: incoming, outgoing and dead. */
import { layout } from './layout';
import { failures, jobs } from './part';

export const wolverine = layout({
  id: 'wolverine',
  title: '.NET, Wolverine',
  parts: [
    jobs(
      'wolverine_incoming_envelopes',
      {
        id: 'id',
        type: 'message_type',
        queue: 'received_at',
        data: 'body',
        attempts: 'attempts',
        available: 'execution_time',
        time: 'timestamp?',
      },
      { also: 'status owner_id keep_until' },
    ),
    jobs(
      'wolverine_outgoing_envelopes',
      { id: 'id', type: 'message_type', queue: 'destination', data: 'body', attempts: 'attempts', time: 'timestamp?' },
      { also: 'owner_id deliver_by' },
    ),
    failures(
      'wolverine_dead_letters',
      {
        id: 'id',
        subject: 'message_type',
        error: 'exception_message',
        exception: 'exception_type',
        data: 'body',
        queue: 'received_at',
        time: 'sent_at',
      },
      { also: 'execution_time source replayable expires?', job: true },
    ),
  ],
});
