/** PostgreSQL by way of `pg`: its connection, tables and failures. Knows no question. */
import type { Client, ClientConfig } from 'pg';
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
import { codeOf, networkTrouble, silent } from './network';
import { postgresDialect } from './postgresDialect';

/** Rows are asked for by one program at a time; it says who it is to whoever looks at the server's list. */
const program = 'event-wiring';

export const postgres: Driver = { title: 'PostgreSQL', connect, trouble };

async function connect(connection: Connection, tls: object | false, milliseconds: number): Promise<Session> {
  const { Client } = await import('pg');
  const config: ClientConfig = {
    host: connection.socket ?? connection.host,
    port: connection.port,
    user: connection.user,
    database: connection.database ?? connection.user,
    ...(connection.password !== undefined && { password: connection.password }),
    ssl: tls,
    application_name: program,
    connectionTimeoutMillis: connection.patience * 1000,
    keepAlive: true,
  };
  const options = `-c default_transaction_read_only=on -c statement_timeout=${milliseconds}`;
  let client: Client;
  try {
    client = await opened(new Client({ ...config, options }));
  } catch (error) {
    // A pooler between takes no options: the transaction alone is read only then.
    if (codeOf(error) !== '08P01') throw error;
    client = await opened(new Client(config));
  }
  const { rows } = await client.query<{ version: string; name: string }>(
    `SELECT current_setting('server_version_num') AS version, split_part(current_setting('server_version'), ' ', 1) AS name`,
  );
  return session(client, connection, Number(rows[0]?.version ?? 0), rows[0]?.name ?? '');
}

/** A lost connection is told by the next statement. */
async function opened(client: Client): Promise<Client> {
  client.on('error', () => undefined);
  await client.connect();
  return client;
}

function session(client: Client, { schema }: Connection, version: number, name: string): Session {
  const run: Run = async ({ sql, values }, paths) => {
    const answer = await client.query<unknown[]>({
      text: sql,
      values: [...values],
      rowMode: 'array',
      types: { getTypeParser: (type: number) => parserOf(type) },
      // Never the protocol in which a text may hold several statements.
      ...({ queryMode: 'extended' } as object),
    });
    return answer.rows.map((row) =>
      row.map((cell, index) => (paths?.has(index) === true ? cellOfJson(cell as Cell) : (cell as Cell))),
    );
  };
  return {
    server: `PostgreSQL ${name}`,
    dialect: postgresDialect(Math.floor(version / 10_000)),
    async within(milliseconds, work) {
      await client.query(
        `BEGIN TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY; SET LOCAL statement_timeout = ${Math.max(1, Math.floor(milliseconds))}; ` +
          `SET LOCAL TimeZone = 'UTC'; SET LOCAL DateStyle = 'ISO, YMD'; SET LOCAL IntervalStyle = 'postgres'; ` +
          `SET LOCAL bytea_output = 'hex'; SET LOCAL extra_float_digits = 1; SET LOCAL standard_conforming_strings = on`,
      );
      return toTheEnd(
        () => work(run),
        (statement) => client.query(statement),
      );
    },
    tables: (run) => tables(run, schema),
    stamp,
    end() {
      const { stream } = (client as unknown as { readonly connection: { readonly stream: { destroy(): void } } })
        .connection;
      client.end().catch(() => undefined);
      // Says goodbye where it still can; never waits for an answer.
      setImmediate(() => {
        stream.destroy();
      });
    },
  };
}

/** Texts as the server writes them, but for numbers, truth, bytes and moments. */
function parserOf(type: number): (text: string) => Cell {
  switch (type) {
    case 16:
      return (text) => text === 't';
    case 17:
      return (text) => new Uint8Array(Buffer.from(text.slice(2), 'hex'));
    case 20:
    case 21:
    case 23:
    case 26:
    case 5069:
      return integer;
    case 700:
    case 701:
      return (text) => (/^-?\d/.test(text) ? Number(text) : text);
    case 1184:
      return (text) => text.replace(/^(\d{4,}-\d\d-\d\d) (\d\d:\d\d:\d\d(?:\.\d+)?)\+00$/, '$1T$2Z');
    default:
      return (text) => text;
  }
}

/** Every readable column of every table that is no partition of another, and no part of an extension. */
const catalogue = `
SELECT n.nspname, c.relname, c.reltuples::float8, a.attname, format_type(a.atttypid, a.atttypmod),
  coalesce(b.typname, t.typname), a.attnotnull, coalesce(a.attnum = ANY (k.indkey), false),
  has_schema_privilege(n.oid, 'USAGE') AND has_column_privilege(c.oid, a.attnum, 'SELECT'),
  n.nspname = coalesce($1::text, current_schema()),
  EXISTS (SELECT FROM pg_catalog.pg_index x WHERE x.indrelid = c.oid AND x.indisvalid AND x.indpred IS NULL AND x.indkey[0] = a.attnum)
FROM pg_catalog.pg_class c
JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
JOIN pg_catalog.pg_type t ON t.oid = a.atttypid
LEFT JOIN pg_catalog.pg_type b ON t.typtype = 'd' AND b.oid = t.typbasetype
LEFT JOIN LATERAL (
  SELECT i.indkey::int2[] AS indkey FROM pg_catalog.pg_index i
  WHERE i.indrelid = c.oid AND i.indisunique AND i.indisvalid AND i.indpred IS NULL AND i.indexprs IS NULL
    AND (i.indisprimary OR c.relkind = 'm' OR NOT EXISTS (
      SELECT FROM pg_catalog.pg_attribute o
      WHERE o.attrelid = c.oid AND o.attnum = ANY (i.indkey::int2[]) AND NOT o.attnotnull))
  ORDER BY i.indisprimary DESC, i.indnatts, i.indexrelid LIMIT 1) k ON true
WHERE c.relkind IN ('r', 'p', 'm') AND NOT c.relispartition
  AND n.nspname NOT IN ('pg_catalog', 'information_schema') AND n.nspname !~ '^pg_(toast|temp)'
  AND NOT EXISTS (SELECT FROM pg_catalog.pg_inherits h WHERE h.inhrelid = c.oid)
  AND NOT EXISTS (
    SELECT FROM pg_catalog.pg_depend d
    WHERE d.classid = 'pg_catalog.pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'e')
ORDER BY n.nspname, c.relname, a.attnum`;

async function tables(run: Run, schema: string | undefined): Promise<DatabaseTables> {
  const rows = await run({ sql: catalogue, values: [schema ?? null] });
  // Where the first schema of the search path has nothing, names without a schema mean those of `public`.
  const hasOwn = rows.some(([, , , , , , , , , isCurrent]) => isCurrent);
  const found = new Map<string, DatabaseTable & { readonly columns: DatabaseTable['columns'][number][] }>();
  const denied = new Set<string>();
  for (const [space, relation, estimate, column, type, base, notNull, isKey, mayRead, isCurrent, indexed] of rows) {
    const isBare = hasOwn ? isCurrent === true : space === 'public';
    const name = isBare ? String(relation) : `${String(space)}.${String(relation)}`;
    if (mayRead !== true) {
      denied.add(name);
      continue;
    }
    const table = found.get(name) ?? {
      name,
      sql: `${doubleQuoted(String(space))}.${doubleQuoted(String(relation))}`,
      columns: [],
      estimate: Number(estimate),
    };
    found.set(name, table);
    table.columns.push({
      name: String(column),
      type: String(type).toLowerCase(),
      base: String(base),
      nullable: notNull !== true,
      ...(isKey === true && { primaryKey: true }),
      ...(indexed === true && { indexed: true }),
    });
  }
  return { tables: [...found.values()], denied: [...denied].filter((name) => !found.has(name)) };
}

/** The largest key tells a new row at once; the server's own statistics tell of the others a little later. */
async function stamp(run: Run, tables: readonly DatabaseTable[]): Promise<string> {
  const statistics = await run({
    sql: `SELECT coalesce(sum(n_tup_ins), 0)::text || '/' || coalesce(sum(n_tup_upd), 0)::text || '/' || coalesce(sum(n_tup_del), 0)::text FROM pg_catalog.pg_stat_user_tables`,
    values: [],
  });
  return [String(statistics[0]?.[0] ?? ''), ...(await largestKeys(run, tables))].join(' ');
}

function trouble(error: unknown, connection: Connection): Trouble {
  const known = networkTrouble(error, connection);
  if (known) return known;
  const place = placeOf(connection);
  const code = codeOf(error);
  const message = error instanceof Error ? error.message : String(error);
  const said = (sentence: string): Trouble => ({ kind: 'said', sentence });
  const user = connection.user === undefined ? 'this user' : `the user ${connection.user}`;
  if (code === '57014') return { kind: 'late' };
  if (/^57P|^08/.test(code) && code !== '57P03') return { kind: 'gone' };
  if (code === '57P03') return said(`The server at ${place} is starting or stopping. Try again in a moment.`);
  if (code === '28P01') return said(`The server at ${place} does not take the password of ${user}.`);
  if (code === '28000') return said(`The server at ${place} does not let ${user} in from here.`);
  if (code === '3D000')
    return said(`The server at ${place} has no database ${connection.database ?? connection.user ?? ''}.`);
  if (code === '42501') return said(`${capital(user)} may not read this: ${message}. Grant SELECT on it.`);
  if (code === '53300') return said(`The server at ${place} has no connection free. Try again when others have ended.`);
  if (code === '42P01' || code === '42703' || code === '3F000')
    return said('The tables of the database have changed meanwhile. Look again.');
  if (code === '22P02' || code === '22P05' || code === '22021') return { kind: 'no json' };
  if (/does not support SSL/i.test(message)) return { kind: 'no tls' };
  if (/password must be a (?:non-empty )?string/i.test(message))
    return said(`The server at ${place} wants a password for ${user}, and the connection string has none.`);
  if (/timeout expired|timeout/i.test(message) && code === '') return said(silent(connection));
  if (/terminated|not queryable|closed/i.test(message)) return { kind: 'gone' };
  return said(`The server at ${place} cannot answer this: ${message}.`);
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
