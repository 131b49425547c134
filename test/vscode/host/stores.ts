/** Event stores beside the code of the sample, made from their fixtures, and files that only look like some. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { sqliteBytes } from '../../support/stores';
import { root } from './place';

const fixtures = join(root, 'test', 'fixtures', 'stores');

/** What a payload of strangers may hold; nothing of it may run or be drawn. */
export const hostile = `<script>document.title = 'taken'</script><img src="x" onerror="document.title = 'taken'">`;

export async function writeStore(folder: string): Promise<void> {
  writeFileSync(join(storageIn(folder), 'hd-tickets.sqlite'), await sqliteBytes(sql()));
}

/** The store, and beside it one of a stranger, one of lines and what is none. */
export async function writeStores(folder: string): Promise<void> {
  await writeStore(folder);
  const storage = storageIn(folder);
  const quoted = hostile.replaceAll("'", "''");
  const payload = JSON.stringify({ note: hostile }).replaceAll("'", "''");
  const taken = `UPDATE event_store SET event_type = '${quoted}', aggregate_root_id = '${quoted}', payload = '${payload}'
    WHERE position = 57`;
  writeFileSync(join(storage, 'hostile.sqlite'), await sqliteBytes(sql(), taken));
  const lines = ['OrderPlaced', 'OrderPaid', 'OrderShipped'].map((type, index) =>
    JSON.stringify({ position: index + 1, type, data: { total: 12 }, time: '2026-06-18T14:31:52Z' }),
  );
  writeFileSync(join(storage, 'orders.jsonl'), lines.map((line) => `${line}\n`).join(''));
  writeFileSync(join(storage, 'thumbs.db'), 'This is no database, whatever its name says.\n'.repeat(40));
}

function sql(): string {
  return readFileSync(join(fixtures, 'hd-tickets.sql'), 'utf8');
}

function storageIn(folder: string): string {
  const storage = join(folder, 'storage');
  mkdirSync(storage, { recursive: true });
  return storage;
}
