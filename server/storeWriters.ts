/** Databases opened for writing, each statement in a transaction of its own that stays only when it did as it was told. */
import type { Writer } from './lsp/runPrepared';
import { StoreProblem } from './stores/store';
import { parseConnection, type Connection } from './stores/sources/connection';
import { tlsOf } from './stores/sources/database';
import { mysql } from './stores/sources/mysql';
import { postgres } from './stores/sources/postgres';
import { nameOf } from './stores/sources/sqliteFile';
import type { NativeSqlite } from './stores/world';

/** Others may be writing: so long until theirs is done. */
const lockedMilliseconds = 3_000;

export function sqliteWriter(native: NativeSqlite | undefined, path: string): Writer {
  const name = nameOf(path);
  if (!native)
    throw new StoreProblem(
      `${name} can only be read here: this editor's runtime has no SQLite of its own that could write. Copy the statement and run it with a tool for SQLite. Nothing has been changed.`,
    );
  return {
    run(statement, commits) {
      let database;
      let isOpen = false;
      try {
        database = new native.DatabaseSync(path, { readOnly: false });
        database.exec(`PRAGMA busy_timeout = ${lockedMilliseconds}`);
        database.exec('BEGIN IMMEDIATE');
        isOpen = true;
        const rows = changedBy(database.prepare(statement).run());
        const stays = commits(rows);
        database.exec(stays ? 'COMMIT' : 'ROLLBACK');
        isOpen = false;
        return Promise.resolve(rows);
      } catch (error) {
        if (isOpen) database?.exec('ROLLBACK');
        const reason = error instanceof Error ? error.message : String(error);
        return Promise.reject(
          new StoreProblem(
            /locked|busy/i.test(reason)
              ? `${name} is locked by another program. Try again when it has finished. Nothing has been changed.`
              : `The statement failed: ${reason}. Nothing has been changed.`,
          ),
        );
      } finally {
        database?.close();
      }
    },
  };
}

const changedBy = ({ changes }: { readonly changes: number | bigint }): number => Number(changes);

/** A connection of its own, as long as the statement takes. */
export function databaseWriter(text: string, read: (path: string) => Uint8Array): Writer {
  const connection = parseConnection(text);
  const { tls } = connection;
  const connect = connection.kind === 'postgres' ? toPostgres : toMysql;
  const { trouble } = connection.kind === 'postgres' ? postgres : mysql;
  return {
    async run(statement, commits) {
      let client: Client | undefined;
      let isOpen = false;
      try {
        client = await connect(connection, tlsOf(tls, connection, read)).catch((error: unknown) => {
          if (tls.kind !== 'preferred' || trouble(error, connection).kind !== 'no tls') throw error;
          return connect(connection, false);
        });
        await client.begin();
        isOpen = true;
        const rows = await client.run(statement);
        const stays = commits(rows);
        await client.end(stays);
        isOpen = false;
        return rows;
      } catch (error) {
        if (isOpen) await client?.end(false).catch(() => undefined);
        if (error instanceof StoreProblem) throw error;
        const known = trouble(error, connection);
        const reason = error instanceof Error ? error.message : String(error);
        throw new StoreProblem(
          `${known.kind === 'said' ? known.sentence : `The statement failed: ${reason}.`} Nothing has been changed.`,
        );
      } finally {
        client?.close();
      }
    },
  };
}

interface Client {
  begin(): Promise<unknown>;
  run(statement: string): Promise<number>;
  end(stays: boolean): Promise<unknown>;
  close(): void;
}

async function toPostgres(to: Connection, tls: object | false): Promise<Client> {
  const { Client: Postgres } = await import('pg');
  const client = new Postgres({
    host: to.socket ?? to.host,
    port: to.port,
    user: to.user,
    database: to.database ?? to.user,
    ...(to.password !== undefined && { password: to.password }),
    ssl: tls,
    connectionTimeoutMillis: to.patience * 1000,
  });
  client.on('error', () => undefined);
  await client.connect();
  if (to.schema !== undefined)
    await client.query({ text: `SELECT set_config('search_path', $1, false)`, values: [to.schema] });
  return {
    begin: () => client.query(`BEGIN READ WRITE; SET LOCAL statement_timeout = ${lockedMilliseconds}`),
    // Never the protocol in which a text may hold several statements.
    run: async (text) => (await client.query({ text, ...({ queryMode: 'extended' } as object) })).rowCount ?? 0,
    end: (stays) => client.query(stays ? 'COMMIT' : 'ROLLBACK'),
    close: () => void client.end().catch(() => undefined),
  };
}

async function toMysql(to: Connection, tls: object | false): Promise<Client> {
  const { createConnection } = await import('mysql2');
  const client = createConnection({
    ...(to.socket === undefined ? { host: to.host, port: to.port } : { socketPath: to.socket }),
    user: to.user ?? '',
    ...(to.password !== undefined && { password: to.password }),
    ...(to.database !== undefined && { database: to.database }),
    ...(tls !== false && { ssl: tls }),
    connectTimeout: to.patience * 1000,
    charset: 'utf8mb4',
    multipleStatements: false,
    flags: ['-LOCAL_FILES'],
  });
  client.on('error', () => undefined);
  const query = (sql: string): Promise<unknown> =>
    new Promise((resolve, reject) => {
      client.query(sql, (error, answer) => {
        if (error) reject(error);
        else resolve(answer);
      });
    });
  // As statements are written out: a backslash escapes, and what does not fit its column is an error.
  await query(`SET SESSION sql_mode = 'STRICT_TRANS_TABLES', innodb_lock_wait_timeout = ${lockedMilliseconds / 1000}`);
  return {
    begin: () => query('START TRANSACTION READ WRITE'),
    run: async (text) => Number(((await query(text)) as { readonly affectedRows?: number }).affectedRows ?? 0),
    end: (stays) => query(stays ? 'COMMIT' : 'ROLLBACK'),
    close: () => {
      client.end(() => undefined);
    },
  };
}
