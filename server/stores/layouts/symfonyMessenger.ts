/** Messages of Symfony Messenger's Doctrine transport; the queue `failed` holds the failures. */
import { layout } from './layout';
import { failures, jobs } from './part';

export const symfonyMessenger = layout({
  id: 'symfony-messenger',
  title: 'Symfony Messenger',
  parts: [
    jobs(
      'messenger_messages',
      {
        id: 'id',
        type: 'headers:type',
        queue: 'queue_name',
        data: 'body',
        available: 'available_at',
        time: 'created_at',
      },
      { also: 'delivered_at' },
    ),
    failures(
      'messenger_messages',
      { id: 'id', subject: 'headers:type', data: 'body', time: 'created_at' },
      {
        also: 'available_at delivered_at',
        where: [{ column: 'queue_name', is: '=', value: 'failed' }],
        companion: true,
        job: true,
      },
    ),
  ],
});
