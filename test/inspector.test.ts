/** Open stores as they answer: every layout read to its events, pages, counts, times, exports and what is new. */
import assert from 'node:assert/strict';
import { appendFileSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { openInspector } from '../server/stores/inspector';
import type { EventRow, EventsQuery, Filter, Inspector, InspectorOptions, Questions } from '../server/stores/questions';
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

void test('inspector: what is new is counted, pages stay where they were, and a layout is chosen again only for other tables', async () => {
  await inFolder(async (folder) => {
    const rows = samples(60).map(rowOf);
    const bytes = (count: number, ...more: readonly string[]): Promise<Buffer> =>
      sqliteBytes(...tableOf(columns, rows.slice(0, count)), ...more);
    const path = folder.file('a.db', await bytes(50));
    const inspector = await openInspector(path, plainWorld);
    assert.deepEqual(await inspector.ask('refresh', {}), { changed: false, version: 1, added: 0 });
    const first = await inspector.ask('events', { limit: 10 });
    assert.equal((await inspector.ask('overview', {})).total.count, 50);
    folder.file('a.db', await bytes(60));
    // Asked before the look: what it sees must not hide from the look that there is something new.
    await inspector.ask('events', { limit: 1 });
    assert.deepEqual(await inspector.ask('refresh', {}), { changed: true, version: 2, added: 10 });
    assert.deepEqual(await inspector.ask('refresh', {}), { changed: false, version: 2, added: 0 });
    assert.equal((await inspector.ask('overview', {})).total.count, 60);
    const second = await inspector.ask('events', { limit: 10, cursor: first.next ?? '' });
    assert.deepEqual(positions(second.rows), [40, 39, 38, 37, 36, 35, 34, 33, 32, 31]);
    const failures = `CREATE TABLE failed_jobs (id INTEGER PRIMARY KEY, uuid varchar(255), connection text, queue text, payload text, exception text, failed_at timestamp)`;
    folder.file('a.db', await bytes(60, failures));
    assert.deepEqual(await inspector.ask('refresh', {}), { changed: true, version: 3, added: 0 });
    assert.equal((await inspector.ask('about', {})).has.failures, true);
    folder.file('a.db', await sqliteBytes(...tableOf(columns, rows.slice(20, 30))));
    assert.deepEqual(await inspector.ask('refresh', {}), { changed: true, version: 4, added: null });
    assert.equal((await inspector.ask('overview', {})).total.count, 10);
    await inspector.close();

    const lines = samples(5).map(lineOf);
    const log = await openInspector(folder.file('b.jsonl', `${lines.slice(0, 3).join('\n')}\n`), plainWorld);
    assert.equal((await log.ask('count', {})).count, 3);
    appendFileSync(join(folder.path, 'b.jsonl'), `${lines.slice(3).join('\n')}\n`);
    assert.deepEqual(await log.ask('refresh', {}), { changed: true, version: 2, added: 2 });
    assert.deepEqual(positions((await log.ask('events', { limit: 9 })).rows), [5, 4, 3, 2, 1]);
    await log.close();
  });
});

void test('inspector: rows beside the log come once each, also from a table without a key', async () => {
  const bytes = await sqliteBytes(
    readFileSync(join(fixtures, 'layouts', 'cqrs-es', 'store.sql'), 'utf8'),
    `INSERT INTO snapshots WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c WHERE x < 449)
     SELECT 'account', 'ACCT-' || (x % 2 + 1), 1, 1, '{}' FROM c`,
  );
  await inspecting('a.db', bytes, async (inspector) => {
    const keys: string[] = [];
    for (let cursor: string | undefined, pages = 0; pages < 9; pages++) {
      const page = await inspector.ask('snapshots', { limit: 100, ...(cursor !== undefined && { cursor }) });
      keys.push(...page.rows.map(({ key }) => key));
      cursor = page.next;
      if (cursor === undefined) break;
    }
    assert.deepEqual([keys.length, new Set(keys).size], [450, 450]);
    assert.equal((await inspector.ask('snapshots', { stream: 'ACCT-1', limit: 300 })).rows.length, 225);
    const { passed } = await inspector.ask('verify', {}, AbortSignal.timeout(20_000));
    assert.match(passed.join(), /450 snapshots/);
  });
});

void test('inspector: the survey of a large log goes on where it ended', async () => {
  const made = (count: number): Promise<Buffer> =>
    sqliteBytes(
      'CREATE TABLE events (position INTEGER PRIMARY KEY, stream_id TEXT, version INTEGER, event_type TEXT, event_data TEXT, timestamp INTEGER)',
      `INSERT INTO events WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c WHERE x < ${count})
       SELECT x, 's' || (x % 10), x / 10, CASE WHEN x % 4 = 0 THEN 'B' ELSE 'A' END, '{}', 1700000000 + x * 60 FROM c`,
    );
  await inFolder(async (folder) => {
    const path = folder.file('a.db', await made(21_000));
    const inspector = await openInspector(path, plainWorld);
    const overview = await inspector.ask('overview', {});
    assert.deepEqual([overview.total.count, overview.types.map(({ stored }) => stored)], [21_000, [15_750, 5_250]]);
    assert.equal(overview.rate?.peak, 1 / 60);
    folder.file('a.db', await made(22_000));
    assert.equal((await inspector.ask('refresh', {})).added, 1000);
    const grown = await inspector.ask('overview', { filter: { text: 'type:B' } });
    assert.deepEqual(
      [grown.total.count, grown.selected.count, grown.types.map(({ stored }) => stored)],
      [22_000, 5_500, [16_500, 5_500]],
    );
    const { bars } = await inspector.ask('histogram', { bars: 60 });
    assert.equal(
      bars.reduce((sum, { stored }) => sum + stored, 0),
      22_000,
    );
    await inspector.close();
    const hasty = await openInspector(path, plainWorld, { patience: 0 });
    const some = await hasty.ask('count', { filter: { text: 'nowhere' } });
    assert.deepEqual(some, { count: 0, exact: false });
    assert.equal((await hasty.ask('overview', {})).total.exact, true);
    // The last hour is at the far end, and no index leads there.
    const [end, hour] = [1_700_000_000 + 22_000 * 60, 3600];
    const filter = { from: new Date((end - hour) * 1000).toISOString(), to: new Date((end + 1) * 1000).toISOString() };
    assert.deepEqual(await hasty.ask('count', { filter }), { count: 61, exact: true });
    await hasty.close();
    for (const [later, grows] of [
      [7, true],
      [40, false],
    ] as const) {
      const looked = await openInspector(path, plainWorld, { now: () => (end + later * 86_400) * 1000 });
      assert.equal((await looked.ask('overview', {})).growth !== null, grows, `${later} days after the last event`);
      await looked.close();
    }
  });
});

void test('inspector: times that only the events themselves tell are in the rate, and the unit of a queue is known', async () => {
  const sql = (layout: string): string => readFileSync(join(fixtures, 'layouts', layout, 'store.sql'), 'utf8');
  for (const layout of ['event-sauce', 'marten'])
    await inspecting('a.db', await sqliteBytes(sql(layout)), async (inspector) => {
      const { rate, growth } = await inspector.ask('overview', {});
      assert.deepEqual([rate?.peak, growth], [layout === 'marten' ? 2 / 60 : 1 / 60, null], layout);
    });
  await inspecting('a.db', await sqliteBytes(sql('ecotone')), async (inspector) => {
    const { rows } = await inspector.ask('jobs', { limit: 5 });
    assert.equal(rows[0]?.time, '2025-01-03T10:00:00.000Z');
  });
});

void test('inspector: times of every kind, none, and what is none', async () => {
  const kinds: readonly (readonly [readonly unknown[], readonly (string | null)[]])[] = [
    [
      [1_767_607_200, 1_767_607_260.25, -1, null, 9e20],
      ['2026-01-05T10:00:00.000Z', '2026-01-05T10:01:00.250Z', null, null, null],
    ],
    [
      [1_767_607_200_123, -5],
      ['2026-01-05T10:00:00.123Z', null],
    ],
    [
      [1_767_607_200_123_456, 0],
      ['2026-01-05T10:00:00.123456Z', '1970-01-01T00:00:00.000Z'],
    ],
    [
      ['2026-01-05 10:00:00', '2026-01-05 10:00:00.5', '', 'never', '0000-00-00 00:00:00', '2026-02-31 10:00:00'],
      ['2026-01-05T10:00:00.000Z', '2026-01-05T10:00:00.500Z', null, null, null, null],
    ],
    [
      ['2026-01-05T12:00:00+02:00', '2026-01-05T05:00:00.123456-0500', '2026-01-05T10:00:00+00'],
      ['2026-01-05T10:00:00.000Z', '2026-01-05T10:00:00.123456Z', '2026-01-05T10:00:00.000Z'],
    ],
    [
      ['Mon, 05 Jan 2026 10:00:00 GMT', '1767607200'],
      ['2026-01-05T10:00:00.000Z', '2026-01-05T10:00:00.000Z'],
    ],
  ];
  for (const [cells, expected] of kinds) {
    const rows = cells.map((cell, index) => [index + 1, 's', index + 1, 'T', '{}', cell]);
    const table = tableOf(
      'position INTEGER PRIMARY KEY, stream_id, version, event_type, event_data, timestamp',
      rows,
      'events',
    );
    await inspecting('a.db', await sqliteBytes(...table), async (inspector) => {
      const { rows: found } = await inspector.ask('events', { order: 'oldest', limit: 9 });
      assert.deepEqual(
        found.map(({ time }) => time),
        expected,
      );
      for (const [index, cell] of cells.entries()) {
        const isOdd = expected[index] === null && cell !== null && cell !== '';
        assert.equal(found[index]?.invalidTime, isOdd ? String(cell) : undefined, String(cell));
      }
      const good = expected.filter((time) => time !== null);
      const { bars, without } = await inspector.ask('histogram', { bars: 5 });
      const inBars = bars.reduce((sum, { stored }) => sum + stored, 0);
      assert.deepEqual([inBars, without], [good.length, cells.length - good.length], String(cells));
      const filter = { from: '2026-01-05T00:00:00Z', to: '2026-01-06T00:00:00Z' };
      const within = good.filter((time) => time.startsWith('2026-01-05')).length;
      assert.equal((await inspector.ask('count', { filter })).count, within, String(cells));
    });
  }
});

void test('inspector: logs and loose JSON Lines are events', async () => {
  const monolog = [
    '[2026-01-05 10:00:00] local.INFO: Order placed {"order_id":7,"total":90} []',
    '[2026-01-05 10:00:09] local.ERROR: Payment failed {"order_id":7,"reason":"declined"} []',
    '#0 /app/Pay.php(12): fail()',
    '[2026-01-05 10:01:00] local.INFO: Order placed {"order_id":8,"total":40} []',
  ];
  await inspecting('laravel.log', monolog.join('\n'), async (inspector) => {
    const { layouts } = await inspector.ask('about', {});
    assert.equal(layouts[0]?.layout, 'log-entries');
    const { rows } = await inspector.ask('events', { limit: 9 });
    assert.deepEqual(
      rows.map(({ type, time, stream }) => [type, time, stream]),
      [
        ['Order placed', '2026-01-05T10:01:00.000Z', 'local'],
        ['Payment failed', '2026-01-05T10:00:09.000Z', 'local'],
        ['Order placed', '2026-01-05T10:00:00.000Z', 'local'],
      ],
    );
    const { data } = await inspector.ask('event', { key: rows[1]?.key ?? '' });
    assert.deepEqual(data, { kind: 'json', text: '{"order_id":7,"reason":"declined"}', encoding: 'json' });
    assert.equal((await inspector.ask('count', { filter: { text: 'total>50' } })).count, 1);
  });
  const pino = [
    { level: 30, time: 1_767_607_200_000, pid: 1, hostname: 'a', msg: 'order placed', order: { id: 7 }, reqId: 'r1' },
    { level: 50, time: 1_767_607_209_000, pid: 1, hostname: 'a', msg: 'payment failed', err: { message: 'declined' } },
  ];
  await inspecting('app.log', pino.map((line) => JSON.stringify(line)).join('\n'), async (inspector) => {
    const { rows } = await inspector.ask('events', { order: 'oldest', limit: 9 });
    assert.deepEqual(
      rows.map(({ type, time }) => [type, time]),
      [
        ['order placed', '2026-01-05T10:00:00.000Z'],
        ['payment failed', '2026-01-05T10:00:09.000Z'],
      ],
    );
    const { data } = await inspector.ask('event', { key: rows[0]?.key ?? '' });
    assert.deepEqual(data.kind === 'json' && JSON.parse(data.text), pino[0]);
    assert.equal((await inspector.ask('count', { filter: { text: 'err.message:*' } })).count, 1);
  });
  const loose = [
    '{"type":"OrderPlaced","orderId":9007199254740993,"at":"x","time":"2026-01-05T10:00:00Z"}',
    '{"type":"OrderPaid","orderId":2,"time":"2026-01-05T10:00:01Z"}',
  ];
  await inspecting('events.jsonl', loose.join('\n'), async (inspector) => {
    const { rows } = await inspector.ask('events', { order: 'oldest', limit: 9 });
    assert.deepEqual(
      rows.map(({ type }) => type),
      ['OrderPlaced', 'OrderPaid'],
    );
    const { data } = await inspector.ask('event', { key: rows[0]?.key ?? '' });
    assert.equal(data.kind === 'json' && data.text, loose[0]);
  });
});

void test('inspector: an export is read again as what it was, and no cell of it is a formula or markup', async () => {
  const rows = samples(1203).map(rowOf);
  rows.push([1204, 'x', '=cmd()|x', 1, '+SUM(A1)', '{"a":"|<b>\\n,\\"q\\"","password":"p"}', null, '-1']);
  const content = await sqliteBytes(...tableOf(columns, rows));
  await inspecting(
    'a.db',
    content,
    async (inspector) => {
      const read = async (
        ask: Omit<Questions['export']['ask'], 'cursor'>,
      ): Promise<{ text: string; parts: number }> => {
        let text = '';
        let parts = 0;
        for (let part = await inspector.ask('export', ask); ;) {
          text += part.text;
          parts++;
          if (part.next === undefined) return { text, parts };
          part = await inspector.ask('export', { ...ask, cursor: part.next });
        }
      };
      const { text, parts } = await read({ format: 'jsonl' });
      assert.equal(parts, 3);
      assert.equal(text.split('\n').length, 1205);
      await inspecting('b.jsonl', text, async (again) => {
        const before = await inspector.ask('events', { limit: 1000 });
        const after = await again.ask('events', { limit: 1000 });
        const plain = ({ position, type, stream, version, time, sentence }: EventRow): unknown => [
          position,
          type,
          stream,
          version,
          time,
          sentence,
        ];
        assert.deepEqual(after.rows.map(plain), before.rows.map(plain));
        assert.equal((await again.ask('about', {})).has.correlation, true);
      });
      const [last] = (await inspector.ask('events', { limit: 1 })).rows;
      const keys = [last?.key ?? ''];
      const csv = await read({ format: 'csv', keys });
      assert.equal(
        csv.text,
        `position,stream,version,type,data,metadata,time\r\n1204,'=cmd()|x,1,'+SUM(A1),"{""a"":""|<b>\\n,\\""q\\"""",""password"":""•••""}",,\r\n`,
      );
      const markdown = await read({ format: 'markdown', keys });
      assert.match(markdown.text, /^\| position \| stream .*\n\| --- \|.*\n\| 1204 \| =cmd\(\)\\\|x \| 1 \| /);
      assert.ok(!/[^\\][<|]b/.test(markdown.text));
      const few = await read({ format: 'jsonl', filter: { text: 'stream:order-7 position<100' } });
      assert.equal(few.text.split('\n').length, 4);
      const odd = inspector.ask('export', { format: 'constructor' as 'csv' });
      assert.match(await refusal(odd), /is not a format/);
    },
    { mask: ['pass_word'] },
  );
});

void test('inspector: cause and effect, causes first, whether or not an index leads to them', async () => {
  const causes: readonly (readonly [id: string, cause: string | null, correlation: string])[] = [
    ['a', null, 'k'],
    ['b', 'a', 'k'],
    ['x', null, 'other'],
    ['c', 'a', 'k'],
    ['d', 'b', 'moved'],
    ['e', 'd', 'moved'],
    ['ring', 'ring', 'r'],
  ];
  const rows = causes.map(([id, cause, correlation], index) => [
    index + 1,
    id,
    's',
    index,
    `T${id}`,
    '{}',
    JSON.stringify({ correlation_id: correlation, causation_id: cause }),
    `2026-01-05 10:00:0${index}`,
  ]);
  for (const index of [[], ['CREATE UNIQUE INDEX by_id ON event_store(event_id)']])
    await inspecting('a.db', await sqliteBytes(...tableOf(columns, rows), ...index), async (inspector) => {
      const related = async (key: string): Promise<readonly unknown[]> =>
        (await inspector.ask('event', { key })).related.map(({ type, depth, after, self }) => [
          type,
          depth,
          after,
          self,
        ]);
      assert.deepEqual(await related('2'), [
        ['Ta', 0, null, undefined],
        ['Tb', 1, 1000, true],
        ['Td', 2, 3000, undefined],
        ['Te', 3, 1000, undefined],
        ['Tc', 1, 3000, undefined],
      ]);
      assert.deepEqual(
        (await related('6')).map((row) => (row as unknown[])[0]),
        ['Ta', 'Tb', 'Td', 'Te'],
      );
      assert.deepEqual(await related('3'), []);
      assert.deepEqual(await related('7'), []);
    });
});

void test('inspector: masked keys are hidden wherever a payload is shown', async () => {
  const row = [
    1,
    'e',
    's',
    1,
    'T',
    '{"apiKey":"k1","user":{"Password":"p1","n":[{"api-key":"k2"}]}}',
    '{"PASSWORD":"p2"}',
    '2026-01-05',
  ];
  const mask = ['password', 'api_key'];
  await inspecting(
    'a.db',
    await sqliteBytes(...tableOf(columns, [row])),
    async (inspector) => {
      const [shown] = (await inspector.ask('events', { limit: 1 })).rows;
      const all = JSON.stringify([
        shown,
        await inspector.ask('event', { key: '1' }),
        await inspector.ask('export', { format: 'csv' }),
      ]);
      assert.doesNotMatch(all, /k1|k2|p1|p2/);
      const { data, raw } = await inspector.ask('event', { key: '1' });
      const hidden = '{"apiKey":"•••","user":{"Password":"•••","n":[{"api-key":"•••"}]}}';
      assert.deepEqual(data, { kind: 'json', text: hidden, encoding: 'json' });
      assert.equal(raw.find(({ column }) => column === 'payload')?.value, hidden);
    },
    { mask },
  );
});

void test('inspector: another layout or a mapping by hand is chosen', async () => {
  const tables = [
    ...tableOf(columns, samples(5).map(rowOf)),
    ...tableOf(
      'nr INTEGER PRIMARY KEY, was TEXT, inhalt TEXT',
      [
        [1, 'Bestellt', '{"a":1}'],
        [2, 'Bezahlt', '{}'],
      ],
      'vorgaenge',
    ),
    ...tableOf(
      'id INTEGER PRIMARY KEY, aggregate_id TEXT, event_type TEXT, payload TEXT, occurred_at TEXT',
      [[1, 'z', 'Other', '{}', '2026-01-01']],
      'outbox',
    ),
  ];
  await inspecting('a.db', await sqliteBytes(...tables), async (inspector) => {
    const { layouts, version } = await inspector.ask('about', {});
    const other = layouts.find(({ table }) => table === 'outbox');
    const chosen = await inspector.ask('choose', { key: other?.key ?? '' });
    assert.deepEqual([chosen.layouts[0]?.key, chosen.version], [other?.key, version + 1]);
    assert.deepEqual(
      (await inspector.ask('events', { limit: 9 })).rows.map(({ type }) => type),
      ['Other'],
    );
    const events = { table: 'vorgaenge', position: 'nr', type: 'was', data: 'inhalt' };
    for (const mapping of [
      { events },
      { match: 'nothing', mapping: { events } },
      [{ match: 'a.db', mapping: { events } }],
    ]) {
      const about = await inspector.ask('choose', { mapping });
      assert.deepEqual([about.layouts[0]?.title, about.has.streams, about.has.times], ['Mapped by hand', false, false]);
      const { rows } = await inspector.ask('events', { limit: 9 });
      assert.deepEqual(
        rows.map(({ type, time }) => [type, time]),
        [
          ['Bezahlt', null],
          ['Bestellt', null],
        ],
      );
    }
    const { total, streams, rate, today } = await inspector.ask('overview', {});
    assert.deepEqual([total.count, streams, rate, today], [2, null, null, null]);
    assert.deepEqual((await inspector.ask('histogram', { bars: 9 })).bars, []);
    assert.match(await refusal(inspector.ask('choose', { key: 'none' })), /has no layout "none"/);
    const wrong = inspector.ask('choose', { mapping: { events: { ...events, type: 'wer' } } });
    assert.match(await refusal(wrong), /^The mapping names the column "wer" of "vorgaenge"/);
    assert.match(await refusal(inspector.ask('choose', { mapping: 7 })), /must be an object/);
    assert.equal((await inspector.ask('count', {})).count, 2);
  });
});

void test('inspector: a store without events, and one that is closed, say so', async () => {
  await inspecting(
    'a.db',
    await sqliteBytes('CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT)'),
    async (inspector) => {
      const { layouts, has } = await inspector.ask('about', {});
      assert.deepEqual([layouts, has.events], [[], false]);
      for (const question of ['events', 'count', 'streams', 'histogram', 'export'] as const)
        assert.match(
          await refusal(inspector.ask(question, { limit: 1, bars: 1, format: 'csv' })),
          /^No table of a\.db is known to hold events\. Map one by hand\.$/,
        );
      assert.equal((await inspector.ask('overview', {})).total.count, 0);
      await inspector.close();
      assert.match(await refusal(inspector.ask('refresh', {})), /^a\.db was closed\.$/);
    },
  );
  await inspecting(
    'b.db',
    await sqliteBytes(...tableOf(columns, [[1, 'e', 's', 1, 'T', '{}', '{}', null]]), 'DELETE FROM event_store'),
    async (inspector) => {
      assert.deepEqual((await inspector.ask('events', { limit: 5 })).rows, []);
      assert.deepEqual((await inspector.ask('histogram', { bars: 5 })).bars, []);
      const {
        total,
        types: none,
        first,
      } = await inspector.ask('overview', { filter: { text: 'x', from: '2026-01-01' } });
      assert.deepEqual([total, none, first], [{ count: 0, exact: true }, [], null]);
      assert.deepEqual(await inspector.ask('streams', { limit: 5 }), { rows: [] });
      assert.equal((await inspector.ask('export', { format: 'jsonl' })).text, '');
    },
  );
});
