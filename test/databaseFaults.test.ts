/** Databases that cannot be reached, do not let in, are slow, go away and come back: one sentence each, and nothing is ever written. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { type AddressInfo, connect, createServer, type Server as Listener } from 'node:net';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { createConnection } from 'mysql2/promise';
import { Client } from 'pg';
import { parseConnection } from '../server/stores/sources/connection';
import { openDatabase, type DatabaseOptions } from '../server/stores/sources/database';
import type { Driver } from '../server/stores/sources/driver';
import { mysql } from '../server/stores/sources/mysql';
import { postgres as postgresDriver } from '../server/stores/sources/postgres';
import { StoreProblem, type Source } from '../server/stores/store';
import { fixtures } from './support/project';
import { type Kind, mariadb, postgres, type Running, stopAll } from './support/servers/databases';

after(stopAll);

const password = 'hunter2-%@:/ö';
const inUrl = encodeURIComponent(password);
const kinds: readonly (Kind & { readonly driver: Driver })[] = [
  { ...postgres, driver: postgresDriver },
  { ...mariadb, driver: mysql },
];
const count = { table: 'log' };
const page = { table: 'log', columns: ['id', 'type'], order: [{ column: 'id' }], limit: 3 };

async function reading(url: string, work: (source: Source) => Promise<void>, options?: DatabaseOptions): Promise<void> {
  const source = await openDatabase(url, options);
  try {
    for (const text of [source.how, ...source.notes]) assert.doesNotMatch(text, /hunter2/);
    await work(source);
  } finally {
    await source.close();
  }
}

/** One sentence that gives no password away. */
async function problemOf(asked: Promise<unknown>): Promise<string> {
  const error: unknown = await asked.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  assert.ok(error instanceof StoreProblem, `no problem, but ${String(error)}`);
  assert.match(error.message, /^\w.*[.?]$/s);
  assert.doesNotMatch(JSON.stringify([error.message, error.stack, error]), /hunter2/);
  return error.message;
}

const made = new Set<string>();
async function withLog({ name, folder, start }: Kind): Promise<Running> {
  const running = await start();
  if (made.has(name)) return running;
  made.add(name);
  await running.create('shop');
  const isPostgres = folder === 'postgres';
  await running.run(
    'shop',
    `CREATE TABLE log (id bigint PRIMARY KEY, type varchar(50) NOT NULL);
     INSERT INTO log VALUES (1, 'A'), (2, 'B'), (3, 'A');
     CREATE TABLE secrets (id int PRIMARY KEY, v text);
     ${
       isPostgres
         ? `CREATE USER reader PASSWORD '${password}'; CREATE USER stranger; GRANT SELECT ON log TO reader; ANALYZE log;`
         : `CREATE USER reader@'%' IDENTIFIED BY '${password}'; GRANT SELECT ON shop.log TO reader@'%'; FLUSH PRIVILEGES;`
     }`,
  );
  return running;
}

/** Keeps a table from being read, as a migration would, until it is let go. */
async function locking(kind: Kind, running: Running, work: () => Promise<void>): Promise<void> {
  const port = running.server.port;
  if (kind.folder === 'postgres') {
    const client = new Client({ connectionString: running.url('shop') });
    client.on('error', () => undefined);
    await client.connect();
    await client.query('BEGIN; LOCK TABLE log IN ACCESS EXCLUSIVE MODE');
    await work().finally(() => client.end().catch(() => undefined));
    return;
  }
  const client = await createConnection({ host: '127.0.0.1', port, user: 'owner', database: 'shop' });
  client.on('error', () => undefined);
  await client.query('LOCK TABLES log WRITE');
  await work().finally(() => {
    client.destroy();
  });
}

function listening(
  answer: (listener: Listener, port: number) => Promise<void>,
  onConnection: 'end' | 'silence',
): Promise<void> {
  return new Promise((settle, fail) => {
    const sockets = new Set<{ destroy(): void }>();
    const listener = createServer((socket) => {
      sockets.add(socket);
      socket.on('error', () => undefined);
      if (onConnection === 'end') socket.end();
    });
    listener.listen(0, '127.0.0.1', () => {
      const address = listener.address();
      answer(listener, typeof address === 'object' && address ? address.port : 0)
        .then(settle, fail)
        .finally(() => {
          for (const socket of sockets) socket.destroy();
          listener.close();
        });
    });
  });
}

void test('databases: who does not answer is named', async () => {
  let closed = 0;
  await listening((_, port) => {
    closed = port;
    return Promise.resolve();
  }, 'end');
  for (const scheme of ['postgres', 'mysql']) {
    const refused = await problemOf(openDatabase(`${scheme}://ada:${inUrl}@127.0.0.1:${closed}/shop`));
    assert.equal(refused, `Nothing answers at 127.0.0.1:${closed}: the connection was refused. Is the server running?`);
    assert.match(
      await problemOf(openDatabase(`${scheme}://ada:${inUrl}@nowhere.invalid/shop`)),
      /^The host nowhere\.invalid is not known\./,
    );
    assert.match(
      await problemOf(
        openDatabase(`${scheme}://ada:${inUrl}@/shop?${scheme === 'mysql' ? 'socket' : 'host'}=/nowhere`),
      ),
      /^There is no socket of a server at \/nowhere\./,
    );
    const title = scheme === 'mysql' ? 'MySQL' : 'PostgreSQL';
    await listening(async (_, port) => {
      assert.equal(
        await problemOf(openDatabase(`${scheme}://ada:${inUrl}@127.0.0.1:${port}/shop`)),
        `127.0.0.1:${port} ended the connection at once. Is it a ${title} server?`,
      );
    }, 'end');
    await listening(async (_, port) => {
      assert.equal(
        await problemOf(openDatabase(`${scheme}://ada:${inUrl}@127.0.0.1:${port}/shop?connect_timeout=1`)),
        `127.0.0.1:${port} did not answer within 1 s.`,
      );
    }, 'silence');
  }
});

for (const kind of kinds) {
  void test(`databases: ${kind.name}, who is not let in is told why`, async () => {
    const running = await withLog(kind);
    const opened = (database: string, user: string): Promise<string> =>
      problemOf(openDatabase(running.url(database, user)));
    assert.match(await opened('shop', 'reader:hunter2wrong'), /does not take the password of the user reader\.$/);
    assert.match(
      await opened('shop', 'reader'),
      /wants a password for the user reader|does not let the user reader in/,
    );
    assert.match(await opened('nothing', 'owner'), /^The server at 127\.0\.0\.1:\d+ has no database nothing\.$/);
    assert.match(
      await opened('nothing', `reader:${inUrl}`),
      /has no database nothing|does not let the user reader into the database nothing/,
    );
    if (kind.folder === 'postgres')
      assert.match(await opened('shop', 'stranger'), /does not let the user stranger in from here\.$/);
  });

  void test(`databases: ${kind.name}, what may not be read is left out, the rest is shown`, async () => {
    const running = await withLog(kind);
    await reading(running.url('shop', `reader:${inUrl}`), async (source) => {
      assert.deepEqual(
        (await source.tables()).map(({ name }) => name),
        ['log'],
      );
      assert.deepEqual(await source.count(count), [{ value: null, count: 3 }]);
      const denied = await problemOf(source.count({ table: 'secrets' }));
      if (kind.folder === 'mysql') assert.equal(denied, 'shop has no table "secrets".');
      else {
        assert.deepEqual(source.notes, [
          'This user may not read secrets: the rest is shown. Grant SELECT to see more.',
        ]);
        assert.equal(denied, source.notes[0]);
      }
      // Taken away while it is open.
      await running.run(
        'shop',
        kind.folder === 'mysql' ? `REVOKE SELECT ON shop.log FROM reader@'%'` : 'REVOKE SELECT ON log FROM reader',
      );
      assert.match(await problemOf(source.page(page)), /reader may not read this: .*Grant SELECT on it\.$/);
      await running.run(
        'shop',
        kind.folder === 'mysql' ? `GRANT SELECT ON shop.log TO reader@'%'` : 'GRANT SELECT ON log TO reader',
      );
      assert.equal((await source.page(page)).length, 3);
    });
  });

  void test(`databases: ${kind.name}, nothing can be written over the connection`, async () => {
    const running = await withLog(kind);
    const session = await kind.driver.connect(parseConnection(running.url('shop')), false, 5000);
    const isMysql = kind.folder === 'mysql';
    for (const sql of [
      `INSERT INTO log VALUES (9, 'X')`,
      `UPDATE log SET type = 'X'`,
      'DELETE FROM log',
      'CREATE TABLE made (id int)',
      'DROP TABLE log',
      'TRUNCATE log',
    ])
      await assert.rejects(
        session.within(5000, (run) => run({ sql, values: [] })),
        isMysql ? { errno: 1792 } : { code: '25006' },
        sql,
      );
    for (const sql of [`SELECT 1; INSERT INTO log VALUES (9, 'X')`, `COMMIT; INSERT INTO log VALUES (9, 'X')`])
      await assert.rejects(
        session.within(5000, (run) => run({ sql, values: [] })),
        isMysql ? { errno: 1064 } : { code: '42601' },
        sql,
      );
    // Even where the transaction was ended behind its back.
    await assert.rejects(
      session.within(5000, async (run) => {
        await run({ sql: 'COMMIT', values: [] });
        return run({ sql: `INSERT INTO log VALUES (9, 'X')`, values: [] });
      }),
      isMysql ? { errno: 1792 } : { code: '25006' },
    );
    const rows = await session.within(5000, (run) => run({ sql: 'SELECT id, type FROM log ORDER BY id', values: [] }));
    assert.deepEqual(rows, [
      [1, 'A'],
      [2, 'B'],
      [3, 'A'],
    ]);
    session.end();
  });

  void test(`databases: ${kind.name}, what takes too long is stopped, and a count becomes an estimate`, async () => {
    const running = await withLog(kind);
    await reading(
      running.url('shop'),
      async (source) => {
        await locking(kind, running, async () => {
          assert.equal(
            await problemOf(source.page(page)),
            'This took longer than 2 s and was stopped. Narrow the filter.',
          );
          assert.deepEqual(await source.count(count), [{ value: null, count: 3, exact: false }]);
          assert.match(await problemOf(source.count({ ...count, by: 'type' })), /^This took longer than 2 s/);
        });
        assert.deepEqual(await source.page(page), [
          { id: 1, type: 'A' },
          { id: 2, type: 'B' },
          { id: 3, type: 'A' },
        ]);
        assert.deepEqual(await source.count(count), [{ value: null, count: 3 }]);
      },
      { timeout: 2000, countTimeout: 700 },
    );
  });

  void test(`databases: ${kind.name}, a look tells of new rows and tables`, async () => {
    const running = await withLog(kind);
    await running.create('growing');
    await running.run('growing', 'CREATE TABLE a (id int PRIMARY KEY, v text); INSERT INTO a VALUES (1, NULL);');
    await reading(running.url('growing'), async (source) => {
      await source.refresh();
      assert.equal(await source.refresh(), false);
      await running.run('growing', 'INSERT INTO a VALUES (2, NULL)');
      assert.equal(await source.refresh(), true);
      await running.run('growing', 'CREATE TABLE b (id int)');
      assert.equal(await source.refresh(), true);
      assert.deepEqual(
        (await source.tables()).map(({ name }) => name),
        ['a', 'b'],
      );
      await running.run('growing', 'DROP TABLE a');
      const asked = { table: 'a', columns: ['id'], order: [{ column: 'id' }], limit: 1 };
      assert.equal(
        await problemOf(source.page(asked)),
        'The tables of the database have changed meanwhile. Look again.',
      );
      await source.refresh();
      assert.equal(await problemOf(source.page(asked)), 'growing has no table "a".');
    });
  });

  void test(`databases: ${kind.name} by its socket`, async () => {
    const { server } = await withLog(kind);
    const url =
      kind.folder === 'postgres'
        ? `postgres://owner@/shop?host=${encodeURIComponent(server.home)}&port=${server.port}`
        : `mysql://owner@/shop?socket=${encodeURIComponent(join(server.home, 's'))}`;
    await reading(url, async (source) => {
      assert.ok(source.how.includes(server.home), source.how);
      assert.deepEqual(await source.count(count), [{ value: null, count: 3 }]);
    });
  });
}

void test('databases: PostgreSQL with several schemas, partitions, views and a schema of its own', async () => {
  const running = await withLog(postgres);
  await running.create('schemas');
  await running.run(
    'schemas',
    `CREATE TABLE events (id int PRIMARY KEY); CREATE SCHEMA tenant; CREATE TABLE tenant.events (id int PRIMARY KEY, at date);
     CREATE TABLE parts (id int, day date) PARTITION BY RANGE (day);
     CREATE TABLE parts_2025 PARTITION OF parts FOR VALUES FROM ('2025-01-01') TO ('2026-01-01');
     CREATE TABLE old (id int); CREATE TABLE old_child () INHERITS (old);
     CREATE VIEW seen AS SELECT 1 AS one; CREATE MATERIALIZED VIEW kept AS SELECT 1 AS one;
     CREATE TEMP TABLE passing (id int); CREATE DOMAIN positive AS int8; CREATE TYPE mood AS ENUM ('good', 'bad');
     CREATE TABLE typed (n positive, m mood); INSERT INTO typed VALUES (3, 'bad'), (4, 'good');
     INSERT INTO tenant.events VALUES (7, '2025-02-03');`,
  );
  const names = async (url: string): Promise<readonly string[]> => {
    let found: readonly string[] = [];
    await reading(url, async (source) => {
      found = (await source.tables()).map(({ name }) => name);
    });
    return found;
  };
  const url = running.url('schemas');
  assert.deepEqual(await names(url), ['events', 'kept', 'old', 'parts', 'typed', 'tenant.events']);
  assert.deepEqual(await names(`${url}?schema=tenant`), [
    ...['public.events', 'public.kept', 'public.old', 'public.parts', 'public.typed', 'events'],
  ]);
  await reading(url, async (source) => {
    const order = [{ column: 'id' }];
    assert.deepEqual(await source.page({ table: 'tenant.events', columns: ['id', 'at'], order, limit: 2 }), [
      { id: 7, at: '2025-02-03' },
    ]);
    const where = [{ column: 'm', is: '=', value: 'bad' }] as const;
    assert.deepEqual(
      await source.page({ table: 'typed', columns: ['n', 'm'], where, order: [{ column: 'm' }], limit: 2 }),
      [{ n: 3, m: 'bad' }],
    );
    assert.deepEqual(await source.count({ table: 'typed', where: [{ column: 'm', is: '=', value: 'sad' }] }), [
      { value: null, count: 0 },
    ]);
  });
});

void test('databases: a pooler that takes no start-up options is asked without them, and read only all the same', async (t) => {
  const running = await withLog(postgres);
  const seen: string[] = [];
  const pooler = createServer((socket) => {
    socket.on('error', () => undefined);
    socket.once('data', (start) => {
      const hasOptions = start.includes('options\0');
      seen.push(hasOptions ? 'refused' : 'let through');
      if (hasOptions) {
        const fields = Buffer.from('SFATAL\0VFATAL\0C08P01\0Munsupported startup parameter: options\0\0');
        const head = Buffer.from('E\0\0\0\0');
        head.writeInt32BE(fields.length + 4, 1);
        socket.end(Buffer.concat([head, fields]));
        return;
      }
      const server = connect(running.server.port, '127.0.0.1');
      server.on('error', () => undefined);
      server.write(start);
      socket.pipe(server).pipe(socket);
    });
  });
  await new Promise<void>((settle) => pooler.listen(0, '127.0.0.1', settle));
  t.after(() => pooler.close());
  const { port } = pooler.address() as AddressInfo;
  const session = await postgresDriver.connect(
    parseConnection(`postgres://owner@127.0.0.1:${port}/shop?sslmode=disable`),
    false,
    5000,
  );
  assert.deepEqual(seen, ['refused', 'let through']);
  const insert = session.within(5000, (run) => run({ sql: `INSERT INTO log VALUES (9, 'X')`, values: [] }));
  await assert.rejects(insert, { code: '25006' });
  const rows = await session.within(5000, (run) => run({ sql: 'SELECT count(*) FROM log', values: [] }));
  assert.deepEqual(rows, [[3]]);
  session.end();
});

void test('databases: MariaDB without a database shows all of them', async () => {
  const { url } = await withLog(mariadb);
  await reading(url(''), async (source) => {
    const names = (await source.tables()).map(({ name }) => name);
    assert.ok(names.includes('shop.log') && !names.some((name) => name.startsWith('mysql.')), names.join());
    assert.deepEqual(await source.count({ table: 'shop.log' }), [{ value: null, count: 3 }]);
  });
});

void test('databases: encryption as the connection string asks for it', async () => {
  const [own, other] = [await withLog(postgres), await withLog(mariadb)];
  const read = (path: string): Uint8Array => readFileSync(path);
  const authority = encodeURIComponent(join(fixtures, 'databases', 'tls', 'server.crt'));
  const url = own.url('shop');
  const works = (options: string): Promise<void> =>
    reading(`${url}?${options}`, async (source) => void (await source.count(count)), { read });
  await works('sslmode=disable');
  await works('sslmode=require');
  await works(`sslmode=verify-ca&sslrootcert=${authority}`);
  const fails = (options: string): Promise<string> => problemOf(openDatabase(`${url}?${options}`, { read }));
  assert.match(await fails('sslmode=verify-full'), /is signed by nobody trusted here .* with sslrootcert\.$/);
  assert.match(
    await fails(`sslmode=verify-full&sslrootcert=${authority}`),
    /^The certificate of 127\.0\.0\.1:\d+ is for another host\./,
  );
  assert.equal(
    await fails('sslrootcert=/nowhere.crt'),
    'The file /nowhere.crt, which the connection string names, cannot be read.',
  );
  assert.match(
    await problemOf(openDatabase(`${other.url('shop')}?sslmode=require`)),
    /does not speak TLS\. With sslmode=disable it is asked without\.$/,
  );
});

// Last, as they end the servers that the others use.
for (const kind of kinds)
  void test(`databases: ${kind.name} goes away in the middle of an answer and comes back`, async () => {
    const running = await withLog(kind);
    const { server } = running;
    const before = running.url('shop');
    await reading(before, async (source) => {
      await locking(kind, running, async () => {
        const waiting = problemOf(source.page(page));
        await waitsFor(kind, running);
        await server.kill();
        assert.match(
          await waiting,
          /^The connection to 127\.0\.0\.1:\d+ was lost and could not be made anew\. (?:Nothing answers|The server at|127\.0\.0\.1:\d+ ended).* The next look tries again\.$/s,
        );
      });
      assert.match(await problemOf(source.refresh()), /was lost and could not be made anew/);
      await server.start();
      assert.equal((await source.page(page)).length, 3);
      // Between two questions nobody notices.
      await server.kill();
      await server.start();
      assert.equal((await source.page(page)).length, 3);
      assert.deepEqual(await source.count(count), [{ value: null, count: 3 }]);
      await source.close();
      assert.match(await problemOf(source.page(page)), /^The connection to 127\.0\.0\.1:\d+ was closed\.$/);
    });
  });

/** Until the server says that somebody waits for the table. */
async function waitsFor(kind: Kind, running: Running): Promise<void> {
  if (kind.folder === 'postgres') {
    const client = new Client({ connectionString: running.url('postgres') });
    await client.connect();
    for (;;) {
      const { rows } = await client.query(`SELECT 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock'`);
      if (rows.length > 0) break;
    }
    await client.end();
    return;
  }
  const client = await createConnection({ host: '127.0.0.1', port: running.server.port, user: 'owner' });
  for (;;) {
    const [rows] = await client.query(
      `SELECT 1 FROM information_schema.processlist WHERE state LIKE 'Waiting for table%'`,
    );
    if ((rows as unknown[]).length > 0) break;
  }
  client.destroy();
}

void test('databases: a server that falls silent is given up', async () => {
  const { server, url } = await withLog(mariadb);
  await reading(
    url('shop'),
    async (source) => {
      await server.freeze();
      assert.equal(
        await problemOf(source.page(page)),
        `127.0.0.1:${server.port} no longer answers. The next look connects anew.`,
      );
      server.thaw();
      assert.equal((await source.page(page)).length, 3);
    },
    { timeout: 1000 },
  );
});
