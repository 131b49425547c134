/** The servers of the database tests, started when first asked for, with a client of their own to make tables by. */
import { createConnection } from 'mysql2/promise';
import { Client } from 'pg';
import { postgresVersions } from './install';
import { startMariadb } from './mariadb';
import { startPostgres } from './postgres';
import type { Server } from './server';

export interface Running {
  readonly server: Server;
  /** As `owner`, who may do everything. */
  run(database: string, sql: string): Promise<void>;
  /** As the given user: `name` or `name:password`. */
  url(database: string, user?: string): string;
  create(database: string): Promise<void>;
}

export interface Kind {
  readonly name: string;
  /** Folder of its fixtures. */
  readonly folder: 'postgres' | 'mysql';
  readonly start: () => Promise<Running>;
}

const started = new Map<string, Promise<Running>>();

export async function stopAll(): Promise<void> {
  for (const running of started.values())
    await running.then(
      ({ server }) => server.stop(),
      () => undefined,
    );
}

function once(name: string, start: () => Promise<Running>): () => Promise<Running> {
  return () => {
    const running = started.get(name) ?? start();
    started.set(name, running);
    return running;
  };
}

export const postgresOf = (version: string): Kind => ({
  name: `PostgreSQL ${version.replace(/\..*/, '')}`,
  folder: 'postgres',
  start: once(version, async () => {
    const server = await startPostgres(version);
    const url = (database: string, user = 'owner'): string => `postgres://${user}@127.0.0.1:${server.port}/${database}`;
    const run = async (database: string, sql: string): Promise<void> => {
      const client = new Client({ connectionString: url(database) });
      await client.connect();
      try {
        await client.query(sql);
      } finally {
        await client.end();
      }
    };
    return { server, run, url, create: (database) => run('postgres', `CREATE DATABASE "${database}"`) };
  }),
});

export const mariadb: Kind = {
  name: 'MariaDB',
  folder: 'mysql',
  start: once('mariadb', async () => {
    const server = await startMariadb();
    const run = async (database: string, sql: string): Promise<void> => {
      const client = await createConnection({
        host: '127.0.0.1',
        port: server.port,
        user: 'owner',
        database,
        multipleStatements: true,
      });
      try {
        await client.query(sql);
      } finally {
        await client.end();
      }
    };
    return {
      server,
      run,
      url: (database, user = 'owner') => `mysql://${user}@127.0.0.1:${server.port}/${database}`,
      create: (database) => run('mysql', `CREATE DATABASE \`${database}\``),
    };
  }),
};

const [newest, older] = postgresVersions;
export const postgres = postgresOf(newest);
/** From before it could say what is JSON. */
export const olderPostgres = postgresOf(older);
