/** Databases opened for writing, each statement in a transaction of its own that stays only when it did as it was told. */
import type { Writer } from './lsp/runPrepared';
import { StoreProblem } from './stores/store';
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
