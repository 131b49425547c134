/** One page of events by key, in either direction from anywhere. Counts nothing. */
import { StoreProblem, type Cell, type Condition } from '../../store';
import { cellsOfKey, integerOf } from '../cells';
import type { ReadEvent } from '../eventReader';
import { rowsOf } from '../eventRows';
import { eventsOf, type OpenStore } from '../openStore';
import { pageEvents, type Direction } from '../paging';
import { pageSelected } from '../selecting';
import { selectionOf } from '../selection';
import type { Answering } from './question';

const atMost = 1000;

interface Start {
  readonly after?: readonly Cell[];
  readonly where?: readonly Condition[];
}

export const events: Answering<'events'> = async (store, ask, signal) => {
  const { order = 'newest', cursor, at, wordless } = ask;
  const limit = Math.min(atMost, Math.max(1, Math.floor(ask.limit)));
  const selection = await selectionOf(store, ask.filter);
  const page = (direction: Direction, more: Start, count = limit + 1) =>
    pageSelected(store, selection, { order: direction, ...more, limit: count }, signal);

  if (cursor?.startsWith('<')) {
    const found = await page(opposite(order), { after: cellsOf(store, cursor.slice(1)) });
    const rows = found.slice(0, limit).reverse();
    return { rows: await rowsOf(store, rows, wordless), ...next(rows), ...(found.length > limit && previous(rows)) };
  }
  const start = cursor !== undefined ? { after: cellsOf(store, cursor.slice(1)) } : await startOf(store, at, order);
  const found = await page(order, start);
  const rows = found.slice(0, limit);
  const [first] = rows;
  const hasMore =
    cursor !== undefined ||
    (at !== undefined && first && (await page(opposite(order), { after: first.cells }, 1)).length > 0);
  return {
    rows: await rowsOf(store, rows, wordless),
    ...(found.length > limit && next(rows)),
    ...(hasMore && previous(rows)),
  };
};

const opposite = (direction: Direction): Direction => (direction === 'newest' ? 'oldest' : 'newest');

const next = (rows: readonly ReadEvent[]): { next?: string } => {
  const last = rows.at(-1);
  return last ? { next: `>${last.key}` } : {};
};
const previous = ([first]: readonly ReadEvent[]): { previous?: string } => (first ? { previous: `<${first.key}` } : {});

function cellsOf(store: OpenStore, key: string): readonly Cell[] {
  return cellsOfKey(key, eventsOf(store).order.length);
}

/** An event's key, or a position: the first event that is not before it. */
async function startOf(store: OpenStore, at: string | undefined, direction: Direction): Promise<Start> {
  if (at === undefined) return {};
  const { columns } = eventsOf(store);
  if (at.startsWith('[')) {
    const [before] = await pageEvents(store, {
      order: opposite(direction),
      after: cellsOf(store, at),
      limit: 1,
      light: true,
    });
    return before ? { after: before.cells } : {};
  }
  if (!/^-?\d{1,40}$/.test(at)) throw new StoreProblem(`"${at.slice(0, 60)}" is neither an event nor a position.`);
  return { where: [{ column: columns.position, is: direction === 'newest' ? '<=' : '>=', value: integerOf(at) }] };
}
