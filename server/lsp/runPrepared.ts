/**
 * Carries out a statement that was prepared and confirmed: beside the service over HTTP the only place of the product that
 * writes to a store. It is prepared again first, and must read as it was shown; what it changes must be as many rows as
 * were shown.
 */
import type { Inspector, PrepareQuery } from '../stores/questions';
import { StoreProblem } from '../stores/store';
import { carryOut, unchanged, type Writer } from '../stores/writers/writer';

export interface Wanted extends Pick<PrepareQuery, 'what' | 'key' | 'group'> {
  readonly text: string;
  /** Rows that it would change, as they were shown. */
  readonly rows: number;
}

export async function runPrepared(
  inspector: Inspector,
  { what, key, group, text, rows }: Wanted,
  writer: () => Writer,
): Promise<{ readonly rows: number }> {
  const prepared = await inspector.ask('prepare', { what, key, ...(group && { group }), shown: text });
  if (prepared.kind !== 'statement')
    throw new StoreProblem(`This is a command for a terminal, and is not run from here. ${unchanged}`);
  if (prepared.text !== text)
    throw new StoreProblem(
      `The store has changed since this statement was shown, or another text was sent. Look at it again. ${unchanged}`,
    );
  const changed = await carryOut({ text, table: prepared.table ?? '', rows }, writer);
  await inspector.ask('refresh', {}).catch(() => undefined);
  return { rows: changed };
}
