/** PostgreSQL and MariaDB as stores, asked on real servers: layouts, pages, filters, failures, and that nothing is ever written. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { gunzipSync } from 'node:zlib';
import { inspect } from '../server/stores/inspector';
import { openDatabase, type DatabaseOptions } from '../server/stores/sources/database';
import { StoreProblem, type Cell, type Condition, type Source } from '../server/stores/store';
import { fixtures } from './support/project';
import { type Kind, mariadb, olderPostgres, postgres, type Running, stopAll } from './support/servers/databases';

after(stopAll);

const kinds: readonly Kind[] = [postgres, mariadb];

async function reading(url: string, work: (source: Source) => Promise<void>, options?: DatabaseOptions): Promise<void> {
  const source = await openDatabase(url, options);
  try {
    await work(source);
  } finally {
    await source.close();
  }
}

async function problemOf(asked: Promise<unknown>): Promise<string> {
  const error: unknown = await asked.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  assert.ok(error instanceof StoreProblem, `no problem, but ${String(error)}`);
  assert.match(error.message, /^\w.*\.$/s);
  return error.message;
}

for (const kind of kinds)
  for (const file of readdirSync(join(fixtures, 'databases', kind.folder)).filter((name) => name.endsWith('.sql')))
    void test(`databases: ${kind.name} has ${file}`, async () => {
      const name = file.replace('.sql', '');
      const running = await kind.start();
      await running.create(name);
      await running.run(name, readFileSync(join(fixtures, 'databases', kind.folder, file), 'utf8'));
      await reading(running.url(name), async (source) => {
        const read = withoutKeys(await everythingOf(source, name));
        const expected = join(fixtures, 'databases', kind.folder, `${name}.json`);
        if (process.env['UPDATE'] === '1') writeFileSync(expected, `${JSON.stringify(read, null, 2)}\n`);
        assert.deepEqual(read, JSON.parse(readFileSync(expected, 'utf8')));
        assert.equal(read.layout, name);
      });
    });

const made = {
  'emmett-postgresql': {
    layout: 'emmett-postgresql',
    events: [
      '1 ProductItemAddedToShoppingCart shopping_cart-1 1',
      '2 ProductItemAddedToShoppingCart shopping_cart-1 2',
      '3 ShoppingCartConfirmed shopping_cart-1 3',
      '4 ProductItemAddedToShoppingCart shopping_cart-2 1',
      '5 ProductItemAddedToShoppingCart shopping_cart-2 2',
      '6 ShoppingCartConfirmed shopping_cart-2 3',
    ],
  },
  'castore-postgres': {
    layout: 'castore',
    events: [
      '1 POKEMON_APPEARED 00000000-0000-4000-8000-000000000000 1',
      '2 POKEMON_CAUGHT 00000000-0000-4000-8000-000000000000 2',
      '3 POKEMON_APPEARED 00000000-0000-4000-8000-000000000001 1',
      '4 POKEMON_CAUGHT 00000000-0000-4000-8000-000000000001 2',
    ],
  },
} as const;

for (const [name, { layout, events }] of Object.entries(made)) {
  const path = join(fixtures, 'stores', 'made', `${name}.json`);
  const store = JSON.parse(readFileSync(path, 'utf8')) as {
    readonly made: string;
    readonly files: Readonly<Record<string, string>>;
  };
  void test(`databases: ${store.made}`, async () => {
    const running = await postgres.start();
    await running.create(`made-${name}`);
    const dump = gunzipSync(Buffer.from(store.files['store.sql'] ?? '', 'base64')).toString('utf8');
    await running.run(`made-${name}`, dump);
    await reading(running.url(`made-${name}`), async (source) => {
      const read = await everythingOf(source, name);
      assert.equal(read.layout, layout);
      assert.ok(!read.tables.some((table) => /_(?:active|archived|default)$/.test(table)), read.tables.join());
      assert.deepEqual(
        read.events.map(({ position, type, stream, version }) => `${position} ${type} ${stream} ${version}`),
        events,
      );
      for (const { time } of read.events) assert.match(String(time), /^2026-11-21T15:4\d:/);
    });
  });
}

/** Keys are for whoever made them. */
function withoutKeys<T>(value: T): T {
  return JSON.parse(JSON.stringify(value), (name, part: unknown) => (name === 'key' ? undefined : part)) as T;
}

/** As a person would see it: what layout it is, its events and what stands beside them. */
async function everythingOf(source: Source, name: string) {
  const inspector = await inspect(source, { now: () => 0 }, { name });
  const { layouts, has, tables, notes } = await inspector.ask('about', {});
  const events = has.events ? (await inspector.ask('events', { order: 'oldest', limit: 50 })).rows : [];
  const [first] = events;
  const detail = first && (await inspector.ask('event', { key: first.key }));
  const newest = has.events ? (await inspector.ask('events', { order: 'newest', limit: 50 })).rows : [];
  assert.deepEqual(
    newest.map(({ key }) => key).reverse(),
    events.map(({ key }) => key),
  );
  return {
    layout: layouts[0]?.layout,
    reason: layouts[0]?.reason,
    tables: tables.map((table) => table.name),
    notes,
    // What it is said by is not a matter of databases.
    events: events.map((event) => ({ ...event, sentence: undefined })),
    ...(detail && { data: detail.data, metadata: detail.metadata, raw: detail.raw, related: detail.related.length }),
    jobs: has.jobs ? (await inspector.ask('jobs', { limit: 50 })).rows : [],
    failures: has.failures ? (await inspector.ask('failures', { state: 'all', limit: 50 })).rows : [],
    projections: has.projections ? await inspector.ask('projections', {}) : [],
    snapshots: has.snapshots ? (await inspector.ask('snapshots', { limit: 50 })).rows : [],
  };
}

/** One table with everything in it that makes databases differ. */
const schema: Readonly<Record<Kind['folder'], string>> = {
  postgres: `
    CREATE TABLE log (
      id bigint PRIMARY KEY, type text NOT NULL, at timestamptz, day timestamp, amount numeric(40, 2), share float8,
      flag boolean, bin bytea, key uuid, doc jsonb, loose json, written text, list int[], "we""ird ? $1 'x'" text);
    INSERT INTO log SELECT n, CASE WHEN n % 3 = 0 THEN 'OrderPaid' ELSE 'OrderPlaced' END,
      CASE WHEN n % 4 <> 0 THEN timestamptz '2025-01-01 00:00:00.123456+00' + (n % 7) * interval '1 hour' END,
      timestamp '2025-01-01' + n * interval '1 day', n * 1.5, n / 4.0, n % 2 = 0, decode(lpad(to_hex(n), 4, '0'), 'hex'),
      ('00000000-0000-4000-8000-0000000000' || lpad(n::text, 2, '0'))::uuid,
      jsonb_build_object('n', n, 'text', n::text, 'flag', n % 2 = 0, 'none', NULL, 'class', 'App\\"Order', 'user', jsonb_build_object('id', 'u' || n % 5), 'items', jsonb_build_array(n, 'x')),
      json_build_object('n', n), CASE WHEN n = 7 THEN '{broken' ELSE '{"n":' || n || ',"at":"2025-03-04T05:06:07+02:00"}' END, ARRAY[n, 2], 'Grüße 100%_!\\' || n
      FROM generate_series(1, 60) n;
    INSERT INTO log (id, type, bin, doc) VALUES (9007199254740993, 'orderpaid', '\\xff00', '{"n": 9007199254740993, "user": "x"}');`,
  mysql: `
    CREATE TABLE log (
      id bigint PRIMARY KEY, type varchar(100) NOT NULL, at datetime(6), day datetime, amount decimal(40, 2), share double,
      flag tinyint(1), bin varbinary(20), \`key\` char(36), doc json, loose longblob, written text, bits bit(9), \`we"ird ? $1 'x'\` text
    ) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci;
    INSERT INTO log SELECT seq, CASE WHEN seq % 3 = 0 THEN 'OrderPaid' ELSE 'OrderPlaced' END,
      CASE WHEN seq % 4 <> 0 THEN timestamp('2025-01-01 00:00:00.123456') + INTERVAL seq % 7 HOUR END,
      timestamp('2025-01-01') + INTERVAL seq DAY, seq * 1.5, seq / 4.0, seq % 2 = 0, unhex(lpad(hex(seq), 4, '0')),
      concat('00000000-0000-4000-8000-0000000000', lpad(seq, 2, '0')),
      json_object('n', seq, 'text', cast(seq AS char), 'flag', seq % 2 = 0, 'none', NULL, 'class', 'App\\\\"Order', 'user', json_object('id', concat('u', seq % 5)), 'items', json_array(seq, 'x')),
      concat('{"n":', seq, '}'), CASE WHEN seq = 7 THEN '{broken' ELSE concat('{"n":', seq, ',"at":"2025-03-04T05:06:07+02:00"}') END, 5, concat('Grüße 100%_!\\\\', seq)
      FROM seq_1_to_60;
    INSERT INTO log (id, type, bin, doc) VALUES (9007199254740993, 'orderpaid', x'ff00', '{"n": 9007199254740993, "user": "x"}');`,
};

const logged = new Set<string>();
async function withLog(kind: Kind): Promise<Running> {
  const running = await kind.start();
  if (logged.has(kind.name)) return running;
  logged.add(kind.name);
  await running.create('shop');
  await running.run('shop', schema[kind.folder]);
  return running;
}

const weird = `we"ird ? $1 'x'`;

for (const kind of [...kinds, olderPostgres]) {
  const idsWhere = async (source: Source, ...where: readonly Condition[]): Promise<readonly Cell[]> => {
    const rows = await source.page({ table: 'log', columns: ['id'], where, order: [{ column: 'id' }], limit: 100 });
    const [counted] = await source.count({ table: 'log', where });
    assert.equal(counted?.count, rows.length);
    return rows.map(({ id = null }) => id);
  };
  const last = 9007199254740993n;

  void test(`databases: ${kind.name}, cells as they are stored`, async () => {
    const running = await withLog(kind);
    await reading(running.url('shop'), async (source) => {
      assert.match(
        source.how,
        /^Read from (?:PostgreSQL|MariaDB) \d.* at 127\.0\.0\.1:\d+, database shop: .*read-only/,
      );
      const [table] = await source.tables();
      assert.equal(table?.name, 'log');
      const columns = table.columns.map(({ name }) => name);
      const [row] = await source.page({ table: 'log', columns, where: [], order: [{ column: 'id' }], limit: 1 });
      const isPostgres = kind.folder === 'postgres';
      const { doc, loose, ...rest } = row ?? {};
      assert.deepEqual(rest, {
        id: 1,
        type: 'OrderPlaced',
        at: isPostgres ? '2025-01-01T01:00:00.123456Z' : '2025-01-01 01:00:00.123456',
        day: '2025-01-02 00:00:00',
        amount: '1.50',
        share: 0.25,
        flag: isPostgres ? false : 0,
        bin: new Uint8Array([0, 1]),
        key: '00000000-0000-4000-8000-000000000001',
        written: '{"n":1,"at":"2025-03-04T05:06:07+02:00"}',
        [weird]: 'Grüße 100%_!\\1',
        ...(isPostgres ? { list: '{1,2}' } : { bits: 5 }),
      });
      assert.equal(typeof doc, 'string');
      assert.deepEqual(JSON.parse(String(doc)), {
        n: 1,
        text: '1',
        flag: false,
        none: null,
        class: 'App\\"Order',
        user: { id: 'u1' },
        items: [1, 'x'],
      });
      if (isPostgres) assert.equal(loose, '{"n" : 1}');
      else assert.deepEqual(loose, new Uint8Array(Buffer.from('{"n":1}')));
      const [large] = await source.page({
        table: 'log',
        columns: ['id', 'bin', 'doc', 'doc:n', 'doc:user', 'at'],
        order: [{ column: 'id', descending: true }],
        limit: 1,
      });
      assert.deepEqual(large, {
        id: last,
        bin: new Uint8Array([255, 0]),
        doc: large?.['doc'],
        'doc:n': last,
        'doc:user': 'x',
        at: null,
      });
      assert.match(String(large['doc']), /"n": 9007199254740993/);
    });
  });

  void test(`databases: ${kind.name}, no row is lost between pages in any order`, async () => {
    const running = await withLog(kind);
    await reading(running.url('shop'), async (source) => {
      for (const column of [
        'id',
        'type',
        'at',
        'day',
        'amount',
        'share',
        'flag',
        'bin',
        'key',
        'doc',
        'doc:n',
        'doc:user.id',
        'doc:none',
        'written',
        weird,
      ])
        for (const descending of [false, true]) {
          const order = [
            { column, descending },
            { column: 'id', descending },
          ].slice(column === 'id' ? 1 : 0);
          const columns = order.map((each) => each.column);
          const seen: Cell[][] = [];
          for (let after: readonly Cell[] | undefined; ; after = seen.at(-1)) {
            const page = await source.page({ table: 'log', columns, order, limit: 7, ...(after && { after }) });
            seen.push(...page.map((row) => columns.map((name) => row[name] ?? null)));
            if (page.length < 7) break;
          }
          const ids = seen.map((cells) => cells.at(-1));
          assert.equal(new Set(ids).size, 61, `${column} ${descending}: ${ids.join()}`);
          assert.equal(seen.length, 61);
          if (column === 'at') assert.equal(seen[descending ? 60 : 0]?.[0], null);
          // What comes after a row and what comes up to it are all there is.
          const middle = seen[30] ?? [];
          const span = async (part: object): Promise<number> =>
            (await source.count({ table: 'log', span: { order, ...part } }))[0]?.count ?? -1;
          assert.equal(await span({ after: middle }), 30, column);
          assert.equal(await span({ until: middle }), 31, column);
        }
      const skipped = await source.page({
        table: 'log',
        columns: ['id'],
        order: [{ column: 'id' }],
        limit: 1,
        skip: 9,
      });
      assert.deepEqual(skipped, [{ id: 10 }]);
    });
  });

  void test(`databases: ${kind.name}, filters`, async () => {
    const running = await withLog(kind);
    const upTo = (count: number): number[] => Array.from({ length: count }, (_, index) => index + 1);
    await reading(running.url('shop'), async (source) => {
      const where = (...conditions: readonly Condition[]): Promise<readonly Cell[]> => idsWhere(source, ...conditions);
      assert.deepEqual(await where({ column: 'id', is: '<', value: 4 }), [1, 2, 3]);
      assert.deepEqual(await where({ column: 'id', is: '=', value: last }), [last]);
      assert.deepEqual(await where({ column: 'id', is: '>', value: 2n ** 70n }), []);
      assert.equal((await where({ column: 'id', is: '>', value: -(2n ** 70n) })).length, 61);
      assert.deepEqual(await where({ column: 'id', is: '=', value: '7' }), [7]);
      assert.deepEqual(await where({ column: 'id', is: '=', value: 'abc' }), []);
      assert.equal((await where({ column: 'id', is: '!=', value: 'abc' })).length, 61);
      assert.deepEqual(await where({ column: 'id', is: '<=', value: 2.5 }), [1, 2]);
      assert.deepEqual(await where({ column: 'type', is: '=', value: 'orderpaid' }), [last]);
      assert.equal((await where({ column: 'type', is: '=', value: 'OrderPaid' })).length, 20);
      assert.deepEqual(await where({ column: 'type', is: 'glob', value: 'order*' }), [last]);
      assert.equal((await where({ column: 'type', is: 'contains', value: 'PAID' })).length, 21);
      assert.deepEqual(await where({ column: 'id', is: 'in', values: [3, '4', 'x', null] }), [3, 4]);
      assert.deepEqual(await where({ column: 'id', is: 'in', values: [] }), []);
      assert.deepEqual(
        await where({ column: 'id', is: '<', value: 3, or: [{ column: 'id', is: '=', value: 9 }] }),
        [1, 2, 9],
      );
      assert.equal((await where({ column: 'id', is: '<', value: 3, not: true })).length, 59);
      assert.equal((await where({ column: 'at', is: 'null' })).length, 16);
      assert.equal((await where({ column: 'at', is: '=', value: null })).length, 16);
      assert.equal((await where({ column: 'at', is: '!=', value: '2025-01-01T01:00:00.123456Z' })).length, 45 - 7);
      assert.equal((await where({ column: 'at', is: '=', value: '2025-01-01 03:00:00.123456+02' })).length, 7);
      assert.equal((await where({ column: 'at', is: '>=', value: '2025-01-01T06:00:00' })).length, 6);
      assert.deepEqual(await where({ column: 'at', is: '=', value: '2025-02-31' }), []);
      assert.deepEqual(await where({ column: 'day', is: '<', value: '2025-01-03' }), [1]);
      assert.deepEqual(await where({ column: 'amount', is: '=', value: '4.50' }), [3]);
      assert.deepEqual(await where({ column: 'amount', is: '<', value: 3.5 }), [1, 2]);
      assert.equal((await where({ column: 'flag', is: '=', value: true })).length, 30);
      assert.deepEqual(await where({ column: 'bin', is: '=', value: new Uint8Array([255, 0]) }), [last]);
      assert.deepEqual(await where({ column: 'key', is: '=', value: '00000000-0000-4000-8000-000000000002' }), [2]);
      assert.deepEqual(await where({ column: 'key', is: '=', value: 'no uuid' }), []);
      assert.deepEqual(await where({ column: weird, is: 'contains', value: '100%_!\\6' }), [6, 60]);
      assert.deepEqual(await where({ column: weird, is: 'contains', value: 'grÜSSE' }), []);
      assert.equal((await where({ column: weird, is: 'contains', value: 'gRüßE' })).length, 60);
      assert.deepEqual(await where({ column: 'doc:n', is: '<=', value: 3 }), [1, 2, 3]);
      assert.deepEqual(await where({ column: 'doc:n', is: '=', value: last }), [last]);
      assert.deepEqual(await where({ column: 'doc:n', is: '=', value: '3' }), []);
      assert.deepEqual(await where({ column: 'doc:n', is: '=', value: 3, as: 'number' }), [3]);
      assert.deepEqual(await where({ column: 'doc:text', is: '=', value: 3, as: 'number' }), [3]);
      assert.deepEqual(await where({ column: 'doc:text', is: '<=', value: 2, as: 'number' }), [1, 2]);
      assert.deepEqual(
        await where({ column: 'doc:user.id', is: '=', value: 'u1' }),
        upTo(60).filter((n) => n % 5 === 1),
      );
      assert.equal((await where({ column: 'doc:user.id', is: '!=', value: 'u1' })).length, 48);
      assert.deepEqual(await where({ column: 'doc:user.id', is: 'glob', value: 'U*' }), []);
      assert.deepEqual(await where({ column: 'doc:items.0', is: '=', value: 5 }), [5]);
      assert.equal((await where({ column: 'doc:class', is: '=', value: 'App\\"Order' })).length, 60);
      assert.equal((await where({ column: 'doc:class', is: 'contains', value: '\\"o' })).length, 60);
      assert.deepEqual(await where({ column: 'doc:none', is: 'not null' }), []);
      assert.equal((await where({ column: 'doc:user', is: 'not null' })).length, 61);
      assert.equal((await where({ column: 'doc', is: 'contains', value: '"U1"' })).length, 12);
      assert.deepEqual(await where({ column: 'loose:n', is: '=', value: 4 }), [4]);
      const byUser = await source.count({ table: 'log', by: 'doc:user.id', range: 'id', limit: 2 });
      assert.deepEqual(byUser, [
        { value: 'u0', count: 12, first: 5, last: 60 },
        { value: 'u1', count: 12, first: 1, last: 56 },
      ]);
      const byType = await source.count({
        table: 'log',
        by: 'type',
        range: 'day',
        largest: ['doc:n', 'amount', 'key'],
      });
      assert.deepEqual(
        byType.map(({ value, count }) => [value, count]),
        [
          ['OrderPlaced', 40],
          ['OrderPaid', 20],
          ['orderpaid', 1],
        ],
      );
      assert.deepEqual(byType[1], {
        value: 'OrderPaid',
        count: 20,
        first: '2025-01-04 00:00:00',
        last: '2025-03-02 00:00:00',
        largest: [byType[1]?.largest?.[0] ?? null, '90.00', '00000000-0000-4000-8000-000000000060'],
      });
      assert.equal(Number(byType[1].largest?.[0]), 60);
      const days = await source.count({
        table: 'log',
        bucket: { column: 'day', seconds: 86_400 * 30, offset: 86_400 },
      });
      assert.deepEqual(
        new Set(days.map(({ bucket = null, count }) => `${bucket}: ${count}`)),
        new Set(['669: 11', '670: 30', '671: 19', 'null: 1']),
      );
      // A payload that is none, and times as text in JSON.
      if (kind !== olderPostgres) {
        assert.deepEqual(await where({ column: 'written:n', is: '<=', value: 2 }), [1, 2]);
        const hours = await source.count({ table: 'log', bucket: { column: 'written:at', seconds: 3600 } });
        assert.deepEqual(
          hours.map(({ bucket, count }) => [bucket, count]),
          [
            [Date.UTC(2025, 2, 4, 3) / 3_600_000, 59],
            [null, 2],
          ],
        );
      }
    });
  });

  void test(`databases: ${kind.name}, what is no JSON is passed over`, async () => {
    const running = await withLog(kind);
    await reading(running.url('shop'), async (source) => {
      const rows = await source.page({
        table: 'log',
        columns: ['id', 'written:n'],
        order: [{ column: 'id' }],
        limit: 8,
      });
      assert.deepEqual(rows.slice(5), [
        { id: 6, 'written:n': 6 },
        { id: 7, 'written:n': null },
        { id: 8, 'written:n': 8 },
      ]);
      if (kind === olderPostgres)
        assert.match(
          await problemOf(source.count({ table: 'log', where: [{ column: 'written:n', is: '=', value: 1 }] })),
          /^A value of this column is no JSON, and PostgreSQL 15\.\d+ cannot look past it/,
        );
    });
  });

  void test(`databases: ${kind.name}, no statement is made of a name or a value`, async () => {
    const running = await withLog(kind);
    await reading(running.url('shop'), async (source) => {
      const order = [{ column: 'id' }];
      for (const tried of [
        `x'); DROP TABLE log; --`,
        `x\\'; DROP TABLE log; #`,
        '$1',
        '?',
        '"',
        '`',
        `a"."b`,
        "'||pg_sleep(9)||'",
        '\0',
        '\ud800',
        '%'.repeat(2000),
      ]) {
        for (const column of ['type', 'id', 'at', 'flag', 'key', 'bin', 'doc', 'doc:n', weird])
          for (const is of ['=', '<', '!=', 'contains', 'glob'] as const) {
            const rows = await source.page({
              table: 'log',
              columns: ['id'],
              where: [{ column, is, value: tried }],
              order,
              limit: 2,
            });
            assert.ok(rows.length <= 2);
          }
        assert.match(await problemOf(source.page({ table: tried, columns: ['id'], order, limit: 1 })), /has no table/);
        assert.match(
          await problemOf(source.page({ table: 'log', columns: [tried], order, limit: 1 })),
          /has no column/,
        );
        assert.match(
          await problemOf(source.page({ table: 'log', columns: ['id'], order: [{ column: tried }], limit: 1 })),
          /has no column/,
        );
        assert.match(await problemOf(source.count({ table: 'log', by: tried })), /has no column/);
        assert.equal((await source.count({ table: 'log', by: `doc:${tried}` })).length, 1);
        const join = [{ table: 'log', as: tried, from: 'id', to: 'id' }];
        if (!/[\0]/.test(tried))
          assert.equal(
            (await source.page({ table: 'log', join, columns: [`${tried}.type`], order, limit: 1 })).length,
            1,
          );
      }
      assert.deepEqual(await source.count({ table: 'log' }), [{ value: null, count: 61 }]);
    });
  });
}
