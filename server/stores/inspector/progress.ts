/** How far a projection is in the log: what its stored position means, as far as it is one of the log's. Knows no page. */
import { parseJson } from '../json';
import type { Cell, ProjectionColumns, Row } from '../store';
import { integerOf, textOf } from './cells';
import { eventsOf, type OpenStore } from './openStore';
import { hasColumn } from './sideRows';

export interface Progress {
  readonly part: ProjectionColumns;
  readonly row: Row;
  readonly name: string;
  /** A position of the log; null where it is none, or cannot be told. */
  readonly position: number | bigint | null;
  /** As it is stored. */
  readonly stored: string | null;
}

const readAtMost = 1_000;

export async function progressOf(store: OpenStore): Promise<readonly Progress[]> {
  const found: Progress[] = [];
  for (const part of store.mapping.projections ?? []) {
    const { table, name, position, status, updated } = part;
    const stream = hasColumn(store, table, 'stream_uuid') ? 'stream_uuid' : undefined;
    const columns = [name, position, status, updated, stream].filter((column) => column !== undefined);
    const order = [{ column: name }, ...(stream === undefined ? [] : [{ column: stream }])];
    const rows = await store.source.page({ table, columns: [...new Set(columns)], order, limit: readAtMost });
    for (const row of rows) {
      const title = textOf(row[name]) ?? '';
      // Marten keeps there how far the log itself is safe to read.
      if (title === 'HighWaterMark') continue;
      const cell = position === undefined ? null : (row[position] ?? null);
      const isOfAll = stream === undefined || row[stream] === '$all';
      found.push({ part, row, name: title, position: isOfAll ? await meant(store, cell) : null, stored: textOf(cell) });
    }
  }
  return found;
}

async function meant(store: OpenStore, cell: Cell): Promise<number | bigint | null> {
  if (typeof cell === 'number') return Number.isInteger(cell) ? cell : null;
  if (typeof cell === 'bigint') return cell;
  const text = cell instanceof Uint8Array ? Buffer.from(cell.subarray(0, 10_000)).toString('utf8') : String(cell ?? '');
  if (/^\s*\d{1,38}\s*$/.test(text)) return integerOf(text.trim());
  if (!text.startsWith('{')) return null;
  const value = parseJson(text)?.value;
  if (typeof value !== 'object' || value === null) return null;
  const parts = value as Readonly<Record<string, unknown>>;
  // Axon's tokens say `index`; prooph has a position for each stream, by the name that people know.
  const own = parts['index'] ?? parts[(await streamName(store)) ?? ''];
  if (typeof own === 'bigint') return own;
  return typeof own === 'number' && Number.isInteger(own) && own >= 0 ? own : null;
}

/** What people call the table of events. */
const streamName = (store: OpenStore): Promise<string | null> =>
  store.once('stream of the events', async () => {
    const called = store.mapping.events?.called;
    if (!called || !store.mapping.events) return null;
    const { table, key, name } = called;
    const where = [{ column: key, is: '=' as const, value: store.mapping.events.table }];
    const [row] = await store.source.page({ table, columns: [name], where, order: [], limit: 1 });
    return textOf(row?.[name]);
  });

/** The last position of the log, where its positions are whole numbers and the store's own. */
export const endOfLog = (store: OpenStore): Promise<number | bigint | null> =>
  store.once('end of the log', async () => {
    const position = store.mapping.events?.position;
    if (position === undefined || position === 'rowid') return null;
    const { from } = eventsOf(store);
    const order = [{ column: position, descending: true }];
    const [row] = await store.source.page({ ...from, columns: [position], order, limit: 1 });
    const cell = row?.[position] ?? null;
    if (cell === null && !row) return 0;
    if (typeof cell === 'string' && /^\d{1,38}$/.test(cell)) return null;
    return typeof cell === 'bigint' || (typeof cell === 'number' && Number.isInteger(cell)) ? cell : null;
  });
