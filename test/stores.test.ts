/** Local stores as sources: what is read, what is said where nothing can be, and that no file ever changes. */
import assert from 'node:assert/strict';
import { appendFileSync, mkdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { gunzipSync, gzipSync } from 'node:zlib';
import { openSource } from '../server/stores/sources';
import { takeSnapshot } from '../server/stores/sources/sqliteFile';
import { readLog } from '../server/stores/sources/wal';
import { StoreProblem, type Cell, type PageQuery, type Source } from '../server/stores/store';
import type { World } from '../server/stores/world';
import { fixtures } from './support/project';
import { randomFrom } from './support/random';
import { eventsTable, inFolder, numbered, plainWorld, sqliteBytes, world, type Folder } from './support/stores';

interface Beside {
  readonly database: string;
  readonly beside: string;
  readonly rows: number;
}
const real = JSON.parse(readFileSync(join(fixtures, 'stores', 'beside.json'), 'utf8')) as Record<
  'log' | 'open' | 'journal',
  Beside
>;
const unpacked = (text: string): Buffer => gunzipSync(Buffer.from(text, 'base64'));

const newest: PageQuery = {
  table: 'events',
  columns: ['position', 'type'],
  order: [{ column: 'position', descending: true }],
  limit: 3,
};

async function withSource(
  path: string,
  work: (source: Source) => Promise<void>,
  from: World = plainWorld,
): Promise<void> {
  const source = await openSource(path, from);
  try {
    await work(source);
  } finally {
    await source.close();
  }
}

/** Reads a file in a folder of its own and holds the folder to what it was. */
async function reading(
  files: Readonly<Record<string, string | Uint8Array>>,
  work: (source: Source, folder: Folder) => Promise<void>,
  from: World = plainWorld,
): Promise<void> {
  await inFolder(async (folder) => {
    for (const [name, content] of Object.entries(files)) folder.file(name, content);
    const before = folder.listing();
    await withSource(join(folder.path, Object.keys(files)[0] ?? ''), (source) => work(source, folder), from);
    assert.deepEqual(folder.listing(), before);
  });
}

async function problemOf(work: Promise<unknown>): Promise<string> {
  try {
    await work;
  } catch (error) {
    assert.ok(error instanceof StoreProblem, String(error));
    return error.message;
  }
  return 'no problem';
}

const positions = async (source: Source, query: Partial<PageQuery> = {}): Promise<Cell[]> =>
  (await source.page({ ...newest, ...query })).map(({ position = null }) => position);

void test('stores: an SQLite file has tables, pages by key and counts', async () => {
  await reading({ 'orders.data': await sqliteBytes(eventsTable, numbered(100)) }, async (source) => {
    assert.equal(source.kind, 'sqlite');
    assert.match(source.how, /^Read by sql\.js/);
    assert.deepEqual(source.notes, []);
    assert.deepEqual(await source.tables(), [
      {
        name: 'events',
        columns: [
          { name: 'position', type: 'integer', primaryKey: true, indexed: true },
          { name: 'type', type: 'text' },
          { name: 'data', type: 'text' },
          { name: 'time', type: 'integer' },
        ],
      },
    ]);
    assert.deepEqual(await positions(source), [100, 99, 98]);
    assert.deepEqual(await positions(source, { after: [98] }), [97, 96, 95]);
    const where = [{ column: 'type', is: '=', value: 'OrderPaid' }] as const;
    assert.deepEqual(await positions(source, { where }), [99, 96, 93]);
    assert.deepEqual(
      await positions(source, { where: [{ column: 'data:user.id', is: '=', value: 'u2' }] }),
      [97, 92, 87],
    );
    assert.deepEqual(await source.count({ table: 'events', by: 'type', range: 'position' }), [
      { value: 'OrderPlaced', count: 67, first: 1, last: 100 },
      { value: 'OrderPaid', count: 33, first: 3, last: 99 },
    ]);
    assert.deepEqual(await source.count({ table: 'events' }), [{ value: null, count: 100 }]);
    assert.equal(await source.refresh(), false);
  });
});

void test('stores: no row is lost between pages where orders have nulls and equals', async () => {
  const rows = Array.from({ length: 60 }, (_, index) => `(${index + 1}, ${index % 4 === 0 ? 'NULL' : index % 7})`);
  const bytes = await sqliteBytes(
    'CREATE TABLE events (id INTEGER PRIMARY KEY, time)',
    `INSERT INTO events VALUES ${rows.join()}`,
  );
  const lines = rows.map((row) =>
    row.replace(/\((\d+), (\w+)\)/, (_, id: string, time: string) => `{"id":${id},"time":${time.toLowerCase()}}`),
  );
  for (const [name, content] of [
    ['a.db', bytes],
    ['events.jsonl', lines.join('\n')],
  ] as const)
    await reading({ [name]: content }, async (source) => {
      for (const descending of [false, true]) {
        const order = [{ column: 'time', descending }, { column: 'id' }];
        const query = { table: 'events', columns: ['time', 'id'], limit: 7 };
        const seen: Cell[][] = [];
        for (let after: readonly Cell[] | undefined; ; after = seen.at(-1)) {
          const page = await source.page({ ...query, order, ...(after ? { after } : {}) });
          seen.push(...page.map(({ time = null, id = null }) => [time, id]));
          if (page.length < 7) break;
        }
        assert.equal(seen.length, 60, `${name} ${descending}`);
        assert.equal(new Set(seen.map(([, id]) => id)).size, 60);
        assert.equal(seen[descending ? 59 : 0]?.[0], null);
      }
    });
});

void test('stores: large integers, bytes, booleans, control characters and hostile names', async () => {
  const bytes = await sqliteBytes(
    `CREATE TABLE "it's ""x"" -- ;" (id INTEGER PRIMARY KEY, "a""b", "select")`,
    `INSERT INTO "it's ""x"" -- ;" VALUES (9007199254740993, x'00ff', '<script>' || char(0, 7, 27)), (-5, NULL, -1.5)`,
  );
  await reading({ 'a.db': bytes }, async (source) => {
    const table = `it's "x" -- ;`;
    const columns = ['id', 'a"b', 'select'];
    const order = [{ column: 'id', descending: true }];
    const [large, small] = await source.page({ table, columns, order, limit: 9 });
    assert.deepEqual(large, {
      id: 9007199254740993n,
      'a"b': new Uint8Array([0, 255]),
      select: '<script>\0\u0007\u001b',
    });
    assert.deepEqual(small, { id: -5, 'a"b': null, select: -1.5 });
    const after = await source.page({ table, columns: ['id'], order, after: [9007199254740993n], limit: 9 });
    assert.deepEqual(after, [{ id: -5 }]);
    const where = [{ column: 'id', is: '=', value: 9007199254740993n }] as const;
    assert.equal((await source.page({ table, columns: ['id'], where, order, limit: 9 })).length, 1);
    const tried = `x') OR 1=1; DROP TABLE events; --`;
    assert.deepEqual(
      await source.page({
        table,
        columns: ['id'],
        where: [{ column: 'select', is: '=', value: tried }],
        order,
        limit: 9,
      }),
      [],
    );
    assert.match(
      await problemOf(source.page({ table: tried, columns: ['id'], order, limit: 1 })),
      /^a\.db has no table/,
    );
    assert.match(await problemOf(source.page({ table, columns: [tried], order, limit: 1 })), /has no column/);
    assert.match(
      await problemOf(source.page({ table, columns: ['id'], order: [{ column: '1; --' }], limit: 1 })),
      /has no column/,
    );
    assert.deepEqual(await source.count({ table, by: `select:a'.b") --` }), [{ value: null, count: 2 }]);
  });
});

void test('stores: committed frames of a real log are laid over, whatever else stands in it', async () => {
  for (const kind of ['log', 'open'] as const) {
    const { database, beside, rows } = real[kind];
    await reading({ 'a.db': unpacked(database), 'a.db-wal': unpacked(beside) }, async (source) => {
      assert.deepEqual(await source.count({ table: 'events' }), [{ value: null, count: rows }]);
      assert.deepEqual(await positions(source), [45, 44, 43]);
      assert.deepEqual(await source.count({ table: 'events', where: [{ column: 'type', is: '=', value: 'Never' }] }), [
        { value: null, count: 0 },
      ]);
      assert.match(source.notes.join(), /^5 committed transactions of a\.db-wal, \d+ pages?, are laid over/);
      assert.match(source.how, /laid over in memory/);
    });
    await reading({ 'a.db': unpacked(database) }, async (source) => {
      assert.deepEqual(await source.count({ table: 'events' }), [{ value: null, count: 40 }]);
    });
  }
});

void test('stores: a log counts up to its last sound commit, wherever it is cut off or damaged', async () => {
  const database = unpacked(real.log.database);
  const log = unpacked(real.log.beside);
  const random = randomFrom(7);
  const counts = new Set<number>();
  for (let round = 0; round < 60; round++) {
    const bytes = Buffer.from(log.subarray(0, round % 2 ? log.length : random(log.length)));
    const at = random(Math.min(bytes.length, 6000));
    if (round % 2) bytes[at] = (bytes[at] ?? 0) ^ (1 << random(8));
    await reading({ 'a.db': database, 'a.db-wal': bytes }, async (source) => {
      const [{ count } = { count: -1 }] = await source.count({ table: 'events' });
      assert.ok(count >= 40 && count <= 45, String(count));
      counts.add(count);
      assert.equal((await positions(source))[0], count);
      const rows = await source.page({ ...newest, columns: ['position', 'data'], limit: 50 });
      for (const { position, data } of rows) assert.equal(data, `{"n":${String(position)}}`);
    });
  }
  assert.ok(counts.size >= 4, [...counts].join());
});

void test('stores: a log in the other byte order, of another page size or of another program', () => {
  const log = unpacked(real.log.beside);
  const read = (bytes: Buffer) => (position: number, length: number) => bytes.subarray(position, position + length);
  const result = readLog(read(log), log.length, 512);
  assert.equal(result.kind, 'pages');
  const swapped = withOtherChecksums(log, 512);
  const other = readLog(read(swapped), swapped.length, 512);
  assert.notEqual(swapped.readUInt32BE(0), log.readUInt32BE(0));
  assert.deepEqual(
    other.kind === 'pages' && [...other.overlay.pages],
    result.kind === 'pages' && [...result.overlay.pages],
  );
  // Frames of an earlier round of the log, though their checksums go on from its header.
  const resalted = Buffer.from(log);
  resalted.writeUInt32BE((log.readUInt32BE(20) ^ 1) >>> 0, 20);
  const stale = withOtherChecksums(resalted, 512);
  assert.equal(readLog(read(stale), stale.length, 512).kind, 'none');
  assert.deepEqual(readLog(read(log), log.length, 4096), {
    kind: 'none',
    reason: 'its pages have 512 bytes, those of the database 4096',
  });
  assert.equal(readLog(read(Buffer.from('text'.repeat(20))), 80, 512).kind, 'none');
  assert.equal(readLog(read(Buffer.alloc(0)), 0, 512).kind, 'none');
});

void test('stores: an engine is never told that a file has a log', async () => {
  await inFolder(async (folder) => {
    const path = folder.file('a.db', unpacked(real.log.database));
    folder.file('a.db-wal', unpacked(real.log.beside));
    const snapshot = takeSnapshot(plainWorld, path);
    assert.deepEqual([...unpacked(real.log.database).subarray(18, 20)], [2, 2]);
    assert.deepEqual([...snapshot.bytes.subarray(18, 20)], [1, 1]);
    assert.deepEqual([...snapshot.bytes.subarray(0, 100).subarray(18, 20)], [1, 1]);
    snapshot.close();
    return Promise.resolve();
  });
});

/** The same log as a machine of the other byte order writes it. */
function withOtherChecksums(log: Buffer, pageSize: number): Buffer {
  const out = Buffer.from(log);
  const isBig = (log.readUInt32BE(0) & 1) === 0;
  out.writeUInt32BE(0x377f0682 | Number(isBig), 0);
  let [one, two] = [0, 0];
  const add = (from: number, length: number): void => {
    for (let at = from; at < from + length; at += 8) {
      one = (one + (isBig ? out.readUInt32BE(at) : out.readUInt32LE(at)) + two) >>> 0;
      two = (two + (isBig ? out.readUInt32BE(at + 4) : out.readUInt32LE(at + 4)) + one) >>> 0;
    }
  };
  add(0, 24);
  out.writeUInt32BE(one, 24);
  out.writeUInt32BE(two, 28);
  for (let at = 32; at + 24 + pageSize <= out.length; at += 24 + pageSize) {
    add(at, 8);
    add(at + 24, pageSize);
    out.writeUInt32BE(one, at + 16);
    out.writeUInt32BE(two, at + 20);
  }
  return out;
}

void test('stores: the rows before an unfinished transaction are read from its journal', async () => {
  const { database, beside, rows } = real.journal;
  assert.ok(unpacked(database).includes('Never'), 'the transaction has reached the file');
  await reading({ 'a.db': unpacked(database), 'a.db-journal': unpacked(beside) }, async (source) => {
    assert.deepEqual(await source.count({ table: 'events', by: 'type' }), [{ value: 'OrderPlaced', count: rows }]);
    assert.match(source.notes.join(), /^A transaction is not finished: a\.db-journal has \d+ pages as they were/);
  });
});

void test('stores: a file that grows is followed', async () => {
  await inFolder(async (folder) => {
    const path = folder.file('a.db', await sqliteBytes(eventsTable, numbered(10)));
    await withSource(path, async (source) => {
      assert.deepEqual(await positions(source), [10, 9, 8]);
      const more = await sqliteBytes(eventsTable, numbered(2000));
      writeFileSync(path, more);
      assert.equal(await source.refresh(), true);
      assert.equal(await source.refresh(), false);
      assert.deepEqual(await positions(source), [2000, 1999, 1998]);
      // Also without being told: an answer is from one state of the file.
      writeFileSync(path, await sqliteBytes(eventsTable, numbered(20)));
      assert.deepEqual(await positions(source), [20, 19, 18]);
      rmSync(path);
      assert.match(await problemOf(source.page(newest)), /no longer there/);
    });
    const log = unpacked(real.log.beside);
    const live = folder.file('live.db', unpacked(real.log.database));
    folder.file('live.db-wal', log.subarray(0, 32 + 2 * 536));
    await withSource(live, async (source) => {
      const [first] = await positions(source);
      writeFileSync(`${live}-wal`, log);
      assert.equal(await source.refresh(), true);
      assert.deepEqual(await positions(source), [45, 44, 43]);
      assert.ok(Number(first) < 45);
    });
  });
});

void test('stores: what cannot be opened is said in one sentence', async () => {
  const sound = await sqliteBytes(eventsTable, numbered(10));
  const random = randomFrom(3);
  const encrypted = Buffer.from(Array.from({ length: 8192 }, () => random(256)));
  const cases: [string, string | Uint8Array, RegExp][] = [
    ['a.db', '', /^a\.db is empty: it has 0 bytes/],
    ['b.db', new Uint8Array(4096), /^b\.db holds nothing but zeros/],
    ['c.db', encrypted, /^c\.db is not an SQLite database\. The first 16 bytes .* encrypted \(SQLCipher\)/],
    ['d.db', sound.subarray(0, 50), /^d\.db is cut off/],
    ['e.jsonl', 'no json\nat all\n', /^e\.jsonl is text, but has no JSON objects/],
    ['f.jsonl.gz', gzipSync('plain words'), /^f\.jsonl\.gz is packed with gzip, and what is in it is neither/],
    ['g.gz', gzipSync(sound), /^g\.gz is a packed SQLite database/],
    ['h.gz', new Uint8Array([0x1f, 0x8b, 8, 0, 1, 2, 3]), /^h\.gz is packed with gzip and damaged/],
  ];
  await inFolder(async (folder) => {
    for (const [name, content, said] of cases) {
      const path = folder.file(name, content);
      const before = folder.listing();
      const message = await problemOf(openSource(path, plainWorld));
      assert.match(message, said);
      assert.match(message, /\.$/);
      assert.deepEqual(folder.listing(), before);
    }
    mkdirSync(join(folder.path, 'folder'));
    assert.match(await problemOf(openSource(join(folder.path, 'folder'), plainWorld)), /^folder is a folder/);
    assert.match(await problemOf(openSource(join(folder.path, 'none.db'), plainWorld)), /^none\.db does not exist/);
    const refused = (code: string): World => ({
      ...plainWorld,
      open() {
        throw Object.assign(new Error(code), { code });
      },
    });
    const path = folder.file('x.db', sound);
    assert.match(await problemOf(openSource(path, refused('EACCES'))), /^x\.db cannot be read: permission denied/);
    assert.match(await problemOf(openSource(path, refused('EBUSY'))), /^x\.db is locked by another program/);
  });
});

void test('stores: cut off and bit-flipped databases give rows or a sentence, and stay as they are', async () => {
  const sound = await sqliteBytes(
    'PRAGMA page_size = 512',
    eventsTable,
    numbered(400),
    'CREATE INDEX i ON events (type)',
  );
  const random = randomFrom(11);
  let [answered, refused] = [0, 0];
  await inFolder(async (folder) => {
    for (let round = 0; round < 500; round++) {
      const bytes = Buffer.from(round % 2 ? sound : sound.subarray(0, random(sound.length)));
      // Half of the flips in what describes the others.
      const at = random(round % 4 === 1 ? Math.min(1024, bytes.length) : bytes.length);
      if (round % 2) bytes[at] = (bytes[at] ?? 0) ^ (1 << random(8));
      const path = folder.file('a.db', bytes);
      const before = folder.listing();
      const message = await problemOf(
        withSource(path, async (source) => {
          await source.tables();
          const page = await source.page({ ...newest, limit: 500 });
          const oldest = await source.page({ ...newest, order: [{ column: 'position' }], limit: 5 });
          await source.count({ table: 'events', by: 'type' });
          assert.ok(page.length + oldest.length >= 0);
        }),
      );
      if (message === 'no problem') answered++;
      else refused++;
      assert.match(message, /no problem|^a\.db .*\.$/s);
      assert.deepEqual(folder.listing(), before);
    }
  });
  assert.ok(answered > 100 && refused > 100, `${answered} answered, ${refused} refused`);
});

void test('stores: what is there of a file that was cut off stays readable', async () => {
  const sound = await sqliteBytes(eventsTable, numbered(5000));
  await reading({ 'a.db': sound.subarray(0, sound.length >> 1) }, async (source) => {
    const page = await source.page({ ...newest, order: [{ column: 'position' }], limit: 100 });
    assert.equal(page.length, 100);
    assert.match(source.notes.join(), /^The file is cut off: \d+ of \d+ pages are there/);
    const whole = await source.page({ ...newest, order: [{ column: 'position' }], limit: 5000 });
    assert.ok(whole.length > 1000 && whole.length < 5000);
    assert.match(source.notes.join('\n'), /events is damaged/);
  });
});

void test('stores: five gigabytes of nothing behind a database are not read', async () => {
  await inFolder(async (folder) => {
    const path = folder.file('a.db', await sqliteBytes(eventsTable, numbered(50)));
    truncateSync(path, 5 * 1024 ** 3);
    const memory = process.memoryUsage().rss;
    await withSource(path, async (source) => {
      assert.deepEqual(await positions(source), [50, 49, 48]);
    });
    assert.ok(process.memoryUsage().rss - memory < 200_000_000);
  });
});

const native = world.native?.();
void test('stores: the SQLite of the runtime reads large files in place, and none with a log', async () => {
  const small = { large: 1 };
  await inFolder(async (folder) => {
    const path = folder.file('a.db', await sqliteBytes(eventsTable, numbered(100)));
    const before = folder.listing();
    const source = await openSource(path, world, small);
    assert.match(
      source.how,
      native ? /^Read in place by this runtime's own SQLite/ : /this runtime has no SQLite of its own/,
    );
    assert.deepEqual(await positions(source), [100, 99, 98]);
    assert.deepEqual(
      (await source.count({ table: 'events', by: 'type' })).map(({ count }) => count),
      [67, 33],
    );
    await source.close();
    const log = folder.file('w.db', unpacked(real.log.database));
    const alone = await openSource(log, world, small);
    assert.match(alone.how, /^Read by sql\.js/);
    assert.deepEqual(await positions(alone), [40, 39, 38]);
    folder.file('w.db-wal', unpacked(real.log.beside));
    assert.deepEqual(await positions(alone), [45, 44, 43]);
    await alone.close();
    assert.deepEqual(
      folder.listing().map((line) => line.split(' ')[0]),
      ['a.db', 'w.db', 'w.db-wal'],
    );
    assert.deepEqual(folder.listing().slice(0, 1), before);
  });
});

void test('stores: a live writer in WAL mode is followed, and finds its files as it left them', async () => {
  if (!native) return;
  await inFolder(async (folder) => {
    const path = join(folder.path, 'live.db');
    const writer = new native.DatabaseSync(path, { readOnly: false });
    writer.exec(`PRAGMA journal_mode = WAL; ${eventsTable}; ${numbered(10)}`);
    await withSource(
      path,
      async (source) => {
        for (let round = 1; round <= 300; round++) {
          writer.exec(`INSERT INTO events (type) VALUES ('Live')`);
          if (round % 50 === 0) writer.exec(`PRAGMA wal_checkpoint(${round % 100 ? 'RESTART' : 'TRUNCATE'})`);
          const before = folder.listing();
          await source.refresh();
          assert.deepEqual(await positions(source, { limit: 1 }), [10 + round]);
          assert.deepEqual(folder.listing(), before);
        }
      },
      world,
    );
    writer.close();
    assert.deepEqual(
      folder.listing().map((line) => line.split(' ')[0]),
      ['live.db'],
    );
  });
});

void test('stores: JSON Lines keep positions, types and digits, and name what is broken', async () => {
  const lines = [
    '\ufeff{"type":"OrderPlaced","data":{"n":1,"id":12345678901234567890},"at":-1,"ok":true}',
    '',
    'not json',
    '{"type":"OrderPaid","data":null,"big":9007199254740993,"text":"12345678901234567890"}',
    '[1]',
    '{"type":"OrderPlaced","extra":"<script>\\u0000"}',
    '{"type":"Half',
  ].join('\r\n');
  await reading({ 'events.db': lines }, async (source) => {
    assert.equal(source.kind, 'jsonl');
    const [table] = await source.tables();
    assert.deepEqual(table?.columns[0], { name: 'position', type: 'integer', primaryKey: true });
    assert.deepEqual(
      table?.columns.map(({ name }) => name),
      ['position', 'type', 'data', 'at', 'ok', 'big', 'text', 'extra'],
    );
    const columns = ['position', 'data', 'big', 'text', 'extra', 'at', 'ok'];
    const rows = await source.page({ table: 'events', columns, order: [{ column: 'position' }], limit: 9 });
    assert.deepEqual(rows, [
      { position: 1, data: '{"n":1,"id":12345678901234567890}', big: null, text: null, extra: null, at: -1, ok: true },
      {
        position: 4,
        data: null,
        big: 9007199254740993n,
        text: '12345678901234567890',
        extra: null,
        at: null,
        ok: null,
      },
      { position: 6, data: null, big: null, text: null, extra: '<script>\0', at: null, ok: null },
    ]);
    assert.deepEqual(await positions(source, { limit: 2 }), [6, 4]);
    assert.deepEqual(await positions(source, { after: [4] }), [1]);
    assert.deepEqual(await positions(source, { where: [{ column: 'data:n', is: '=', value: 1 }] }), [1]);
    assert.deepEqual(await source.count({ table: 'events', by: 'type', range: 'position' }), [
      { value: 'OrderPlaced', count: 2, first: 1, last: 6 },
      { value: 'OrderPaid', count: 1, first: 4, last: 4 },
    ]);
    assert.deepEqual(source.notes, [
      '3 broken lines are left out: line 3 is no JSON, line 5 is no object, line 7 is no JSON.',
    ]);
    assert.match(await problemOf(source.page({ ...newest, columns: ['nothing'] })), /has no column "nothing"/);
  });
});

void test('stores: JSON arrays, packed files and rows with a position of their own', async () => {
  const rows = Array.from({ length: 3000 }, (_, index) => ({
    position: index * 2,
    type: `T${index % 3}`,
    text: '],[{"\\',
  }));
  for (const [name, content] of [
    ['events.json', JSON.stringify(rows, null, 2)],
    ['events.json.gz', gzipSync(JSON.stringify(rows))],
    ['events.gz', gzipSync(rows.map((row) => JSON.stringify(row)).join('\n'))],
  ] as const)
    await reading({ [name]: content }, async (source) => {
      const [table] = await source.tables();
      assert.deepEqual(
        table?.columns.map((column) => column.name),
        ['line', 'position', 'type', 'text'],
      );
      const query = {
        table: table?.name ?? '',
        columns: ['line', 'position', 'text'],
        order: [{ column: 'line', descending: true }],
        limit: 1,
      };
      assert.deepEqual(await source.page(query), [{ line: 3000, position: 5998, text: '],[{"\\' }]);
      assert.deepEqual(await source.count({ table: query.table, by: 'type', limit: 1 }), [
        { value: 'T0', count: 1000 },
      ]);
      assert.deepEqual(source.notes, []);
    });
  const packed = gzipSync(rows.map((row) => JSON.stringify(row)).join('\n'));
  await reading({ 'a.jsonl.gz': packed.subarray(0, packed.length >> 1) }, async (source) => {
    assert.match(source.notes.join(), /^a\.jsonl\.gz is cut off/);
    const [{ count } = { count: 0 }] = await source.count({ table: 'a' });
    assert.ok(count > 10 && count < 3000);
  });
});

void test('stores: a JSON Lines file that grows, half a line at a time', async () => {
  await inFolder(async (folder) => {
    const path = folder.file('events.jsonl', '{"type":"A"}\n{"ty');
    await withSource(path, async (source) => {
      assert.deepEqual(await positions(source), [1]);
      assert.equal(await source.refresh(), false);
      appendFileSync(path, 'pe":"B","new":1}\n{"type":"C"}\n');
      assert.equal(await source.refresh(), true);
      assert.deepEqual(await positions(source), [3, 2, 1]);
      assert.deepEqual(source.notes, []);
      assert.deepEqual(
        (await source.tables())[0]?.columns.map(({ name }) => name),
        ['position', 'type', 'new'],
      );
      writeFileSync(path, '{"type":"Z"}\n');
      assert.equal(await source.refresh(), true);
      assert.deepEqual(await source.page({ ...newest, columns: ['type'] }), [{ type: 'Z' }]);
    });
  });
});

void test('stores: logs of Laravel and of Node', async () => {
  const laravel = [
    '[2026-08-21 10:00:00] local.INFO: OrderPlaced {"event":"OrderPlaced","payload":{"id":7}} []',
    '[2026-08-21T10:00:01.123456+00:00] production.ERROR: Undefined "x" {"exception":"[object] (Error at /a.php:1)"} {"url":"/"}',
    '[stacktrace]',
    '#0 /a.php(1): {main}',
    '"}',
    '[2026-08-21 10:00:02] local.INFO: plain',
  ].join('\n');
  await reading({ 'laravel.log': laravel }, async (source) => {
    assert.equal(source.kind, 'log');
    const columns = ['position', 'time', 'channel', 'level', 'message', 'context', 'event', 'payload', 'extra'];
    const rows = await source.page({ table: 'laravel', columns, order: [{ column: 'position' }], limit: 9 });
    assert.deepEqual(
      rows.map(({ position, level, message }) => [position, level, message]),
      [
        [1, 'INFO', 'OrderPlaced'],
        [2, 'ERROR', 'Undefined "x"'],
        [6, 'INFO', 'plain'],
      ],
    );
    assert.deepEqual([rows[0]?.['event'], rows[0]?.['payload'], rows[0]?.['extra']], ['OrderPlaced', '{"id":7}', null]);
    assert.equal(rows[0]?.['context'], '{"event":"OrderPlaced","payload":{"id":7}}');
    assert.match(String(rows[1]?.['extra']), /^\{"url":"\/"\}\n\[stacktrace\]/);
  });
  const pino = '{"level":30,"time":1755770400000,"event":"a","msg":"x"}\n{"level":50,"time":1755770400001,"msg":"y"}\n';
  await reading({ 'app.log': pino }, async (source) => {
    assert.deepEqual(await source.count({ table: 'app', by: 'level' }), [
      { value: 30, count: 1 },
      { value: 50, count: 1 },
    ]);
  });
  const mixed =
    'server started\n2026-08-21T10:00:00Z info OrderPlaced {"id":1}\n2026-08-21T10:00:01Z info plain words\n';
  await reading({ 'node.log': mixed }, async (source) => {
    assert.equal(source.kind, 'log');
    const rows = await source.page({
      table: 'node',
      columns: ['time', 'message', 'id'],
      order: [{ column: 'position' }],
      limit: 9,
    });
    assert.deepEqual(rows.slice(1), [
      { time: '2026-08-21T10:00:00Z', message: 'info OrderPlaced', id: 1 },
      { time: '2026-08-21T10:00:01Z', message: 'info plain words', id: null },
    ]);
  });
});

void test('stores: any bytes are rows or a sentence', async () => {
  const random = randomFrom(5);
  const text = '[{"a":1},{"b":[1,{"c":"x\\""}]}]\n{"d":1}\n[2026-01-01 00:00:00] a.B: {"x":1} []\n';
  await inFolder(async (folder) => {
    for (let round = 0; round < 150; round++) {
      const bytes = Buffer.from(text.slice(random(40)).repeat(1 + random(3)));
      for (let flips = random(6); flips > 0; flips--) bytes[random(bytes.length)] = random(256);
      const path = folder.file('a.json', bytes);
      const message = await problemOf(
        withSource(path, async (source) => {
          const [table] = await source.tables();
          for (const { name } of table?.columns ?? [])
            await source.page({ table: 'a', columns: [name], order: [{ column: name }], limit: 3 });
        }),
      );
      assert.match(message, /^no problem$|^a\.json .*\.$/s);
    }
  });
});
