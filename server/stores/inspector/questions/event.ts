/** One event whole: its payloads, the row as it is stored, what caused it and what it caused. Knows no list. */
import { decode } from '../../payloads';
import type { EventDetail } from '../../questions';
import { StoreProblem, type Cell, type Condition, type Row } from '../../store';
import { cellsOfKey, hexOf, textOf } from '../cells';
import type { ReadEvent } from '../eventReader';
import { rowsOf } from '../eventRows';
import { masked, payloadText } from '../masking';
import { jsonText } from '../../json';
import { eventsOf, type OpenStore } from '../openStore';
import { relatedOf } from '../related';
import { failuresAbout } from './failures';
import type { Answering } from './question';

const rawAtMost = 100_000;

export const event: Answering<'event'> = async (store, { key }, signal) => {
  const { event: found, row } = await eventOfKey(store, key);
  const [shown] = await rowsOf(store, [found]);
  if (!shown) throw new StoreProblem('There is no such event.');
  const { mask } = store.settings;
  return {
    ...shown,
    data: payloadText(found.data, mask),
    metadata: found.metadata && payloadText(found.metadata, mask),
    raw: rawOf(store, row),
    related: await relatedOf(store, found, signal),
    failures: await failuresAbout(store, found),
  };
};

/** The event of a key, and its whole row. */
export async function eventOfKey(
  store: OpenStore,
  key: string,
): Promise<{ readonly event: ReadEvent; readonly row: Row }> {
  const reader = eventsOf(store);
  const cells = cellsOfKey(key, reader.order.length);
  const same = reader.order.map(({ column }, index): Condition => {
    const value = cells[index] ?? null;
    return value === null ? { column, is: 'null' } : { column, is: '=', value };
  });
  const columns = [...new Set([...reader.wanted, ...columnsOf(store)])];
  const where = [...(reader.from.where ?? []), ...same];
  const [row] = await store.source.page({ ...reader.from, columns, where, order: [], limit: 1 });
  if (!row) throw new StoreProblem(`The event ${key.slice(0, 80)} is not in ${store.name}.`);
  return { event: reader.event(row), row };
}

function columnsOf(store: OpenStore): readonly string[] {
  const { events } = store.mapping;
  const of = (table: string | undefined, prefix: string): string[] =>
    store.tables.find(({ name }) => name === table)?.columns.map(({ name }) => prefix + name) ?? [];
  return [...of(events?.table, ''), ...(events?.join ?? []).flatMap(({ table, as }) => of(table, `${as}.`))];
}

function rawOf(store: OpenStore, row: Row): EventDetail['raw'] {
  return columnsOf(store).map((column) => {
    const value = rawText(store, column, row[column] ?? null);
    if (value === null || value.length <= rawAtMost) return { column, value };
    return { column, value: value.slice(0, rawAtMost), cut: true as const };
  });
}

/** As it is stored, unless something in it is masked. */
function rawText(store: OpenStore, column: string, cell: Cell): string | null {
  const { mask } = store.settings;
  if (cell !== null && mask(column)) return '•••';
  const payload = typeof cell === 'string' || cell instanceof Uint8Array ? decode(cell) : undefined;
  const shown = payload?.kind === 'json' ? masked(payload.value, mask) : undefined;
  if (payload?.kind === 'json' && shown !== payload.value) return jsonText(shown);
  return cell instanceof Uint8Array ? hexOf(cell.subarray(0, rawAtMost)) : textOf(cell);
}
