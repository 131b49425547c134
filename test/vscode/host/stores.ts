/** Event stores beside the code of the sample, made from their fixtures, and files that only look like some. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { sqliteBytes } from '../../support/stores';
import { root } from './place';

const fixtures = join(root, 'test', 'fixtures', 'stores');

/** What a payload of strangers may hold; nothing of it may run or be drawn. */
export const hostile = `<script>document.title = 'taken'</script><img src="x" onerror="document.title = 'taken'">`;

export async function writeStores(folder: string): Promise<void> {
  const storage = join(folder, 'storage');
  mkdirSync(storage, { recursive: true });
  const sql = readFileSync(join(fixtures, 'hd-tickets.sql'), 'utf8');
  writeFileSync(join(storage, 'hd-tickets.sqlite'), await sqliteBytes(sql));
  const lines = ['OrderPlaced', 'OrderPaid', hostile].map((type, index) =>
    JSON.stringify({ position: index + 1, type, data: { note: hostile }, time: '2026-06-18T14:31:52Z' }),
  );
  writeFileSync(join(storage, 'orders.jsonl'), lines.map((line) => `${line}\n`).join(''));
  writeFileSync(join(storage, 'thumbs.db'), 'This is no database, whatever its name says.\n'.repeat(40));
}
