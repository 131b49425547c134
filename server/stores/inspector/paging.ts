/** Pages of events by key, and runs over the whole log that let others work in between. Knows no filter language. */
import type { Cell, Condition, PageQuery } from '../store';
import type { ReadEvent } from './eventReader';
import { eventsOf, heed, type OpenStore } from './openStore';

export type Direction = 'newest' | 'oldest';

export interface PageAsk {
  readonly order: Direction;
  /** Further conditions beside those of the layout. */
  readonly where?: readonly Condition[];
  /** Values of the order's columns (`ReadEvent.cells`) in the row before. */
  readonly after?: readonly Cell[];
  /** Values of the order's columns in the last row that may come. */
  readonly until?: readonly Cell[];
  readonly limit: number;
  /** Without payloads. */
  readonly light?: boolean;
}

export interface ScanAsk extends Omit<PageAsk, 'limit'> {
  /** Rows read at once. */
  readonly batch?: number;
}

export async function pageEvents(store: OpenStore, ask: PageAsk): Promise<readonly ReadEvent[]> {
  const reader = eventsOf(store);
  const rows = await store.source.page({
    ...reader.from,
    columns: ask.light ? reader.light : reader.wanted,
    where: [...(reader.from.where ?? []), ...(ask.where ?? [])],
    order: inDirection(reader.order, ask.order),
    ...(ask.after && { after: ask.after }),
    ...(ask.until && { until: ask.until }),
    limit: ask.limit,
  });
  return rows.map(reader.event);
}

/** The whole log, or what the conditions leave of it, in batches; payloads are decoded when they are looked at. */
export async function* scanEvents(
  store: OpenStore,
  { batch = 500, ...ask }: ScanAsk,
  signal?: AbortSignal,
): AsyncGenerator<readonly ReadEvent[], void, undefined> {
  let { after } = ask;
  for (;;) {
    heed(signal);
    const events = await pageEvents(store, { ...ask, ...(after && { after }), limit: batch });
    if (events.length > 0) yield events;
    after = events.at(-1)?.cells;
    if (events.length < batch || !after) return;
    await breathe();
  }
}

export const inDirection = (order: PageQuery['order'], direction: Direction): PageQuery['order'] =>
  direction === 'oldest' ? order : order.map(({ column, descending }) => ({ column, descending: !descending }));

/** Lets other questions of the same thread go on, and a signal arrive. */
export const breathe = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
