/** A statement that changes PostgreSQL, by way of `pg`. Knows no layout. */
import type { Client as Library, ClientConfig } from 'pg';
import { placeOf, type Connection } from '../sources/connection';
import { codeOf } from '../sources/network';
import type { Client, ToWrite } from './client';
import type { WritingPatience } from './writer';

export const toPostgres: ToWrite = { connect, sentence };

async function connect(to: Connection, tls: object | false, patience: WritingPatience): Promise<Client> {
  const { Client: Postgres } = await import('pg');
  const config: ClientConfig = {
    host: to.socket ?? to.host,
    port: to.port,
    user: to.user,
    database: to.database ?? to.user,
    ...(to.password !== undefined && { password: to.password }),
    ssl: tls,
    application_name: 'event-wiring',
    connectionTimeoutMillis: to.patience * 1000,
  };
  const client = new Postgres(config);
  // A lost connection is told by the statement.
  client.on('error', () => undefined);
  await client.connect();
  return {
    async begin() {
      // For this transaction alone: behind a pooler the connection is somebody else's after it. Values in the statement
      // are what was read in such a session.
      await client.query(
        `BEGIN TRANSACTION ISOLATION LEVEL READ COMMITTED, READ WRITE; SET LOCAL statement_timeout = ${patience.statement}; ` +
          `SET LOCAL lock_timeout = ${patience.lock}; SET LOCAL TimeZone = 'UTC'; SET LOCAL DateStyle = 'ISO, YMD'; ` +
          `SET LOCAL IntervalStyle = 'postgres'; SET LOCAL standard_conforming_strings = on`,
      );
      // Names without a schema mean what they meant when they were read.
      if (to.schema !== undefined)
        await client.query({
          text: `SELECT set_config('search_path', quote_ident($1) || ', ' || current_setting('search_path'), true)`,
          values: [to.schema],
        });
    },
    refusal: () => Promise.resolve(undefined),
    async run(text) {
      // Never the protocol in which a text may hold several statements.
      const { rowCount } = await client.query({ text, ...({ queryMode: 'extended' } as object) });
      // What would be put off until it is kept has no limit of time there.
      await client.query('SET CONSTRAINTS ALL IMMEDIATE');
      return rowCount ?? 0;
    },
    async end(stays) {
      await client.query(stays ? 'COMMIT' : 'ROLLBACK');
    },
    close(politely) {
      client.end().catch(() => undefined);
      if (!politely) socketOf(client).destroy();
    },
  };
}

const socketOf = (client: Library): { destroy(): void } =>
  (client as unknown as { readonly connection: { readonly stream: { destroy(): void } } }).connection.stream;

function sentence(error: unknown, connection: Connection): string | undefined {
  const code = codeOf(error);
  const message = error instanceof Error ? error.message : String(error);
  const user = connection.user === undefined ? 'This user' : `The user ${connection.user}`;
  if (code === '42501')
    return `${user} may not change this: ${message}. Copy the statement for somebody who may, or grant UPDATE on the table.`;
  if (code === '25006' || /during recovery/.test(message))
    return `The server at ${placeOf(connection)} only reads (a standby, or set so): connect to the one that is written to.`;
  if (code === '55P03' || code === '40P01' || code === '40001')
    return 'Somebody else is changing these rows. Try again when they have finished.';
  if (/^(?:23|22|P0001|44)/.test(code)) return `The database does not take this change: ${message}.`;
  return undefined;
}
