/**
 * Carries out a statement that was prepared and confirmed: the only place of the product that writes to a store. It is
 * prepared again first, and must read as it was shown; what it changes must be as many rows as were shown.
 */
import type { Inspector, Questions } from '../stores/questions';
import { StoreProblem } from '../stores/store';

/** One database opened for writing. */
export interface Writer {
  /**
   * Runs one statement in a transaction of its own; `commits` is told how many rows it changed and says whether they
   * stay. Anything else, an error included, is rolled back.
   */
  run(statement: string, commits: (rows: number) => boolean): Promise<number>;
}

export interface Wanted {
  readonly what: Questions['prepare']['ask']['what'];
  readonly key: string;
  readonly text: string;
}

export async function runPrepared(
  inspector: Inspector,
  { what, key, text }: Wanted,
  writer: () => Writer,
): Promise<{ readonly rows: number }> {
  const prepared = await inspector.ask('prepare', { what, key });
  if (prepared.kind !== 'statement')
    throw new StoreProblem('This is a command for a terminal, and is not run from here. Nothing has been changed.');
  if (prepared.text !== text)
    throw new StoreProblem(
      'The store has changed since this statement was shown, or another text was sent. Look at it again. Nothing has been changed.',
    );
  const expected = prepared.rows ?? 0;
  const rows = await writer().run(text, (changed) => changed === expected);
  if (rows !== expected)
    throw new StoreProblem(
      `The statement would have changed ${counted(rows)} and not ${counted(expected)} as shown. It was rolled back, nothing has been changed.`,
    );
  await inspector.ask('refresh', {}).catch(() => undefined);
  return { rows };
}

const counted = (rows: number): string => (rows === 1 ? '1 row' : `${rows} rows`);
