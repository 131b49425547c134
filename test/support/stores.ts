/** Store files made for one test, in a folder that is compared before and after. */
import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import initSqlJs from 'sql.js';
import { diskWorld } from '../../server/stores/disk';
import { root } from './project';

export const load = (name: string): Uint8Array => readFileSync(join(root, 'node_modules', 'sql.js', 'dist', name));
export const world = diskWorld(load);
/** Without `node:sqlite`, whatever this runtime has. */
export const plainWorld = { state: world.state, open: world.open, load };

export async function sqliteBytes(...statements: readonly string[]): Promise<Buffer> {
  const { Database } = await initSqlJs({ wasmBinary: load('sql-wasm.wasm') });
  const database = new Database();
  for (const statement of statements) database.exec(statement);
  const bytes = Buffer.from(database.export());
  database.close();
  return bytes;
}

export const eventsTable =
  'CREATE TABLE events (position INTEGER PRIMARY KEY, type TEXT NOT NULL, data TEXT, time INTEGER)';
export const numbered = (count: number): string =>
  `INSERT INTO events (type, data, time) WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c WHERE x < ${count})
   SELECT CASE WHEN x % 3 = 0 THEN 'OrderPaid' ELSE 'OrderPlaced' END, '{"n":' || x || ',"user":{"id":"u' || (x % 5) || '"}}', x * 10 FROM c`;

export interface Folder {
  readonly path: string;
  file(name: string, content: string | Uint8Array): string;
  /** Name, size and hash of everything in it. */
  listing(): string[];
}

export async function inFolder(work: (folder: Folder) => Promise<void>): Promise<void> {
  const path = mkdtempSync(join(tmpdir(), 'event-stores-'));
  try {
    await work({
      path,
      file(name, content) {
        writeFileSync(join(path, name), content);
        return join(path, name);
      },
      listing: () =>
        readdirSync(path)
          .sort()
          .map((name) => `${name} ${describe(join(path, name))}`),
    });
  } finally {
    rmSync(path, { recursive: true, force: true });
  }
}

function describe(path: string): string {
  const { size, mtimeMs, isFile } = { ...statSync(path), isFile: statSync(path).isFile() };
  if (!isFile) return 'folder';
  const hash = size < 100_000_000 ? createHash('sha256').update(readFileSync(path)).digest('hex') : '';
  return `${size} ${mtimeMs} ${hash}`;
}
