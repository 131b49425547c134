/** The contract of a store that is opened to be changed, once and as was shown. Knows no database. */
import { StoreProblem } from '../store';

/** A statement as it was prepared, shown and confirmed. */
export interface Confirmed {
  readonly text: string;
  /** The table that it changes. */
  readonly table: string;
  /** Rows that it changes, as they were shown. */
  readonly rows: number;
}

/** One database opened for writing. */
export interface Writer {
  /**
   * Runs one statement in a transaction of its own; `commits` is told how many rows it changed and says whether they
   * stay. Anything else, an error included, is rolled back.
   */
  run(statement: Pick<Confirmed, 'text' | 'table'>, commits: (rows: number) => boolean): Promise<number>;
}

/** Milliseconds that a statement may take, and that somebody else's lock is waited for. */
export interface WritingPatience {
  readonly statement: number;
  readonly lock: number;
}

export const usualPatience: WritingPatience = { statement: 10_000, lock: 3_000 };

export const unchanged = 'Nothing has been changed.';

/** All of what was shown, or nothing. */
export async function carryOut({ text, table, rows: expected }: Confirmed, writer: () => Writer): Promise<number> {
  if (expected === 0)
    throw new StoreProblem(`There is nothing left to change: somebody else has changed it meanwhile. ${unchanged}`);
  const rows = await writer().run({ text, table }, (changed) => changed === expected);
  if (rows === expected) return rows;
  const why = rows < expected ? 'Somebody else has changed the rest meanwhile. ' : '';
  throw new StoreProblem(
    `The statement would have changed ${counted(rows)} and not ${counted(expected)} as shown. ${why}It was rolled back, nothing has been changed.`,
  );
}

const counted = (rows: number): string => (rows === 1 ? '1 row' : `${rows.toLocaleString('en-US')} rows`);
