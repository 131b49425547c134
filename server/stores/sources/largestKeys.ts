/** Whether rows were added, told by the largest key of every table that counts its rows up: cheap at any size. */
import { doubleQuoted } from './dialect';
import type { DatabaseTable, Run } from './driver';

const followed = 40;

/** In one statement, as texts. */
export async function largestKeys(run: Run, tables: readonly DatabaseTable[]): Promise<string[]> {
  const parts = tables.flatMap(({ sql, columns }) => {
    const [key, ...others] = columns.filter(({ primaryKey }) => primaryKey);
    if (!key || others.length > 0 || !/^(?:int\d?|(?:big|medium|small)int)$/.test(key.base)) return [];
    return [`(SELECT max(${doubleQuoted(key.name)}) FROM ${sql})`];
  });
  if (parts.length === 0) return [];
  const [row = []] = await run({ sql: `SELECT ${parts.slice(0, followed).join(', ')}`, values: [] });
  return row.map(String);
}
