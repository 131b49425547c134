/** Open stores as they answer: every layout read to its events, pages, counts, times, exports and what is new. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { openInspector } from '../server/stores/inspector';
import type { EventRow, EventsQuery, Filter, Inspector, InspectorOptions } from '../server/stores/questions';
import { refusal } from './support/inspector';
import { fixtures, membersOf } from './support/project';
import { inFolder, plainWorld, sqliteBytes } from './support/stores';

/** Opens a file of this content in a folder of its own, which must be the same afterwards. */
async function inspecting(
  name: string,
  content: string | Uint8Array,
  work: (inspector: Inspector, path: string) => Promise<void>,
  options: InspectorOptions = {},
): Promise<void> {
  await inFolder(async (folder) => {
    const path = folder.file(name, content);
    const before = folder.listing();
    const inspector = await openInspector(path, plainWorld, options);
    try {
      await work(inspector, path);
    } finally {
      await inspector.close();
    }
    assert.deepEqual(folder.listing(), before);
  });
}

interface Expected {
  readonly events: readonly Readonly<Record<string, unknown>>[];
}

for (const member of membersOf('layouts'))
  void test(`inspector: every event of ${member}`, async () => {
    const read = (name: string): string => readFileSync(join(fixtures, 'layouts', member, name), 'utf8');
    const { events: expected } = JSON.parse(read('expected.json')) as Expected;
    await inspecting('store.db', await sqliteBytes(read('store.sql')), async (inspector) => {
      const { has, layouts } = await inspector.ask('about', {});
      assert.ok(layouts.length > 0);
      assert.equal(has.events, expected.length > 0);
      if (!has.events) return;
      const { rows, next, previous } = await inspector.ask('events', { order: 'oldest', limit: 100 });
      assert.deepEqual([next, previous], [undefined, undefined]);
      const text = (value: unknown): string | null => (value === undefined || value === null ? null : String(value));
      assert.deepEqual(
        rows.map(({ position, stream, version, type }) => ({ position, stream, version: text(version), type })),
        expected.map(({ position, stream, version, type = '' }) => ({
          position,
          stream: text(stream),
          version: text(version),
          type,
        })),
      );
      for (const { key, type, invalidTime } of rows) {
        const detail = await inspector.ask('event', { key });
        assert.equal(detail.type, type);
        assert.equal(invalidTime, undefined);
        assert.ok(detail.raw.length >= 3);
      }
    });
  });

interface Sample {
  readonly position: number;
  readonly type: string;
  readonly time: string | null;
  readonly stream: string;
  readonly data: Readonly<Record<string, unknown>>;
  readonly metadata: Readonly<Record<string, unknown>>;
}

const types = ['Shop\\OrderPlaced', 'Shop\\OrderPaid', 'Shop\\OrderShipped'];
const second = (index: number): string => new Date(Date.UTC(2026, 0, 5) + index * 97_000).toISOString();

/** Events of a shop, every 97 seconds from a Monday on; a few times are none. */
function samples(count: number): readonly Sample[] {
  return Array.from({ length: count }, (_, index) => ({
    position: index + 1,
    type: types[index % 3] ?? '',
    time: index % 50 === 49 ? null : second(index),
    stream: `order-${index % 40}`,
    data: {
      orderId: `order-${index % 40}`,
      total: { amount: (index * 7) % 250, currency: 'EUR' },
      lines: index % 5,
      note: index % 9 === 0 ? 'Grüße "x"' : 'none',
    },
    metadata: {
      correlationId: `c-${index >> 2}`,
      causationId: index % 4 === 0 ? null : `e-${index}`,
      password: 'secret',
    },
  }));
}

const literal = (value: unknown): string =>
  value === null ? 'NULL' : typeof value === 'number' ? String(value) : `'${String(value).replaceAll("'", "''")}'`;

const tableOf = (columns: string, rows: readonly (readonly unknown[])[], name = 'event_store'): string[] => [
  `CREATE TABLE ${name} (${columns})`,
  `INSERT INTO ${name} VALUES ${rows.map((row) => `(${row.map(literal).join()})`).join()}`,
];

const columns =
  'position INTEGER PRIMARY KEY, event_id TEXT NOT NULL, stream_id TEXT NOT NULL, version INTEGER, event_type TEXT NOT NULL, payload TEXT, metadata TEXT, occurred_at TEXT';
const rowOf = ({ position, type, time, stream, data, metadata }: Sample): readonly unknown[] => [
  position,
  `e-${position}`,
  stream,
  Math.ceil(position / 40),
  type,
  JSON.stringify(data).replace(/ü/g, '\\u00fc'),
  JSON.stringify(metadata),
  time,
];
const indexes = [
  'CREATE INDEX by_type ON event_store(event_type)',
  'CREATE INDEX by_stream ON event_store(stream_id, version)',
  'CREATE INDEX by_time ON event_store(occurred_at)',
];

/** The same log in every kind of store: what is asked of one is asked of all. */
const logs: Readonly<Record<string, (count: number) => Promise<readonly [string, string | Uint8Array]>>> = {
  'SQLite with indexes': async (count) => [
    'a.db',
    await sqliteBytes(...tableOf(columns, samples(count).map(rowOf)), ...indexes),
  ],
  'SQLite without an index': async (count) => [
    'a.db',
    await sqliteBytes(...tableOf(columns, samples(count).map(rowOf))),
  ],
  'SQLite without rowid': async (count) => [
    'a.db',
    await sqliteBytes(
      ...tableOf(
        columns
          .replace('position INTEGER PRIMARY KEY', 'position INTEGER NOT NULL')
          .concat(', PRIMARY KEY (stream_id, version)) WITHOUT ROWID; --'),
        samples(count).map(rowOf),
      ),
    ),
  ],
  'SQLite with packed payloads': async (count) => [
    'a.db',
    await sqliteBytes(
      ...tableOf(columns.replace('payload TEXT', 'payload BLOB'), []).slice(0, 1),
      ...samples(count).map((sample) => {
        const row = rowOf(sample).map(literal);
        row[5] = `x'${gzipSync(JSON.stringify(sample.data)).toString('hex')}'`;
        return `INSERT INTO event_store VALUES (${row.join()})`;
      }),
    ),
  ],
  'JSON Lines': (count) =>
    Promise.resolve([
      'shop.jsonl',
      samples(count)
        .map((sample) => lineOf(sample))
        .join('\n'),
    ]),
  'JSON Lines, newest first': (count) =>
    Promise.resolve([
      'shop.jsonl',
      samples(count)
        .map((sample) => lineOf(sample))
        .reverse()
        .join('\n'),
    ]),
  'a JSON array': (count) =>
    Promise.resolve([
      'shop.json',
      `[${samples(count)
        .map((sample) => lineOf(sample))
        .join(',\n')}]`,
    ]),
};

const lineOf = (sample: Sample): string =>
  JSON.stringify({ ...sample, version: Math.ceil(sample.position / 40), id: `e-${sample.position}` });

async function all(
  inspector: Inspector,
  query: Omit<EventsQuery, 'limit' | 'cursor'>,
  limit: number,
): Promise<readonly EventRow[]> {
  const rows: EventRow[] = [];
  for (let page = await inspector.ask('events', { ...query, limit }); ;) {
    assert.ok(page.rows.length <= limit);
    rows.push(...page.rows);
    if (page.next === undefined) return rows;
    page = await inspector.ask('events', { ...query, cursor: page.next, limit });
  }
}

const positions = (rows: readonly EventRow[]): readonly unknown[] => rows.map(({ position }) => position);

/** Each filter with what it must leave, said in the plainest way. */
const filters: readonly (readonly [Filter, (sample: Sample) => boolean])[] = [
  [{ text: 'type:OrderPaid' }, ({ type }) => type === 'Shop\\OrderPaid'],
  [{ text: '-type:*Paid' }, ({ type }) => type !== 'Shop\\OrderPaid'],
  [{ text: 'stream:order-7' }, ({ stream }) => stream === 'order-7'],
  [{ text: 'stream:order-3* type:Shop*' }, ({ stream }) => stream.startsWith('order-3')],
  [{ text: 'total.amount>200 lines!=2' }, ({ data }) => amountOf(data) > 200 && data['lines'] !== 2],
  [{ text: 'total.amount=49' }, ({ data }) => amountOf(data) === 49],
  [{ text: 'total.currency=EUR -lines<3' }, ({ data }) => Number(data['lines']) >= 3],
  [{ text: 'grüße' }, ({ data }) => data['note'] !== 'none'],
  [{ text: '-"grüße \\"X"' }, ({ data }) => data['note'] === 'none'],
  [{ text: 'order-11' }, ({ stream }) => stream.includes('order-11')],
  [{ text: 'id:e-17' }, ({ position }) => position === 17],
  [{ text: 'correlation:c-5' }, ({ position }) => (position - 1) >> 2 === 5],
  [{ text: 'position>100 position<=110' }, ({ position }) => position > 100 && position <= 110],
  [{ text: 'version:2' }, ({ position }) => Math.ceil(position / 40) === 2],
  [{ text: 'metadata.password=secret position<9' }, ({ position }) => position < 9],
  [{ text: 'missing:*' }, () => false],
  [{ text: "x' OR 1=1; --" }, () => false],
  [{ from: second(30), to: second(60) }, ({ time }) => time !== null && time >= second(30) && time < second(60)],
  [{ to: '2026-01-05T02:00:00.500Z' }, ({ time }) => time !== null && time < '2026-01-05T02:00:00.500Z'],
  [
    { from: second(100), text: 'type:OrderPlaced' },
    ({ type, time }) => type === types[0] && time !== null && time >= second(100),
  ],
  [
    { text: 'time>=2026-01-05T01:00 time<2026-01-05T02:00' },
    ({ time }) => time !== null && time >= '2026-01-05T01' && time < '2026-01-05T02',
  ],
];
const amountOf = (data: Sample['data']): number => (data['total'] as { amount: number }).amount;

for (const [kind, make] of Object.entries(logs)) {
  void test(`inspector: pages and filters of ${kind}`, async () => {
    const [name, content] = await make(173);
    const expected = samples(173);
    await inspecting(name, content, async (inspector) => {
      const numbers = expected.map(({ position }) => position);
      assert.deepEqual(positions(await all(inspector, {}, 20)), numbers.toReversed());
      assert.deepEqual(positions(await all(inspector, { order: 'oldest' }, 173)), numbers);
      for (const [filter, holds] of filters) {
        const left = expected.filter(holds).map(({ position }) => position);
        const label = JSON.stringify(filter);
        assert.deepEqual(positions(await all(inspector, { filter, order: 'oldest' }, 7)), left, label);
        assert.deepEqual(positions(await all(inspector, { filter }, 50)), left.toReversed(), label);
        assert.deepEqual(await inspector.ask('count', { filter }), { count: left.length, exact: true }, label);
        const { selected, types: counted } = await inspector.ask('overview', { filter });
        assert.deepEqual(selected, { count: left.length, exact: true }, label);
        assert.equal(
          counted.reduce((sum, each) => sum + each.selected, 0),
          left.length,
          label,
        );
        const { rows } = await inspector.ask('streams', { filter, limit: 1000 });
        assert.equal(
          rows.reduce((sum, { events }) => sum + events, 0),
          left.length,
          label,
        );
        const { bars } = await inspector.ask('histogram', { filter, bars: 30 });
        const timed = expected.filter((sample) => holds(sample) && sample.time !== null).length;
        assert.equal(
          bars.reduce((sum, bar) => sum + bar.selected, 0),
          timed,
          label,
        );
      }
    });
  });

  void test(`inspector: paging both ways from anywhere in ${kind}`, async () => {
    const [name, content] = await make(100);
    await inspecting(name, content, async (inspector) => {
      for (const order of ['newest', 'oldest'] as const) {
        const step = order === 'newest' ? -1 : 1;
        const middle = await inspector.ask('events', { order, at: '50', limit: 10 });
        assert.deepEqual(
          positions(middle.rows),
          Array.from({ length: 10 }, (_, index) => 50 + step * index),
        );
        const [, , third] = middle.rows;
        const again = await inspector.ask('events', { order, at: third?.key ?? '', limit: 10 });
        assert.deepEqual(positions(again.rows).slice(0, 8), positions(middle.rows).slice(2));
        const back = await inspector.ask('events', { order, cursor: middle.previous ?? '', limit: 30 });
        assert.deepEqual(
          positions(back.rows),
          Array.from({ length: 30 }, (_, index) => 50 - step * (30 - index)),
        );
        const start = await inspector.ask('events', { order, cursor: back.previous ?? '', limit: 30 });
        assert.equal(start.previous, undefined);
        assert.equal(start.rows.length, order === 'newest' ? 20 : 19);
        const forth = await inspector.ask('events', { order, cursor: start.next ?? '', limit: 30 });
        assert.deepEqual(positions(forth.rows), positions(back.rows));
        const ended = await inspector.ask('events', { order, at: order === 'newest' ? '3' : '98', limit: 3 });
        assert.equal(ended.rows.length, 3);
        assert.equal(ended.next, undefined);
        assert.equal((await inspector.ask('events', { order, limit: 5 })).previous, undefined);
      }
      assert.deepEqual((await inspector.ask('events', { order: 'oldest', at: '101', limit: 5 })).rows, []);
      assert.match(await refusal(inspector.ask('events', { at: 'x', limit: 5 })), /neither an event nor a position/);
      assert.match(await refusal(inspector.ask('events', { cursor: '>[1,2,3,4]', limit: 5 })), /is not the key of/);
      assert.match(await refusal(inspector.ask('event', { key: '[{"a":1}]' })), /is not the key of/);
      assert.match(
        await refusal(inspector.ask('events', { filter: { text: 'price.amount>' }, limit: 5 })),
        /^This filter cannot be read after "price\.amount>"\.$/,
      );
      const stopped = AbortSignal.abort();
      const asked = inspector.ask('events', { filter: { text: 'nowhere' }, limit: 5 }, stopped);
      assert.match(await refusal(asked), /stopped before it was answered/);
    });
  });

  void test(`inspector: bars, types and streams of ${kind}`, async () => {
    const [name, content] = await make(400);
    const now = (): number => Date.UTC(2026, 0, 5, 12);
    await inspecting(
      name,
      content,
      async (inspector) => {
        const overview = await inspector.ask('overview', {});
        assert.deepEqual(overview.total, { count: 400, exact: true });
        assert.deepEqual([overview.first, overview.last], [second(0), second(398)]);
        const [placed] = overview.types;
        assert.deepEqual(
          [placed?.type, placed?.stored, placed?.selected, placed?.first, placed?.trend.length],
          [types[0], 134, 134, second(0), 24],
        );
        assert.equal(
          placed?.trend.reduce((sum, each) => sum + each, 0),
          131,
        );
        assert.deepEqual(overview.streams, { count: 40, exact: true });
        assert.equal(overview.activeStreams.length, 20);
        const { rows, next } = await inspector.ask('streams', { limit: 25 });
        const rest = await inspector.ask('streams', { limit: 25, cursor: next ?? '' });
        assert.equal(new Set([...rows, ...rest.rows].map(({ stream }) => stream)).size, 40);
        assert.equal(rest.next, undefined);
        const seven = [...rows, ...rest.rows].find(({ stream }) => stream === 'order-7');
        assert.deepEqual(seven, {
          stream: 'order-7',
          streamType: null,
          events: 10,
          version: 10,
          first: second(7),
          last: second(367),
        });
        assert.equal(overview.rate?.now, 4 / 300);
        assert.equal(overview.rate?.peak, 1 / 60);

        const whole = await inspector.ask('histogram', { bars: 12 });
        assert.equal(whole.width, 3600);
        assert.equal(whole.without, 8);
        assert.equal(whole.from, '2026-01-05T00:00:00.000Z');
        assert.equal(whole.bars.length, 11);
        assert.deepEqual(whole.bars.map(({ stored }) => stored).slice(0, 2), [38, 36]);
        const zoomed = await inspector.ask('histogram', {
          bars: 30,
          from: second(100),
          to: second(104),
          filter: { text: 'type:OrderPaid' },
        });
        assert.equal(zoomed.width, 15);
        assert.deepEqual(
          zoomed.bars.flatMap(({ from, stored, selected }) => (stored > 0 ? [[from, stored, selected]] : [])),
          [100, 101, 102, 103, 104].map((index) => [
            new Date(Math.floor(Date.parse(second(index)) / 15_000) * 15_000).toISOString(),
            1,
            index % 3 === 1 ? 1 : 0,
          ]),
        );
        assert.ok(zoomed.bars.length <= 30);
        const days = await inspector.ask('histogram', { bars: 1 });
        assert.deepEqual([days.bars.length, days.width, days.bars[0]?.stored], [1, 43_200, 392]);
      },
      { now },
    );
  });
}
