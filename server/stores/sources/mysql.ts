/** MySQL and MariaDB by way of `mysql2`: connection, tables and failures. Knows no question. */
import type { Connection as Client, ConnectionOptions, FieldPacket } from 'mysql2';
import type { Cell } from '../store';
import { placeOf, type Connection } from './connection';
import { doubleQuoted } from './dialect';
import {
  toTheEnd,
  type DatabaseTable,
  type DatabaseTables,
  type Driver,
  type Run,
  type Session,
  type Trouble,
} from './driver';
import { cellOfJson, integer } from './jsonCells';
import { largestKeys } from './largestKeys';
import { mysqlDialect } from './mysqlDialect';
import { codeOf, networkTrouble } from './network';

export const mysql: Driver = { title: 'MySQL', connect, trouble };

async function connect(connection: Connection, tls: object | false, milliseconds: number): Promise<Session> {
  const library = await import('mysql2');
  const options: ConnectionOptions = {
    ...(connection.socket === undefined
      ? { host: connection.host, port: connection.port }
      : { socketPath: connection.socket }),
    user: connection.user ?? '',
    ...(connection.password !== undefined && { password: connection.password }),
    ...(connection.database !== undefined && { database: connection.database }),
    ...(tls !== false && { ssl: tls }),
    connectTimeout: connection.patience * 1000,
    charset: 'utf8mb4',
    dateStrings: true,
    jsonStrings: true,
    supportBigNumbers: true,
    rowsAsArray: true,
    // Neither several statements at once, nor files of this machine.
    multipleStatements: false,
    flags: ['-LOCAL_FILES'],
    enableKeepAlive: true,
  };
  const client = library.createConnection(options);
  // A lost connection is told by the next statement.
  client.on('error', () => undefined);
  await new Promise<void>((resolve, reject) => {
    client.connect((error) => {
      if (error) reject(error);
      else resolve();
    });
  });
  const [[version]] = (await plain(client, 'SELECT version()')) as [[string]];
  const isMaria = /mariadb/i.test(version);
  const session = sessionOf(client, connection, version, isMaria);
  await plain(client, `SET SESSION sql_mode = 'ANSI_QUOTES', time_zone = '+00:00'`);
  await plain(client, 'SET SESSION TRANSACTION READ ONLY');
  await plain(client, patienceOf(isMaria, milliseconds));
  // Else sizes of tables may be a day old.
  if (!isMaria) await plain(client, 'SET SESSION information_schema_stats_expiry = 0').catch(() => undefined);
  return session;
}

const patienceOf = (isMaria: boolean, milliseconds: number): string =>
  isMaria
    ? `SET SESSION max_statement_time = ${Math.max(1, Math.floor(milliseconds)) / 1000}`
    : `SET SESSION max_execution_time = ${Math.max(1, Math.floor(milliseconds))}`;

/** A statement without values. */
function plain(client: Client, sql: string): Promise<unknown> {
  return new Promise((resolve, reject) => {
    client.query(sql, (error, rows) => {
      if (error) reject(error);
      else resolve(rows);
    });
  });
}

/** With values, which the server gets apart from the statement: nothing is ever put together here. */
function executed(
  client: Client,
  sql: string,
  values: readonly unknown[],
): Promise<{ readonly rows: readonly (readonly unknown[])[]; readonly fields: readonly FieldPacket[] }> {
  return new Promise((resolve, reject) => {
    client.execute(sql, [...values] as never, (error, rows, fields) => {
      if (error) reject(error);
      // A statement that is no question has neither.
      else
        resolve({
          rows: Array.isArray(rows) ? (rows as unknown[][]) : [],
          fields: (fields as FieldPacket[] | undefined) ?? [],
        });
    });
  });
}

function sessionOf(client: Client, connection: Connection, version: string, isMaria: boolean): Session {
  let given = -1;
  const run: Run = async ({ sql, values }, paths) => {
    const { rows, fields } = await executed(client, sql, values);
    const types = fields.map((field) => field.columnType ?? field.type ?? 0);
    return rows.map((row) =>
      row.map((cell, index) => {
        const read = cellOf(cell, types[index] ?? 0);
        return paths?.has(index) === true ? cellOfJson(read) : read;
      }),
    );
  };
  return {
    server: isMaria ? `MariaDB ${/(\d+\.\d+\.\d+)-MariaDB/i.exec(version)?.[1] ?? version}` : `MySQL ${version}`,
    dialect: mysqlDialect,
    async within(milliseconds, work) {
      if (given !== milliseconds) await plain(client, patienceOf(isMaria, milliseconds));
      given = milliseconds;
      await plain(client, 'START TRANSACTION WITH CONSISTENT SNAPSHOT, READ ONLY');
      return toTheEnd(
        () => work(run),
        (statement) => plain(client, statement),
      );
    },
    tables: (run) => tables(run, connection.database),
    stamp,
    end() {
      client.destroy();
    },
  };
}

const bit = 16;
const float = 4;
const longlong = 8;

function cellOf(cell: unknown, type: number): Cell {
  if (cell === null || cell === undefined) return null;
  if (Buffer.isBuffer(cell)) {
    if (type === bit) return integer(BigInt(`0x${cell.toString('hex') || '0'}`).toString());
    return new Uint8Array(cell);
  }
  if (typeof cell === 'number') return type === float ? Number(cell.toPrecision(7)) : cell;
  if (typeof cell === 'string') return type === longlong ? integer(cell) : cell;
  // Points and shapes.
  return typeof cell === 'boolean' || typeof cell === 'bigint' ? cell : JSON.stringify(cell);
}

const catalogue = `
SELECT c.table_schema, c.table_name, c.column_name, c.column_type, c.data_type, c.is_nullable, c.column_key,
  c.collation_name, t.table_rows
FROM information_schema.tables t
JOIN information_schema.columns c ON c.table_schema = t.table_schema AND c.table_name = t.table_name
WHERE t.table_type IN ('BASE TABLE', 'SYSTEM VERSIONED')`;
const order = ' ORDER BY c.table_schema, c.table_name, c.ordinal_position';
const systems = ` AND t.table_schema NOT IN ('information_schema', 'mysql', 'performance_schema', 'sys')`;

/** What may not be read is not listed by the server: nobody can be told of it. */
async function tables(run: Run, database: string | undefined): Promise<DatabaseTables> {
  const rows =
    database === undefined
      ? await run({ sql: catalogue + systems + order, values: [] })
      : await run({ sql: `${catalogue} AND t.table_schema = ?${order}`, values: [database] });
  const found = new Map<string, DatabaseTable & { readonly columns: DatabaseTable['columns'][number][] }>();
  for (const [schema, relation, column, type, base, nullable, key, collation, estimate] of rows) {
    const name = database === undefined ? `${String(schema)}.${String(relation)}` : String(relation);
    const table = found.get(name) ?? {
      name,
      sql: `${doubleQuoted(String(schema))}.${doubleQuoted(String(relation))}`,
      columns: [],
      estimate: estimate === null || estimate === undefined ? -1 : Number(estimate),
    };
    found.set(name, table);
    table.columns.push({
      name: String(column),
      type: String(type).toLowerCase(),
      base: String(base).toLowerCase(),
      nullable: nullable !== 'NO',
      ...(key === 'PRI' && { primaryKey: true }),
      ...(key !== '' && key !== null && { indexed: true }),
      ...(collation !== null && !/_bin$/.test(String(collation)) && { loose: true }),
    });
  }
  return { tables: [...found.values()], denied: [] };
}

async function stamp(run: Run, tables: readonly DatabaseTable[]): Promise<string> {
  const places = tables.map(({ sql }) => sql);
  const written = await run({
    sql: `SELECT concat('"', table_schema, '"."', table_name, '"'), update_time, table_rows FROM information_schema.tables WHERE table_type IN ('BASE TABLE', 'SYSTEM VERSIONED')${systems.replaceAll('t.', '')}`,
    values: [],
  });
  const known = written.filter(([place]) => places.includes(String(place))).map((row) => row.map(String).join('/'));
  return [...known, ...(await largestKeys(run, tables))].join(' ');
}

function trouble(error: unknown, connection: Connection): Trouble {
  const known = networkTrouble(error, connection);
  if (known) return known;
  const place = placeOf(connection);
  const { errno = 0 } = error as { readonly errno?: number };
  const message = error instanceof Error ? error.message : String(error);
  const said = (sentence: string): Trouble => ({ kind: 'said', sentence });
  const user = connection.user === undefined ? 'a user without a name' : `the user ${connection.user}`;
  switch (errno) {
    case 1969:
    case 3024:
    case 1317:
      return { kind: 'late' };
    case 1045:
    case 1698:
      return said(
        connection.password === undefined
          ? `The server at ${place} does not let ${user} in without a password.`
          : `The server at ${place} does not take the password of ${user}.`,
      );
    case 1044:
      return said(`The server at ${place} does not let ${user} into the database ${connection.database ?? ''}.`);
    case 1049:
      return said(`The server at ${place} has no database ${connection.database ?? ''}.`);
    case 1130:
      return said(`The server at ${place} does not let ${user} in from here.`);
    case 1040:
    case 1203:
    case 1226:
      return said(`The server at ${place} has no connection free. Try again when others have ended.`);
    case 1142:
    case 1143:
      return said(`The user ${connection.user ?? ''} may not read this: ${message}. Grant SELECT on it.`);
    case 1146:
    case 1054:
      return said('The tables of the database have changed meanwhile. Look again.');
    case 1053:
    case 1927:
    case 2006:
    case 2013:
    case 4031:
      return { kind: 'gone' };
  }
  const code = codeOf(error);
  if (code === 'HANDSHAKE_NO_SSL_SUPPORT') return { kind: 'no tls' };
  if (code === 'ER_INVALID_JSON_TEXT_IN_PARAM' || errno === 3141) return { kind: 'no json' };
  if (/closed state|connection is closed|Connection lost/i.test(message)) return { kind: 'gone' };
  return said(`The server at ${place} cannot answer this: ${message}.`);
}
