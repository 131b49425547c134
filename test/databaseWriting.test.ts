/** Prepared statements carried out on real servers after they were confirmed: as many rows as were shown, or none and a sentence. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { createConnection } from 'mysql2/promise';
import { Client } from 'pg';
import { runPrepared, type Wanted } from '../server/lsp/runPrepared';
import { inspect, openInspector } from '../server/stores/inspector';
import type { Inspector, Prepared, PrepareQuery } from '../server/stores/questions';
import { openDatabase } from '../server/stores/sources/database';
import { StoreProblem } from '../server/stores/store';
import { sqliteWriter } from '../server/stores/writers/sqlite';
import { databaseWriter } from '../server/stores/writers/database';
import type { Writer } from '../server/stores/writers/writer';
import { commandLine } from './support/commandLine';
import { nodeWithSqlite } from './support/servers/install';
import { type Kind, mariadb, postgres, type Running, stopAll } from './support/servers/databases';
import { inFolder, plainWorld, sqliteBytes } from './support/stores';

after(stopAll);
const caches = mkdtempSync(join(tmpdir(), 'event-wiring-caches-'));
after(() => {
  rmSync(caches, { recursive: true, force: true });
});

const kinds: readonly Kind[] = [postgres, mariadb];
const password = 'hunter2-%@:/ö';
const inUrl = encodeURIComponent(password);
const quick = { statement: 6_000, lock: 1_000 };

/** Four failures alike, one of another kind, and one that is resolved. */
function tables({ folder }: Kind, engine = ''): string {
  const moment = folder === 'postgres' ? 'timestamp' : 'datetime';
  return `
CREATE TABLE event_store (position int PRIMARY KEY, event_id varchar(40) NOT NULL, event_type varchar(90) NOT NULL, aggregate_id varchar(90) NOT NULL, version int NOT NULL, payload text NOT NULL, recorded_at ${moment} NOT NULL) ${engine};
CREATE TABLE event_projections (projection_name varchar(90) PRIMARY KEY, last_position int NOT NULL, status varchar(16) NOT NULL, updated_at ${moment} NOT NULL) ${engine};
CREATE TABLE event_processing_failures (id int PRIMARY KEY, event_id varchar(40) NOT NULL, event_type varchar(90) NOT NULL, handler_class varchar(90) NOT NULL, error_message text NOT NULL, status varchar(16) NOT NULL, attempts int NOT NULL, next_attempt_at ${moment} NULL, failed_at ${moment} NOT NULL, resolved_at ${moment} NULL) ${engine};
INSERT INTO event_store VALUES (1, 'e1', 'Placed', 'order-1', 1, '{}', '2026-01-01 10:00:00');
INSERT INTO event_projections VALUES ('orders', 1, 'active', '2026-01-01 10:00:00');
INSERT INTO event_processing_failures VALUES
  (1, 'e1', 'Placed', 'Mailer', 'RuntimeException: no route to 10.0.0.1', 'failed', 3, NULL, '2026-01-01 10:00:01', NULL),
  (2, 'e1', 'Placed', 'Mailer', 'RuntimeException: no route to 10.0.0.2', 'failed', 3, NULL, '2026-01-01 10:00:02', NULL),
  (3, 'e1', 'Placed', 'Mailer', 'RuntimeException: no route to 10.0.0.3', 'failed', 3, NULL, '2026-01-01 10:00:03', NULL),
  (4, 'e1', 'Placed', 'Mailer', 'RuntimeException: no route to 10.0.0.4', 'failed', 3, NULL, '2026-01-01 10:00:04', NULL),
  (5, 'e1', 'Placed', 'Printer', 'LogicException: out of paper', 'failed', 1, NULL, '2026-01-01 10:00:05', NULL),
  (6, 'e1', 'Placed', 'Mailer', 'RuntimeException: no route to 10.0.0.6', 'resolved', 1, NULL, '2026-01-01 10:00:06', '2026-01-02 10:00:00');`;
}

interface Store {
  readonly running: Running;
  readonly name: string;
  readonly inspector: Inspector;
  /** Prepared as the panel does. */
  prepare(change: PrepareQuery): Promise<{ readonly wanted: Wanted; readonly prepared: Prepared }>;
  run(wanted: Wanted, writer?: Writer): Promise<{ readonly rows: number }>;
  /** Ids of failures in this state. */
  ids(state: 'open' | 'resolved' | 'pending'): Promise<readonly number[]>;
  failure(id: string): Promise<string>;
  /** Of the four that are alike. */
  group(): Promise<string>;
}

let made = 0;

async function withStore(
  kind: Kind,
  work: (store: Store) => Promise<void>,
  { sql = tables(kind), query = '' }: { readonly sql?: string; readonly query?: string } = {},
): Promise<void> {
  const running = await kind.start();
  const name = `shop${++made}`;
  await running.create(name);
  await running.run(name, sql);
  const url = running.url(name) + query;
  const inspector = await inspect(await openDatabase(url), {}, { name });
  const usual = databaseWriter(url, { read: () => assert.fail('no file is read'), patience: quick });
  try {
    await work({
      ...{ running, name, inspector },
      async prepare(change) {
        const prepared = await inspector.ask('prepare', change);
        const { what, key, group } = change;
        return {
          prepared,
          wanted: { what, key, ...(group && { group }), text: prepared.text, rows: prepared.rows ?? -1 },
        };
      },
      run: (wanted, writer = usual) => runPrepared(inspector, wanted, () => writer),
      async ids(state) {
        await inspector.ask('refresh', {});
        const { rows } = await inspector.ask('failures', { state: state === 'pending' ? 'all' : state, limit: 100 });
        const ids = rows.map(({ id }) => Number(id)).sort((a, b) => a - b);
        if (state !== 'pending') return ids;
        return (await asked(kind, running, name, "SELECT id FROM event_processing_failures WHERE status = 'pending'"))
          .map(([id]) => Number(id))
          .sort((a, b) => a - b);
      },
      async failure(id) {
        const { rows } = await inspector.ask('failures', { state: 'all', limit: 100 });
        return rows.find((row) => row.id === id)?.key ?? assert.fail(`no failure ${id}`);
      },
      async group() {
        const [group] = await inspector.ask('failureGroups', { text: 'no route' });
        return group?.key ?? assert.fail('no group');
      },
    });
  } finally {
    await inspector.close();
  }
}

/** By a client of its own. */
async function asked(
  kind: Kind,
  running: Running,
  database: string,
  sql: string,
): Promise<readonly (readonly unknown[])[]> {
  if (kind.folder === 'postgres') {
    const client = new Client({ connectionString: running.url(database) });
    await client.connect();
    try {
      return (await client.query<unknown[]>({ text: sql, rowMode: 'array' })).rows;
    } finally {
      await client.end();
    }
  }
  const client = await createConnection({
    ...{ host: '127.0.0.1', port: running.server.port, user: 'owner', database },
    ...{ rowsAsArray: true, dateStrings: true },
  });
  try {
    return (await client.query(sql))[0] as unknown as readonly (readonly unknown[])[];
  } finally {
    await client.end();
  }
}

/** Holds the rows of this statement until `work` is done. */
async function holding(kind: Kind, running: Running, database: string, sql: string, work: () => Promise<void>) {
  if (kind.folder === 'postgres') {
    const client = new Client({ connectionString: running.url(database) });
    client.on('error', () => undefined);
    await client.connect();
    await client.query(`BEGIN; ${sql}`);
    await work().finally(() => client.end().catch(() => undefined));
    return;
  }
  const client = await createConnection({ host: '127.0.0.1', port: running.server.port, user: 'owner', database });
  client.on('error', () => undefined);
  await client.query('START TRANSACTION');
  await client.query(sql);
  await work().finally(() => {
    client.destroy();
  });
}

/** One sentence or two that give no password away. */
async function problemOf(work: Promise<unknown>): Promise<string> {
  const error: unknown = await work.then(
    (answer) => assert.fail(`it was carried out: ${JSON.stringify(answer)}`),
    (reason: unknown) => reason,
  );
  assert.ok(error instanceof StoreProblem, `no problem, but ${String(error)}`);
  assert.match(error.message, /^[\w].*\.$/s);
  assert.doesNotMatch(error.message, /hunter2/);
  return error.message;
}

const unchanged = /Nothing has been changed\.$/;

for (const kind of kinds) {
  void test(`writing: ${kind.name}, one failure is resolved, at the moment it is, and a projection set back`, async () => {
    await withStore(kind, async (store) => {
      const { running, name } = store;
      if (kind.folder === 'postgres') await running.run(name, `ALTER DATABASE ${name} SET timezone = 'Asia/Tokyo'`);
      else await running.run(name, `SET GLOBAL time_zone = '+09:00'`);
      const { prepared, wanted } = await store.prepare({ what: 'resolve', key: await store.failure('2') });
      assert.deepEqual([prepared.table, prepared.rows], ['event_processing_failures', 1]);
      assert.deepEqual(await store.run(wanted), { rows: 1 });
      assert.deepEqual(await store.ids('resolved'), [2, 6]);
      assert.deepEqual(await store.ids('open'), [1, 3, 4, 5]);
      const [[at] = []] = await asked(
        kind,
        running,
        name,
        `SELECT cast(resolved_at AS char(19)) FROM event_processing_failures WHERE id = 2`,
      );
      const late = Math.abs(Date.parse(`${String(at).replace(' ', 'T')}Z`) - Date.now());
      assert.ok(late < 60_000, `resolved at ${String(at)}, ${late} ms from now`);
      // The same again has nothing left to do.
      assert.match(await problemOf(store.run(wanted)), unchanged);

      const rebuild = await store.prepare({ what: 'rebuild', key: 'orders' });
      assert.deepEqual(await store.run(rebuild.wanted), { rows: 1 });
      assert.equal((await store.inspector.ask('projections', {}))[0]?.position, 0);
    });
  });

  void test(`writing: ${kind.name}, a group is retried at once, without those that joined it since`, async () => {
    await withStore(kind, async (store) => {
      const { running, name } = store;
      const { prepared, wanted } = await store.prepare({ what: 'retry', key: await store.group(), group: {} });
      assert.equal(prepared.rows, 4);
      assert.match(prepared.question, /^Change 4 rows in event_processing_failures of /);
      await running.run(
        name,
        `INSERT INTO event_processing_failures VALUES (7, 'e1', 'Placed', 'Mailer', 'RuntimeException: no route to 10.0.0.7', 'failed', 3, NULL, '2026-01-01 10:00:07', NULL)`,
      );
      await store.inspector.ask('refresh', {});
      assert.deepEqual(await store.run(wanted), { rows: 4 });
      assert.deepEqual(await store.ids('pending'), [1, 2, 3, 4]);
    });
  });

  void test(`writing: ${kind.name}, a group of which somebody changed one since is left as it is`, async () => {
    await withStore(kind, async (store) => {
      const { running, name } = store;
      const { wanted } = await store.prepare({ what: 'resolve', key: await store.group(), group: {} });
      await running.run(name, `UPDATE event_processing_failures SET resolved_at = '2026-02-01 10:00:00' WHERE id = 3`);
      assert.equal(
        await problemOf(store.run(wanted)),
        'The statement would have changed 3 rows and not 4 rows as shown. Somebody else has changed the rest meanwhile. It was rolled back, nothing has been changed.',
      );
      assert.deepEqual(await store.ids('resolved'), [3, 6]);
    });
  });

  void test(`writing: ${kind.name}, who may only read is told so`, async () => {
    await withStore(kind, async (store) => {
      const { running, name } = store;
      const user = `reader${made}`;
      await running.run(
        name,
        kind.folder === 'postgres'
          ? `CREATE USER ${user} PASSWORD '${password}'; GRANT SELECT ON ALL TABLES IN SCHEMA public TO ${user}`
          : `CREATE USER ${user}@'%' IDENTIFIED BY '${password}'; GRANT SELECT ON ${name}.* TO ${user}@'%'`,
      );
      const { wanted } = await store.prepare({ what: 'resolve', key: await store.failure('2') });
      const writer = databaseWriter(running.url(name, `${user}:${inUrl}`), { read: () => assert.fail() });
      const said = await problemOf(store.run(wanted, writer));
      assert.match(said, new RegExp(`^The user ${user} may not change this: .*grant UPDATE on the table\\.`));
      assert.match(said, unchanged);
      const wrong = databaseWriter(running.url(name, `${user}:nonsense`), { read: () => assert.fail() });
      assert.match(
        await problemOf(store.run(wanted, wrong)),
        // One of the servers asks nobody for a password.
        kind.folder === 'postgres' ? unchanged : /does not take the password of the user .*Nothing has been changed\.$/,
      );
      assert.deepEqual(await store.ids('resolved'), [6]);
    });
  });

  void test(`writing: ${kind.name}, rows that somebody holds are not waited for long`, async () => {
    await withStore(kind, async (store) => {
      const { running, name } = store;
      const { wanted } = await store.prepare({ what: 'resolve', key: await store.failure('2') });
      await holding(kind, running, name, 'UPDATE event_processing_failures SET attempts = 9 WHERE id = 2', async () => {
        assert.equal(
          await problemOf(store.run(wanted)),
          'Somebody else is changing these rows. Try again when they have finished. Nothing has been changed.',
        );
      });
      assert.deepEqual(await store.run(wanted), { rows: 1 });
    });
  });

  void test(`writing: ${kind.name}, what the database itself refuses is said in its words`, async () => {
    await withStore(kind, async (store) => {
      const { running, name } = store;
      await running.run(
        name,
        kind.folder === 'postgres'
          ? `CREATE FUNCTION no() RETURNS trigger AS $$ BEGIN RAISE EXCEPTION 'not on a Friday'; END $$ LANGUAGE plpgsql;
             CREATE TRIGGER no BEFORE UPDATE ON event_processing_failures FOR EACH ROW EXECUTE FUNCTION no()`
          : `CREATE TRIGGER no BEFORE UPDATE ON event_processing_failures FOR EACH ROW SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'not on a Friday'`,
      );
      const { wanted } = await store.prepare({ what: 'resolve', key: await store.failure('2') });
      assert.equal(
        await problemOf(store.run(wanted)),
        'The database does not take this change: not on a Friday. Nothing has been changed.',
      );
    });
  });

  void test(`writing: ${kind.name}, a server that goes away or falls silent has changed nothing`, async () => {
    // As those who mean it have it: of what was answered nothing is lost.
    const durable = kind.folder === 'mysql' ? 'SET GLOBAL innodb_flush_log_at_trx_commit = 1;' : '';
    await withStore(
      kind,
      async (store) => {
        const { running, name } = store;
        const { server } = running;
        const { wanted } = await store.prepare({ what: 'resolve', key: await store.failure('2') });
        const patient = databaseWriter(running.url(name), {
          read: () => assert.fail(),
          patience: { statement: 60_000, lock: 60_000 },
        });
        const hold = 'UPDATE event_processing_failures SET attempts = 9 WHERE id = 2';
        await holding(kind, running, name, hold, async () => {
          const said = problemOf(store.run(wanted, patient));
          await waitsForRow(kind, running, name);
          await server.kill();
          assert.equal(
            await said,
            `The connection to 127.0.0.1:${server.port} was lost: what was begun there is rolled back. Nothing has been changed.`,
          );
        });
        await server.start();
        assert.deepEqual(await store.ids('resolved'), [6]);

        // Silent from the moment its statement is being run; of PostgreSQL only the process that lets people in would be.
        if (kind.folder === 'postgres') return;
        await holding(kind, running, name, hold, async () => {
          const said = problemOf(
            store.run(
              wanted,
              databaseWriter(running.url(name), {
                read: () => assert.fail(),
                patience: { statement: 5_000, lock: 60_000 },
              }),
            ),
          );
          await waitsForRow(kind, running, name);
          await server.freeze();
          assert.equal(
            await said,
            `127.0.0.1:${server.port} no longer answers: what was begun there is rolled back. Nothing has been changed.`,
          );
          server.thaw();
        });
        assert.deepEqual(await store.ids('resolved'), [6]);
      },
      { sql: durable + tables(kind) },
    );
  });
}

/** Until a statement waits for a row that somebody else holds. */
async function waitsForRow(kind: Kind, running: Running, database: string): Promise<void> {
  const sql =
    kind.folder === 'postgres'
      ? `SELECT 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()`
      : `SELECT 1 FROM information_schema.processlist WHERE info LIKE 'UPDATE%' AND state LIKE 'Updating%'`;
  while ((await asked(kind, running, database, sql)).length === 0);
}

void test('writing: a connection lost while the change is kept leaves it open whether it was', async () => {
  await withStore(postgres, async (store) => {
    const { running, name } = store;
    const { wanted } = await store.prepare({ what: 'resolve', key: await store.failure('2') });
    // Nothing is kept until a copy has it that is not there.
    await running.run(name, `ALTER SYSTEM SET synchronous_standby_names = 'nobody'`);
    await running.run(name, 'SELECT pg_reload_conf()');
    while ((await asked(postgres, running, name, 'SHOW synchronous_standby_names'))[0]?.[0] !== 'nobody');
    const writer = databaseWriter(running.url(name), {
      read: () => assert.fail(),
      patience: { statement: 60_000, lock: 300 },
    });
    const said = problemOf(store.run(wanted, writer));
    const keeping = `SELECT 1 FROM pg_stat_activity WHERE query = 'COMMIT' AND wait_event = 'SyncRep'`;
    while ((await asked(postgres, running, name, keeping)).length === 0);
    await running.server.kill();
    assert.equal(
      await said,
      `The connection to 127.0.0.1:${running.server.port} was lost, just as the change was to be kept: whether it was cannot be told from here. Look at the store again.`,
    );
    await running.server.start();
    await running.run(name, 'ALTER SYSTEM RESET synchronous_standby_names');
    await running.run(name, 'SELECT pg_reload_conf()');
  });
});

void test('writing: PostgreSQL, what a table puts off until the end has its limit of time as well', async () => {
  const sql = `${tables(postgres)}
    CREATE FUNCTION slow() RETURNS trigger AS $$ BEGIN PERFORM pg_sleep(60); RETURN NULL; END $$ LANGUAGE plpgsql;
    CREATE CONSTRAINT TRIGGER slow AFTER UPDATE ON event_processing_failures DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION slow()`;
  await withStore(
    postgres,
    async (store) => {
      const { wanted } = await store.prepare({ what: 'resolve', key: await store.failure('2') });
      assert.equal(
        await problemOf(store.run(wanted)),
        'The statement took longer than 6 s and was rolled back: somebody else may hold these rows. Nothing has been changed.',
      );
      assert.deepEqual(await store.ids('resolved'), [6]);
    },
    { sql },
  );
});

void test('writing: PostgreSQL, tables of a schema that is named in the connection string', async () => {
  const sql = `CREATE SCHEMA "Shop"; SET search_path TO "Shop"; ${tables(postgres)}`;
  await withStore(
    postgres,
    async (store) => {
      const { wanted } = await store.prepare({ what: 'resolve', key: await store.failure('2') });
      assert.deepEqual(await store.run(wanted), { rows: 1 });
      assert.deepEqual(await store.ids('resolved'), [2, 6]);
    },
    { sql, query: '?schema=Shop' },
  );
});

void test('writing: MariaDB, a table that takes no change back is not touched', async () => {
  await withStore(
    mariadb,
    async (store) => {
      const { wanted } = await store.prepare({ what: 'resolve', key: await store.failure('2') });
      assert.equal(
        await problemOf(store.run(wanted)),
        'The table event_processing_failures is kept by MyISAM, which takes no change back: nothing is run on it from here. Copy the statement. Nothing has been changed.',
      );
      assert.deepEqual(await store.ids('resolved'), [6]);
    },
    { sql: tables(mariadb, 'ENGINE=MyISAM') },
  );
});

void test('writing: MariaDB, a server that only reads is named', async () => {
  await withStore(mariadb, async (store) => {
    const { running, name } = store;
    const user = `changer${made}`;
    await running.run(
      name,
      `CREATE USER ${user}@'%'; GRANT SELECT, UPDATE ON ${name}.* TO ${user}@'%'; SET GLOBAL read_only = 1`,
    );
    const { wanted } = await store.prepare({ what: 'resolve', key: await store.failure('2') });
    try {
      const writer = databaseWriter(running.url(name, user), { read: () => assert.fail() });
      assert.match(await problemOf(store.run(wanted, writer)), /only reads .*Nothing has been changed\.$/);
    } finally {
      await running.run(name, 'SET GLOBAL read_only = 0');
    }
    assert.deepEqual(await store.ids('resolved'), [6]);
  });
});

/** `serve --allow-writes` on this store: one failure resolved, asked for twice, and a projection set back. */
async function served(store: string): Promise<void> {
  await commandLine(caches, nodeWithSqlite()).started(
    ['serve', store, '--allow-writes'],
    async ({ said, child, ended }) => {
      const [, address = '', token = ''] =
        /^(http:\S+\/api\/events\/)overview\?token=(\S+)$/m.exec(await said(/prepared changes are run\. Ctrl\+C/)) ??
        [];
      const post = async (path: string): Promise<readonly [number, Record<string, unknown>]> => {
        const answer = await fetch(address + path, { method: 'POST', headers: { Authorization: `Bearer ${token}` } });
        return [answer.status, (await answer.json()) as Record<string, unknown>];
      };
      const [status, { data }] = await post('failures/2/resolve');
      const { done, rows, message } = data as Record<string, unknown>;
      assert.deepEqual([status, done, rows, message], [200, true, 1, undefined]);
      assert.equal((await post('failures/2/resolve'))[0], 409);
      const [, { data: rebuilt }] = await post('projections/orders/rebuild');
      assert.equal((rebuilt as Record<string, unknown>)['done'], true);
      child.kill('SIGINT');
      assert.equal(await ended, 0);
    },
  );
}

for (const kind of kinds)
  void test(`writing: ${kind.name}, the service changes what it was allowed to`, { timeout: 300_000 }, async () => {
    await withStore(kind, async ({ running, name, ids }) => {
      await served(running.url(name));
      assert.deepEqual(await ids('resolved'), [2, 6]);
    });
  });

void test('writing: SQLite, the service changes what it was allowed to', { timeout: 300_000 }, async () => {
  await inFolder(async (folder) => {
    const path = folder.file('shop.sqlite', await sqliteBytes(tables(mariadb)));
    await served(path);
    const inspector = await openInspector(path, plainWorld);
    const { rows } = await inspector.ask('failures', { state: 'resolved', limit: 10 });
    assert.deepEqual(rows.map(({ id }) => id).sort(), ['2', '6']);
    await inspector.close();
    assert.equal(folder.listing().length, 1);
  });
});

void test('writing: SQLite, a file that is gone is not made anew', async () => {
  await inFolder(async (folder) => {
    const opened = function (): never {
      assert.fail('nothing may be opened');
    };
    const writer = sqliteWriter(
      { ...plainWorld, native: () => ({ DatabaseSync: opened as never }) },
      join(folder.path, 'x.db'),
    );
    const statement = { text: 'UPDATE a SET b = 1', table: 'a' };
    assert.equal(
      await problemOf(writer.run(statement, () => true)),
      'x.db is no longer there. Nothing has been changed.',
    );
    assert.deepEqual(folder.listing(), []);
  });
});
