/** Pages and counts of a selection: at once where an index leads to it, else part by part, so that nothing blocks for long. */
import type { Amount } from '../questions';
import type { Cell, Condition } from '../store';
import { inOrder } from '../sources/rowQueries';
import type { ReadEvent } from './eventReader';
import { eventsOf, heed, type OpenStore } from './openStore';
import { emptyRuns, wholeOf, type EmptyRuns, type Run } from './emptyRuns';
import { breathe, inDirection, pageEvents, type Direction } from './paging';
import { isIndexedColumn, togetherAtMost, type Selection } from './selection';
import { stretches, type Stretch } from './stretches';
import { timedZones } from './timedZones';
import { isSurveyed } from './wholeLog';

export interface SelectedAsk {
  readonly order: Direction;
  readonly after?: readonly Cell[];
  /** Beside those of the selection. */
  readonly where?: readonly Condition[];
  readonly limit: number;
}

const testedAtOnce = 500;

export async function pageSelected(
  store: OpenStore,
  selection: Selection,
  ask: SelectedAsk,
  signal?: AbortSignal,
): Promise<readonly ReadEvent[]> {
  const where = [...selection.where, ...(ask.where ?? [])];
  const { order, limit } = ask;
  const { test } = selection;
  const bounds = await boundsOf(store, selection);
  if (bounds === 'nothing') return [];
  if (bounds && !test) return pageEvents(store, { ...ask, where: [...where, ...bounds.where], until: bounds[order] });
  const isQuick = !test && selection.isQuick;
  // An index over types alone leads through all times.
  const isThroughTime = selection.times.length > 0 && selection.parts.length > 0 && selection.parts.every(isOfType);
  if (isQuick && !(isThroughTime && isSurveyed(store))) return pageTogether(store, { ...ask, where });
  const found: ReadEvent[] = [];
  // A condition beside the filter's own leaves out what the filter would find.
  const runs = isQuick ? undefined : await emptyRuns(store, selection.key);
  for await (const { after, until, within = [], gap } of partsFor(store, selection, ask, runs, signal)) {
    for (let from = after; ;) {
      const wanted = test ? testedAtOnce : limit - found.length;
      const events = await (isQuick ? pageTogether : pageEvents)(store, {
        order,
        where: [...where, ...within],
        limit: wanted,
        ...(from && { after: from }),
        ...(until && { until }),
      });
      const before = found.length;
      let last: ReadEvent | undefined;
      for (const event of events) {
        if (found.length >= limit) break;
        last = event;
        if (!test || test(event)) found.push(event);
      }
      const isAll = events.length < wanted && last === events.at(-1);
      if (gap && !ask.where)
        noteLooked(runs, order, { from, until: isAll ? until : last?.cells, gap }, found.slice(before));
      if (found.length >= limit) return found;
      from = events.at(-1)?.cells;
      if (events.length < wanted || !from) break;
      await breathe();
      heed(signal);
    }
  }
  return found;
}

const isOfType = (part: Selection['parts'][number]): boolean => part.kind === 'named' && part.column === 'type';

/** What was looked at of a gap between two empty runs: after `from`, up to and with `until`, or to the gap's end. */
function noteLooked(
  runs: EmptyRuns | undefined,
  order: Direction,
  looked: {
    readonly from: readonly Cell[] | undefined;
    readonly until: readonly Cell[] | undefined;
    readonly gap: Run;
  },
  found: readonly ReadEvent[],
): void {
  const { gap } = looked;
  const positions = found.map(({ cells }) => wholeOf(cells));
  const [start, end] = [looked.from && wholeOf(looked.from), looked.until && wholeOf(looked.until)];
  const isKnown = positions.every((position) => position !== undefined);
  if (!isKnown || (looked.from && start === undefined) || (looked.until && end === undefined)) return;
  const run =
    order === 'newest'
      ? { low: Math.max(gap.low, end ?? gap.low), high: Math.min(gap.high, (start ?? Infinity) - 1) }
      : { low: Math.max(gap.low, (start ?? -Infinity) + 1), high: Math.min(gap.high, end ?? gap.high) };
  if (run.low <= run.high) runs?.note(run, positions);
}

interface Part extends Stretch {
  /** Where its ends are said by conditions. */
  readonly within?: readonly Condition[];
  /** It lies in this one, and what is found nowhere else in it is remembered. */
  readonly gap?: Run;
}

/** All of the log from `after` on, but for what is known to hold nothing of a range of time, or nothing at all. */
async function* partsFor(
  store: OpenStore,
  selection: Selection,
  { order, after }: SelectedAsk,
  runs: EmptyRuns | undefined,
  signal: AbortSignal | undefined,
): AsyncGenerator<Part, void, undefined> {
  const zones = await timedZones(store, selection, { order, after }, signal);
  if (zones) for await (const { within } of zones) yield { ...(after && { after }), within };
  else if (!runs) yield* stretches(store, order, after, signal);
  else for (const gap of runs.gaps(order, after)) yield* partsOfGap(store, order, gap, after, signal);
}

/** So many positions are not worth a look at where they could be parted. */
const smallGap = 2_000;

async function* partsOfGap(
  store: OpenStore,
  order: Direction,
  gap: Run,
  after: readonly Cell[] | undefined,
  signal: AbortSignal | undefined,
): AsyncGenerator<Part, void, undefined> {
  const column = eventsOf(store).order[0]?.column ?? '';
  const isNewest = order === 'newest';
  const within: readonly Condition[] = [
    ...(Number.isFinite(gap.low) ? [{ column, is: '>=' as const, value: gap.low }] : []),
    ...(Number.isFinite(gap.high) ? [{ column, is: '<=' as const, value: gap.high }] : []),
  ];
  if (gap.high - gap.low < smallGap) {
    yield { ...(after && { after }), within, gap };
    return;
  }
  const edge = isNewest ? gap.high + 1 : gap.low - 1;
  const start = Number.isFinite(edge) ? [edge] : after;
  for await (const stretch of stretches(store, order, start, signal)) {
    yield { ...stretch, within, gap };
    const reached = stretch.until && wholeOf(stretch.until);
    if (reached !== undefined && (isNewest ? reached <= gap.low : reached >= gap.high)) return;
  }
}

/** An index is in the log's order only within one value: the pages of several are laid together. */
async function pageTogether(
  store: OpenStore,
  ask: SelectedAsk & { readonly where: readonly Condition[] },
): Promise<readonly ReadEvent[]> {
  const several = ask.where.find(({ is, values = [] }) => is === 'in' && values.length > 1);
  if (!several || (several.values?.length ?? 0) > togetherAtMost) return pageEvents(store, ask);
  const others = ask.where.filter((condition) => condition !== several);
  const found: ReadEvent[] = [];
  for (const value of several.values ?? [])
    found.push(
      ...(await pageEvents(store, { ...ask, where: [...others, { column: several.column, is: '=', value }] })),
    );
  const order = inDirection(eventsOf(store).order, ask.order);
  return found.sort((a, b) => inOrder(order, a.cells, b.cells)).slice(0, ask.limit);
}

interface Bounds {
  readonly where: readonly Condition[];
  readonly newest: readonly Cell[];
  readonly oldest: readonly Cell[];
}

/** Between which positions a range of time lies: an index over times says it, and a page is read in the log's own order. */
function boundsOf(store: OpenStore, { times, key }: Selection): Promise<Bounds | 'nothing' | undefined> {
  const { from, order, columns } = eventsOf(store);
  const [first, ...more] = order;
  const isKnown = columns.time !== undefined && isIndexedColumn(store, columns.time);
  if (!first || more.length > 0 || times.length === 0 || !isKnown) return Promise.resolve(undefined);
  return store.once(`bounds ${key}`, async () => {
    const where = [...(from.where ?? []), ...times];
    const [ends] = await store.source.count({ ...from, where, range: first.column });
    const low = ends?.first ?? null;
    const high = ends?.last ?? null;
    if (low === null || high === null) return 'nothing';
    const { column } = first;
    const range: readonly Condition[] = [
      { column, is: '>=', value: low },
      { column, is: '<=', value: high },
    ];
    return { where: range, newest: [low], oldest: [high] };
  });
}

/** Ends when patience does: then it is what was counted so far. Looks at these parts of the log, or at all of it. */
export async function countSelected(
  store: OpenStore,
  selection: Selection,
  patience: number,
  signal?: AbortSignal,
  parts?: Iterable<Stretch>,
): Promise<Amount> {
  const reader = eventsOf(store);
  const where = [...(reader.from.where ?? []), ...selection.where];
  const ends = performance.now() + patience;
  if (selection.isQuick && (!selection.isEmpty || hasIndex(store))) {
    const [all] = await store.source.count({ ...reader.from, where });
    return { count: all?.count ?? 0, exact: all?.exact ?? true };
  }
  let count = 0;
  let looked = false;
  for await (const { after, until, size } of parts ?? stretches(store, 'oldest', undefined, signal)) {
    heed(signal);
    if (looked && performance.now() > ends) return { count, exact: false };
    looked = true;
    const span = { order: reader.order, ...(after && { after }), ...(until && { until }) };
    if (selection.isEmpty && size !== undefined) count += size;
    else if (selection.test) {
      const tested = await countTested(store, selection, span, ends, signal);
      count += tested.count;
      if (!tested.exact) return { count, exact: false };
    } else count += (await store.source.count({ ...reader.from, where, span }))[0]?.count ?? 0;
  }
  return { count, exact: true };
}

async function countTested(
  store: OpenStore,
  { where, test, needsPayload }: Selection,
  { after, until }: Stretch,
  ends: number,
  signal: AbortSignal | undefined,
): Promise<Amount> {
  let count = 0;
  for (let from = after; ;) {
    heed(signal);
    const events = await pageEvents(store, {
      order: 'oldest',
      where,
      limit: testedAtOnce,
      light: !needsPayload,
      ...(from && { after: from }),
      ...(until && { until }),
    });
    for (const event of events) if (test?.(event) !== false) count++;
    from = events.at(-1)?.cells;
    if (events.length < testedAtOnce || !from) return { count, exact: true };
    if (performance.now() > ends) return { count, exact: false };
    await breathe();
  }
}

/** Counting all rows runs over the smallest index: a small part of the file. */
const hasIndex = (store: OpenStore): boolean =>
  store.tables
    .find(({ name }) => name === store.mapping.events?.table)
    ?.columns.some(({ indexed, primaryKey }) => indexed && !primaryKey) === true;
