/** Opens a store that a test has written as SQL, and asks it. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { openInspector } from '../../server/stores/inspector';
import { StoreProblem } from '../../server/stores/store';
import type { Inspector, InspectorOptions } from '../../server/stores/questions';
import { fixtures } from './project';
import { inFolder, plainWorld, sqliteBytes } from './stores';

/** `hd-tickets` is `test/fixtures/stores/hd-tickets.sql`; a folder of `layouts` is its `store.sql`. */
export const storeSql = (name: string): string =>
  readFileSync(join(fixtures, name.includes('/') ? `${name}/store.sql` : `stores/${name}.sql`), 'utf8');

export async function inspecting(
  statements: readonly string[],
  work: (inspector: Inspector) => Promise<void>,
  options: InspectorOptions = {},
  name = 'store.sqlite',
): Promise<void> {
  const bytes = await sqliteBytes(...statements);
  await inFolder(async (folder) => {
    const inspector = await openInspector(folder.file(name, bytes), plainWorld, options);
    try {
      await work(inspector);
    } finally {
      await inspector.close();
    }
  });
}

/** The sentence with which it refuses. */
export async function refusal(asked: Promise<unknown>): Promise<string> {
  try {
    await asked;
  } catch (error) {
    if (error instanceof StoreProblem) return error.message;
    throw error;
  }
  return 'no refusal';
}
