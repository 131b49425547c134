/**
 * Stretches of the log in which a filter is known to find nothing: whoever asks again, for the next page or because an
 * event came, walks around them. Knows no filter and no page.
 */
import type { Cell } from '../store';
import { eventsOf, type OpenStore } from './openStore';
import { pageEvents, type Direction } from './paging';

/** Whole numbers, both ends included; without an end it is infinite. */
export interface Run {
  readonly low: number;
  readonly high: number;
}

export interface EmptyRuns {
  /** What may still hold something, in this direction, without what is not after `after`. */
  gaps(order: Direction, after: readonly Cell[] | undefined): readonly Run[];
  /** All of `run` was looked at, and it held no more than these. */
  note(run: Run, found: readonly number[]): void;
}

/** A smaller log is looked at anew: so nothing that was changed within it goes unseen. */
const smallLog = 20_000;
const filtersAtMost = 20;
const runsAtMost = 5_000;
/** A shorter one is sooner read than walked around, but for its ends: they touch what was looked at before or after. */
const worthKeeping = 500;

interface Kept {
  /** An event as it was when this was begun: a file that was replaced has another one there. */
  readonly anchor: { readonly cells: readonly Cell[]; readonly text: string };
  readonly byFilter: Map<string, Run[]>;
}

const name = 'empty runs';

/** Undefined where positions are no whole numbers that only grow, or are too few to be worth it. */
export async function emptyRuns(store: OpenStore, key: string): Promise<EmptyRuns | undefined> {
  // Elsewhere a transaction that ends late puts an event before those that are there already.
  if (store.source.kind !== 'sqlite' || eventsOf(store).order.length !== 1) return undefined;
  const newest = wholeOf(store.newest);
  if (newest === undefined || newest < smallLog) return undefined;
  const { byFilter } = await store.once(name, () => keptFor(store));
  const runs = byFilter.get(key) ?? [];
  byFilter.delete(key);
  byFilter.set(key, runs);
  for (const oldest of [...byFilter.keys()].slice(0, Math.max(0, byFilter.size - filtersAtMost)))
    byFilter.delete(oldest);
  return {
    gaps(order, after) {
      const edge = after === undefined ? undefined : wholeOf(after);
      if (after !== undefined && edge === undefined) return [{ low: -Infinity, high: Infinity }];
      const low = order === 'oldest' && edge !== undefined ? edge + 1 : -Infinity;
      const high = order === 'newest' && edge !== undefined ? edge - 1 : Infinity;
      const gaps = gapsIn({ low, high }, runs);
      return order === 'oldest' ? gaps : gaps.toReversed();
    },
    note({ low, high }, found) {
      // What is newer than all that was known may not be all of it.
      const ends = Math.min(high, newest);
      let from = low;
      const added: Run[] = [];
      for (const position of [...found].sort((a, b) => a - b)) {
        if (position > from) added.push({ low: from, high: Math.min(position - 1, ends) });
        from = Math.max(from, position + 1);
      }
      added.push({ low: from, high: ends });
      const all = joined([...runs, ...added.filter((run) => run.low <= run.high)]);
      const edges = [low, ends];
      const kept = all.filter(
        (run) => run.high - run.low >= worthKeeping || edges.includes(run.low) || edges.includes(run.high),
      );
      if (kept.length <= runsAtMost) runs.splice(0, runs.length, ...kept);
    },
  };
}

async function keptFor(store: OpenStore): Promise<Kept> {
  const kept = store.kept.get(name) as Kept | undefined;
  if (kept && (await textAt(store, kept.anchor.cells)) === kept.anchor.text) return kept;
  const cells = store.newest ?? [];
  const made: Kept = { anchor: { cells, text: (await textAt(store, cells)) ?? '' }, byFilter: new Map() };
  store.kept.set(name, made);
  return made;
}

async function textAt(store: OpenStore, cells: readonly Cell[]): Promise<string | undefined> {
  const where = eventsOf(store).order.map(({ column }, index) => ({
    column,
    is: '=' as const,
    value: cells[index] ?? null,
  }));
  const [event] = await pageEvents(store, { order: 'oldest', where, limit: 1 });
  return event && JSON.stringify(event.row, (_, value: unknown) => (typeof value === 'bigint' ? `${value}n` : value));
}

function gapsIn({ low, high }: Run, runs: readonly Run[]): readonly Run[] {
  const gaps: Run[] = [];
  let from = low;
  for (const run of runs) {
    if (run.high < from) continue;
    if (run.low > high) break;
    if (run.low > from) gaps.push({ low: from, high: run.low - 1 });
    from = run.high + 1;
  }
  if (from <= high) gaps.push({ low: from, high });
  return gaps;
}

/** Sorted, those that touch as one. */
function joined(runs: readonly Run[]): readonly Run[] {
  const all: Run[] = [];
  for (const run of [...runs].sort((a, b) => a.low - b.low)) {
    const last = all.at(-1);
    if (last && run.low <= last.high + 1) all[all.length - 1] = { low: last.low, high: Math.max(last.high, run.high) };
    else all.push(run);
  }
  return all;
}

export function wholeOf(cells: readonly Cell[] | undefined): number | undefined {
  const [cell] = cells ?? [];
  return typeof cell === 'number' && Number.isSafeInteger(cell) ? cell : undefined;
}
