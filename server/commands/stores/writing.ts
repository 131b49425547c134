/** Runs a prepared statement on an SQLite file, when the service was told that it may: all of it, or nothing. */
import { existsSync } from 'node:fs';
import type { Prepared } from '../../stores/questions';
import type { OpenedStore } from './open';
import type { Run } from './routes';

/** The part of `node:sqlite` that is used here. */
interface Writable {
  exec(sql: string): void;
  prepare(sql: string): { run(): { readonly changes: number | bigint } };
  close(): void;
}
type Database = new (path: string) => Writable;

export function runnerFor({ path, about, name }: OpenedStore): Run {
  return (prepared) => {
    if (prepared.kind === 'command')
      return refused(`This is a command for a terminal, which the service does not run: ${prepared.text}`);
    if (path === undefined || about.kind !== 'sqlite')
      return refused(`Nothing was changed: only statements on SQLite files are run. Run it yourself on ${name}.`);
    const database = nodeSqlite();
    if (!database)
      return refused(
        `Nothing was changed: this Node (${process.versions.node}) has no SQLite of its own that could write; Node 22.13 has.`,
      );
    if (!existsSync(path)) return refused(`Nothing was changed: ${name} is no longer there.`);
    return Promise.resolve(runOn(new database(path), prepared));
  };
}

const refused = (sentence: string): ReturnType<Run> => Promise.resolve({ refused: sentence });

/** What was counted when it was prepared is what may change. */
function runOn(database: Writable, { text, rows }: Prepared): Awaited<ReturnType<Run>> {
  try {
    database.exec('PRAGMA trusted_schema = OFF');
    database.exec('PRAGMA busy_timeout = 2000');
    database.exec('BEGIN IMMEDIATE');
    try {
      const changes = Number(database.prepare(text).run().changes);
      if (rows !== null && changes !== rows) {
        database.exec('ROLLBACK');
        return { refused: `Nothing was changed: it would have been ${changes} rows and not ${rows}. Ask again.` };
      }
      database.exec('COMMIT');
      return { rows: changes };
    } catch (error) {
      database.exec('ROLLBACK');
      throw error;
    }
  } catch (error) {
    return { refused: `Nothing was changed: ${error instanceof Error ? error.message : String(error)}.` };
  } finally {
    database.close();
  }
}

function nodeSqlite(): Database | undefined {
  const builtin = (process as { getBuiltinModule?: (id: string) => unknown }).getBuiltinModule;
  try {
    const sqlite = builtin?.call(process, 'node:sqlite') as { readonly DatabaseSync?: Database } | undefined;
    return sqlite?.DatabaseSync;
  } catch {
    return undefined;
  }
}
