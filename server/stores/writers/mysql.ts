/** A statement that changes MySQL or MariaDB, by way of `mysql2`. Knows no layout. */
import { placeOf, type Connection } from '../sources/connection';
import type { Client, ToWrite } from './client';
import type { WritingPatience } from './writer';

export const toMysql: ToWrite = { connect, sentence };

/** Of a table's engine, whether it can take a change back. */
const engine = `
SELECT t.engine, e.transactions FROM information_schema.tables t LEFT JOIN information_schema.engines e ON e.engine = t.engine
WHERE t.table_schema = coalesce(?, database()) AND t.table_name = ?`;

async function connect(to: Connection, tls: object | false, patience: WritingPatience): Promise<Client> {
  const { createConnection } = await import('mysql2');
  const client = createConnection({
    ...(to.socket === undefined ? { host: to.host, port: to.port } : { socketPath: to.socket }),
    user: to.user ?? '',
    ...(to.password !== undefined && { password: to.password }),
    ...(to.database !== undefined && { database: to.database }),
    ...(tls !== false && { ssl: tls }),
    connectTimeout: to.patience * 1000,
    charset: 'utf8mb4',
    // Neither several statements at once, nor files of this machine. Rows that match count, not only those that differ.
    multipleStatements: false,
    flags: ['-LOCAL_FILES', 'FOUND_ROWS'],
  });
  // A lost connection is told by the statement.
  client.on('error', () => undefined);
  const query = (sql: string, values?: readonly unknown[]): Promise<unknown> =>
    new Promise((resolve, reject) => {
      const done = (error: unknown, answer: unknown): void => {
        if (error instanceof Error) reject(error);
        else resolve(answer);
      };
      if (values) client.execute(sql, [...values] as never, done);
      else client.query(sql, done);
    });
  // As statements are written out: a backslash escapes, and what does not fit its column is an error. Values in them are
  // what was read in such a session.
  const seconds = Math.max(1, Math.ceil(patience.lock / 1000));
  await query(
    `SET SESSION sql_mode = 'STRICT_ALL_TABLES', time_zone = '+00:00', innodb_lock_wait_timeout = ${seconds}, lock_wait_timeout = ${seconds}`,
  );
  // MySQL has a limit for questions alone: whoever waits counts the time there.
  await query(`SET SESSION max_statement_time = ${patience.statement / 1000}`).catch(() => undefined);
  return {
    async begin() {
      await query('START TRANSACTION READ WRITE');
    },
    async refusal(table) {
      const dot = to.database === undefined ? table.indexOf('.') : -1;
      const schema = dot < 0 ? null : table.slice(0, dot);
      const [row] = (await query(engine, [schema, table.slice(dot + 1)])) as readonly Record<string, unknown>[];
      const [name, transactions] = Object.values(row ?? {});
      if (transactions === 'YES') return undefined;
      return `The table ${table} is kept by ${typeof name === 'string' ? name : 'an engine'}, which takes no change back: nothing is run on it from here. Copy the statement.`;
    },
    run: async (text) => Number(((await query(text)) as { readonly affectedRows?: number }).affectedRows ?? 0),
    async end(stays) {
      await query(stays ? 'COMMIT' : 'ROLLBACK');
    },
    close(politely) {
      if (politely) client.end(() => undefined);
      else client.destroy();
    },
  };
}

function sentence(error: unknown, connection: Connection): string | undefined {
  const { errno = 0, sqlState = '' } = error as { readonly errno?: number; readonly sqlState?: string };
  const message = error instanceof Error ? error.message : String(error);
  const user = connection.user === undefined ? 'This user' : `The user ${connection.user}`;
  switch (errno) {
    case 1142:
    case 1143:
    case 1227:
    case 1370:
      return `${user} may not change this: ${message}. Copy the statement for somebody who may, or grant UPDATE on the table.`;
    case 1290:
    case 1792:
    case 1836:
      return `The server at ${placeOf(connection)} only reads (a replica, or set so): connect to the one that is written to.`;
    case 1205:
    case 1213:
    case 3572:
      return 'Somebody else is changing these rows. Try again when they have finished.';
  }
  return /^(?:22|23|44|45)/.test(sqlState) ? `The database does not take this change: ${message}.` : undefined;
}
