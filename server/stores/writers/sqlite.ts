/** An SQLite file opened for one statement by the runtime's own SQLite, the only one that locks it as others expect. */
import { nameOf } from '../sources/sqliteFile';
import { StoreProblem } from '../store';
import type { NativeDatabase, World } from '../world';
import { unchanged, usualPatience, type Writer } from './writer';

export function sqliteWriter(world: World, path: string): Writer {
  const name = nameOf(path);
  const native = world.native?.();
  if (!native)
    throw new StoreProblem(
      `${name} can only be read here: this runtime has no SQLite of its own that could write, as Node 22.13 has. Copy the statement and run it with a tool for SQLite. ${unchanged}`,
    );
  return {
    run({ text }, commits) {
      // A file that is not there would be made.
      if (world.state(path)?.kind !== 'file')
        return Promise.reject(new StoreProblem(`${name} is no longer there. ${unchanged}`));
      let database: NativeDatabase | undefined;
      let isOpen = false;
      try {
        database = new native.DatabaseSync(path, { readOnly: false });
        // What the file brings along may call nothing that reaches further than its own tables.
        database.exec(`PRAGMA trusted_schema = OFF; PRAGMA busy_timeout = ${usualPatience.lock}`);
        database.exec('BEGIN IMMEDIATE');
        isOpen = true;
        const rows = Number(database.prepare(text).run().changes);
        database.exec(commits(rows) ? 'COMMIT' : 'ROLLBACK');
        isOpen = false;
        return Promise.resolve(rows);
      } catch (error) {
        // Some failures have rolled it back already.
        if (isOpen) rolledBack(() => database?.exec('ROLLBACK'));
        return Promise.reject(new StoreProblem(`${sentenceOf(error, name)} ${unchanged}`));
      } finally {
        database?.close();
      }
    },
  };
}

function rolledBack(work: () => void): void {
  try {
    work();
  } catch {
    // Closing it does the same.
  }
}

function sentenceOf(error: unknown, name: string): string {
  const reason = error instanceof Error ? error.message : String(error);
  if (/locked|busy/i.test(reason)) return `${name} is locked by another program. Try again when it has finished.`;
  if (/readonly|read-only|unable to open/i.test(reason)) return `${name} may not be written to by you: ${reason}.`;
  return `The statement failed: ${reason}.`;
}
