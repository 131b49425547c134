/** What queues keep: jobs and messages of Laravel, Symfony and others, decoded and never run. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readMessage } from '../server/stores/inspector/messages';
import { inspecting, storeSql } from './support/inspector';

const s = (text: string): string => `s:${Buffer.byteLength(text)}:"${text}";`;
const object = (name: string, ...parts: readonly string[]): string =>
  `O:${Buffer.byteLength(name)}:"${name}":${parts.length / 2}:{${parts.join('')}}`;
const list = (...items: readonly string[]): string =>
  `a:${items.length}:{${items.map((item, index) => `i:${index};${item}`).join('')}}`;
const laravel = (command: string, more: Readonly<Record<string, unknown>> = {}): string =>
  JSON.stringify({ displayName: 'App\\Jobs\\Import', maxTries: 3, ...more, data: { commandName: 'C', command } });

const commandIn = (cell: string): unknown => {
  const { payload } = readMessage(cell);
  assert.equal(payload.kind, 'json');
  return (payload.value as { readonly data: { readonly command: unknown } }).data.command;
};

void test('messages: a job of Laravel has its properties by their plain names, and no class is made', () => {
  const job = object(
    'App\\Jobs\\Import',
    s('\0*\0path'),
    s('/tmp/ä.csv'),
    s('\0App\\Jobs\\Import\0secret'),
    'i:7;',
    s('chained'),
    list(s(object('App\\Jobs\\Clean')), s(object('App\\Jobs\\Notify', s('to'), s('ann')))),
    s('queue'),
    s('imports'),
  );
  const message = readMessage(laravel(job));
  assert.deepEqual(
    [message.type, message.maxAttempts, message.queue, message.chain, message.event],
    ['App\\Jobs\\Import', 3, 'imports', ['App\\Jobs\\Clean', 'App\\Jobs\\Notify'], null],
  );
  const command = commandIn(laravel(job)) as Record<string, unknown>;
  assert.deepEqual([command['__class'], command['path'], command['secret']], ['App\\Jobs\\Import', '/tmp/ä.csv', 7]);
  assert.ok(!JSON.stringify(command).includes('Incomplete'));
});

void test('messages: a queued listener is the listener, and says what it was called for', () => {
  const event = object('App\\Events\\OrderPlaced', s('eventId'), s('e-12'), s('total'), 'i:5;');
  const listener = (data: string): string =>
    laravel(
      object('Illuminate\\Events\\CallQueuedListener', s('class'), s('App\\Listeners\\SendReceipt'), s('data'), data),
      { displayName: undefined },
    );
  for (const data of [list(event), s(list(event))]) {
    const message = readMessage(listener(data));
    assert.equal(message.type, 'App\\Listeners\\SendReceipt');
    assert.equal(message.event, 'App\\Events\\OrderPlaced');
    assert.deepEqual(message.eventIds, ['e-12']);
    assert.deepEqual((commandIn(listener(data)) as { readonly data: unknown }).data, [
      { __class: 'App\\Events\\OrderPlaced', eventId: 'e-12', total: 5 },
    ]);
  }
});

void test('messages: what Laravel encrypted is said to be encrypted', () => {
  const secret = Buffer.from(JSON.stringify({ iv: 'aXY=', value: 'dg==', mac: 'm', tag: '' })).toString('base64');
  assert.deepEqual(commandIn(laravel(secret)), {
    __encrypted: "Encrypted by Laravel (ShouldBeEncrypted): it needs the application's key.",
  });
  assert.equal(readMessage(laravel(secret)).type, 'App\\Jobs\\Import');
  assert.equal(commandIn(laravel('O:3:"Cut":1:{s:1:"a"')), 'O:3:"Cut":1:{s:1:"a"');
});

const stampNames = 'Symfony\\Component\\Messenger\\Stamp\\';
const envelope = object(
  'Symfony\\Component\\Messenger\\Envelope',
  s('\0Symfony\\Component\\Messenger\\Envelope\0stamps'),
  `a:3:{${s(`${stampNames}ErrorDetailsStamp`)}${list(
    object(
      `${stampNames}ErrorDetailsStamp`,
      s(`\0${stampNames}ErrorDetailsStamp\0exceptionClass`),
      s('App\\CardDeclined'),
      s(`\0${stampNames}ErrorDetailsStamp\0exceptionMessage`),
      s('it\'s "declined" \\ é'),
      s(`\0${stampNames}ErrorDetailsStamp\0flattenException`),
      object('Flat', s('\0Flat\0traceAsString'), s('#0 /app/src/Pay.php(12): App\\Pay->charge()\n#1 {main}')),
    ),
  )}${s(`${stampNames}RedeliveryStamp`)}${list(object('R', s('retryCount'), 'i:1;'), object('R', s('retryCount'), 'i:3;'))}${s(
    `${stampNames}SentToFailureTransportStamp`,
  )}${list(object('S', s('originalReceiverName'), s('async')))}}`,
  s('\0Symfony\\Component\\Messenger\\Envelope\0message'),
  object('App\\Message\\ChargeCard', s('\0App\\Message\\ChargeCard\0orderId'), 'i:7;'),
);
const addslashes = (text: string): string => text.replace(/[\\'"]/g, '\\$&').replaceAll('\0', '\\0');

void test("messages: Symfony's envelope, with slashes before quotes, alone and in base64", () => {
  const slashed = addslashes(envelope);
  for (const body of [slashed, Buffer.from(slashed).toString('base64')]) {
    const message = readMessage(body, '[]');
    assert.equal(message.type, 'App\\Message\\ChargeCard');
    assert.deepEqual([message.attempts, message.queue], [3, 'async']);
    assert.deepEqual(message.failure, {
      exception: 'App\\CardDeclined',
      message: 'it\'s "declined" \\ é',
      trace: '#0 /app/src/Pay.php(12): App\\Pay->charge()\n#1 {main}',
    });
    const value = message.payload.kind === 'json' ? (message.payload.value as Record<string, unknown>) : {};
    assert.deepEqual(value['message'], { __class: 'App\\Message\\ChargeCard', orderId: 7 });
  }
});

void test('messages: Symfony with a JSON serializer keeps all that in headers', () => {
  const details = [{ exceptionClass: 'App\\Lost', exceptionMessage: 'lost', exceptionCode: 0 }];
  const message = readMessage(
    '{"orderId":7}',
    JSON.stringify({
      type: 'App\\Message\\ChargeCard',
      [`X-Message-Stamp-${stampNames}ErrorDetailsStamp`]: JSON.stringify(details),
      [`X-Message-Stamp-${stampNames}RedeliveryStamp`]: '[{"retryCount":2}]',
    }),
  );
  assert.deepEqual(
    [message.type, message.attempts, message.failure],
    ['App\\Message\\ChargeCard', 2, { exception: 'App\\Lost', message: 'lost', trace: null }],
  );
});

void test('messages: a failure of Symfony has the exception that its envelope carries', async () => {
  const table = storeSql('layouts/symfony-messenger').split('\n')[0] ?? '';
  const body = addslashes(envelope).replaceAll("'", "''");
  const row = `INSERT INTO messenger_messages VALUES (9, '${body}', '[]', 'failed', '2025-02-09 06:00:00', '2025-02-09 06:00:00', NULL)`;
  await inspecting([table, row], async (inspector) => {
    const { rows } = await inspector.ask('failures', { limit: 5 });
    const [failure] = rows;
    assert.deepEqual(
      [failure?.subject, failure?.exception, failure?.message, failure?.attempts, failure?.queue, failure?.kind],
      ['App\\Message\\ChargeCard', 'App\\CardDeclined', 'it\'s "declined" \\ é', 3, 'async', 'job'],
    );
    assert.deepEqual(failure?.frames, [
      { text: 'App\\Pay->charge()', file: null, line: null, foreign: true },
      { text: '{main}', file: '/app/src/Pay.php', line: 12, foreign: false },
    ]);
    assert.equal((await inspector.ask('failureGroups', {}))[0]?.exception, 'App\\CardDeclined');
  });
});

void test('messages: Active Job, and what is no job at all', () => {
  const job = readMessage('{"job_class":"WelcomeJob","arguments":[1],"executions":2}');
  assert.deepEqual([job.type, job.attempts], ['WelcomeJob', 2]);
  for (const cell of [
    null,
    '',
    '[]',
    '5',
    'text',
    new Uint8Array([1, 2]),
    '{"data":5}',
    'O:1:\\"',
    'TzoxOlwi',
    '{"a":1}',
  ]) {
    const message = readMessage(cell, cell);
    assert.deepEqual([message.type, message.event, message.chain, message.failure], [null, null, [], null]);
  }
});

const queues: Readonly<Record<string, readonly (readonly unknown[])[]>> = {
  'laravel-queue': [
    ['job_batches', 'Import of June', null, null, null],
    ['jobs', 'App\\Listeners\\SendReceipt', 'mail', 0, undefined],
    ['jobs', 'App\\Jobs\\AnalyzeModelJob', 'analysis', 1, 'reserved'],
    ['jobs', 'App\\Jobs\\AnalyzeModelJob', 'default', 0, undefined],
  ],
  'solid-queue': [
    ['solid_queue_jobs', 'ReportJob', 'reports', null, 'finished'],
    ['solid_queue_jobs', 'WelcomeJob', 'default', null, undefined],
    ['solid_queue_jobs', 'WelcomeJob', 'default', null, undefined],
  ],
  wolverine: [
    ['wolverine_incoming_envelopes', 'Shop.OrderPlaced', 'local://orders', 0, 'Incoming'],
    ['wolverine_incoming_envelopes', 'Shop.RemindCustomer', 'local://durable', 1, 'Scheduled'],
    ['wolverine_outgoing_envelopes', 'Shop.InvoiceRequested', 'rabbitmq://queue/billing', 0, undefined],
  ],
};

for (const [layout, expected] of Object.entries(queues))
  void test(`messages: jobs of ${layout}`, async () => {
    await inspecting([storeSql(`layouts/${layout}`)], async (inspector) => {
      const { rows, total } = await inspector.ask('jobs', { limit: 10 });
      assert.equal(total.count, expected.length);
      const found = rows.map(({ table, type, queue, attempts, state }) => [table, type, queue, attempts, state]);
      const sorted = (list: readonly (readonly unknown[])[]): unknown => list.map((row) => JSON.stringify(row)).sort();
      assert.deepEqual(sorted(found), sorted(expected));
    });
  });
