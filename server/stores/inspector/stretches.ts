/** The log in parts of as many rows as are read in a moment, so that nothing blocks for long. Knows no filter. */
import type { Cell } from '../store';
import { eventsOf, heed, type OpenStore } from './openStore';
import { breathe, inDirection, type Direction } from './paging';

/** A part of the log in its order; `until` is absent in the last. */
export interface Stretch {
  readonly after?: readonly Cell[];
  readonly until?: readonly Cell[];
  /** Rows in it; unknown in the last. */
  readonly size?: number;
}

const firstStretch = 2000;
const longestStretch = 40_000;
const wantedTime = 60;

/** Stretches grow and shrink with the time that whoever asks takes for each. */
export async function* stretches(
  store: OpenStore,
  direction: Direction,
  start: readonly Cell[] | undefined,
  signal: AbortSignal | undefined,
): AsyncGenerator<Stretch, void, undefined> {
  const reader = eventsOf(store);
  const order = inDirection(reader.order, direction);
  const columns = reader.order.map(({ column }) => column);
  let size = firstStretch;
  for (let after = start; ;) {
    heed(signal);
    const began = performance.now();
    const query = { ...reader.from, columns, order, ...(after && { after }), limit: 1, skip: size - 1 };
    const [row] = await store.source.page(query);
    const until = row && columns.map((column) => row[column] ?? null);
    yield { ...(after && { after }), ...(until && { until, size }) };
    if (!until) return;
    after = until;
    await breathe();
    const took = Math.max(1, performance.now() - began);
    size = Math.round(Math.min(longestStretch, size * 2, Math.max(firstStretch, (size * wantedTime) / took)));
  }
}
