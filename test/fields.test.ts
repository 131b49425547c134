/** Fields of payloads over time, and what is said to have changed. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { changesOf, shapeOf } from '../server/stores/inspector/shape';
import { inspecting, storeSql } from './support/inspector';
import { eventsTable } from './support/stores';

const changed = 'App\\Domain\\Ticket\\Events\\TicketPriceChanged';

void test('fields: a field that appeared is said with its day and position', async () => {
  await inspecting([storeSql('hd-tickets')], async (inspector) => {
    const { sampled, stored, fields, drift } = await inspector.ask('fields', { type: changed });
    assert.deepEqual([sampled, stored], [9, 9]);
    assert.deepEqual(drift, ['rawPrice is there since 9 Jun 2026 (position 31)']);
    assert.deepEqual(
      fields.map(({ path, kinds, events }) => [path, kinds.join(), events]),
      [
        ['ticketId', 'string', 9],
        ['from', 'object', 9],
        ['from.cents', 'number', 9],
        ['from.currency', 'string', 9],
        ['to', 'object', 9],
        ['to.cents', 'number', 9],
        ['to.currency', 'string', 9],
        ['rawPrice', 'string', 6],
      ],
    );
    const raw = fields.at(-1);
    assert.equal(raw?.first, '2026-06-09T08:00:22.100Z');
    assert.equal(raw.slices.length, 9);
    assert.deepEqual([raw.slices[0], raw.slices.at(-1)], [0, 1]);
    assert.ok(raw.slices.includes(null));
    assert.deepEqual(fields.find(({ path }) => path === 'to.currency')?.examples, ['EUR', 'USD']);
  });
});

void test('fields: masked keys show no value', async () => {
  await inspecting(
    [storeSql('hd-tickets')],
    async (inspector) => {
      const { fields } = await inspector.ask('fields', { type: changed });
      const examples = Object.fromEntries(fields.map(({ path, examples: found }) => [path, found]));
      assert.deepEqual(examples['to.cents'], ['•••']);
      assert.deepEqual(examples['rawPrice'], ['•••']);
      assert.notDeepEqual(examples['ticketId'], ['•••']);
    },
    { mask: ['to', 'RAW_PRICE'] },
  );
});

/** `data` is SQL over the position `x`. */
const manyEvents = (count: number, data: string): string =>
  `INSERT INTO events (type, data, time) WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c WHERE x < ${count})
   SELECT CASE WHEN x % 2 = 0 THEN 'Noise' ELSE 'OrderPlaced' END, ${data}, 1700000000 + x * 60 FROM c`;

void test('fields: in a large log a change is found at its event, not at that of the sample', async () => {
  const data = `CASE WHEN x < 13577 THEN '{"total":' || x || ',"old":true}' ELSE '{"total":"' || x || '","tax":{"rate":19}}' END`;
  await inspecting([eventsTable, manyEvents(20_000, data)], async (inspector) => {
    const { sampled, stored, drift, fields } = await inspector.ask('fields', { type: 'OrderPlaced' });
    assert.equal(stored, 10_000);
    assert.ok(sampled >= 1_000 && sampled <= 1_025, String(sampled));
    assert.deepEqual(drift, [
      'total is a string since 24 Nov 2023 (position 13,577), a number before',
      'old is no longer there since 24 Nov 2023 (position 13,577)',
      'tax is there since 24 Nov 2023 (position 13,577)',
    ]);
    assert.deepEqual(
      fields.map(({ path }) => path),
      ['total', 'old', 'tax', 'tax.rate'],
    );
    const last = fields.find(({ path }) => path === 'total')?.last;
    assert.equal(last, new Date((1_700_000_000 + 19_999 * 60) * 1000).toISOString());
  });
});

void test('fields: a type that nobody stored has none', async () => {
  await inspecting([storeSql('hd-tickets')], async (inspector) => {
    assert.deepEqual(await inspector.ask('fields', { type: "x' OR 1=1" }), {
      type: "x' OR 1=1",
      sampled: 0,
      stored: 0,
      fields: [],
      drift: [],
    });
  });
});

const changesIn = (path: string, values: readonly unknown[]): unknown =>
  changesOf(
    path,
    values.map((value) => shapeOf(value)),
  );

void test('fields: what is only sometimes there has not appeared', () => {
  const sometimes = Array.from({ length: 40 }, (_, index) => (index % 3 === 1 ? { a: 1, note: 'x' } : { a: 1 }));
  assert.deepEqual(changesIn('note', sometimes), []);
  assert.deepEqual(changesIn('note', [{}, { note: 1 }, { note: 1 }]), []);
  const late = Array.from({ length: 40 }, (_, index) => (index >= 20 && index % 2 === 0 ? { note: 'x' } : {}));
  assert.deepEqual(changesIn('note', late), [{ kind: 'appears', at: 20, share: 0.5 }]);
});

void test('fields: within something that appeared nothing else appears', () => {
  const values = [{}, {}, {}, { tax: { rate: 19 } }, { tax: { rate: 7 } }];
  assert.deepEqual(changesIn('tax', values), [{ kind: 'appears', at: 3, share: 1 }]);
  assert.deepEqual(changesIn('tax.rate', values), []);
});

void test('fields: kinds change once, or are mixed; nothing is no kind', () => {
  const values = (list: readonly unknown[]): readonly unknown[] => list.map((n) => ({ n }));
  assert.deepEqual(changesIn('n', values([1, 2, null, 'a', 'b'])), [
    { kind: 'becomes', at: 3, from: 'number', to: 'string' },
  ]);
  assert.deepEqual(changesIn('n', values([1, 'a', 2, 'b'])), [{ kind: 'mixed', kinds: ['number', 'string'] }]);
  assert.deepEqual(changesIn('n', values([1, null, 2, 9007199254740993n])), []);
});

void test('fields: lists, keys that are values, objects of PHP and depth', () => {
  const value = {
    items: [{ sku: 'a' }, { sku: 1, gift: true }],
    byId: { '12': { n: 1 }, '8f21c0de-51aa-4b0e-9c1f-77d0e12fa3b8': { n: 2 } },
    price: { __class: 'Price', cents: 5 },
  };
  assert.deepEqual(
    [...shapeOf(value)].map(([path, { kinds }]) => `${path} ${[...kinds].join('|')}`),
    [
      'items list',
      'items[] object',
      'items[].sku string|number',
      'items[].gift boolean',
      'byId object',
      'byId.* object',
      'byId.*.n number',
      'price object',
      'price.cents number',
    ],
  );
  let deep: unknown = 1;
  for (let depth = 0; depth < 400; depth++) deep = { inner: deep };
  assert.equal(shapeOf(deep).size, 12);
  assert.equal(shapeOf(Object.fromEntries(Array.from({ length: 9_000 }, (_, n) => [`k${n}x`, n]))).size, 1_000);
});
