/**
 * Where in the log a range of time may be, as far as a survey knows: pages then skip all other parts. It says nothing of
 * how times and positions go together, so times out of order only make it look in more places. Knows no page.
 */
import type { Cell, Condition } from '../store';
import { heed, eventsOf, type OpenStore } from './openStore';
import type { Direction } from './paging';
import { isIndexedColumn, selectionOf, type Selection } from './selection';
import type { Stretch } from './stretches';
import { emptySurvey, surveyInto, type Zone } from './survey';
import { isSurveyed, mayHold, wholeLog } from './wholeLog';

/** Rows of a part that is walked through at once; a larger one at the edge of a range is looked at in parts of so many. */
const fineRows = 1_000;
/** What was written at the same time may come into the log after its part was looked at: so late, in milliseconds. */
const late = 600_000;

export interface TimedZone {
  /** The positions it lies between. */
  readonly within: readonly Condition[];
}

/** In this direction, without those before `after`; undefined where nothing is known. */
export async function timedZones(
  store: OpenStore,
  { from, to, slack }: Selection,
  { order, after }: { readonly order: Direction; readonly after?: readonly Cell[] | undefined },
  signal: AbortSignal | undefined,
): Promise<AsyncIterable<TimedZone> | undefined> {
  const column = await columnOf(store);
  if (column === undefined || slack === undefined || (from === undefined && to === undefined)) return undefined;
  if (!isSurveyed(store)) return undefined;
  const { zones } = await wholeLog(store, signal);
  const range = { from: (from ?? -Infinity) - slack - late, to: (to ?? Infinity) + slack + late };
  const holds = (zone: Zone): boolean => mayHold(zone, range);
  const isPast = ({ after: start, until }: Stretch): boolean => {
    const edge = after?.[0] ?? null;
    if (edge === null) return false;
    if (order === 'oldest') return until?.[0] !== undefined && compared(until[0], edge) <= 0;
    return start?.[0] !== undefined && compared(start[0], edge) >= 0;
  };
  const inDirection = <T>(list: readonly T[]): readonly T[] => (order === 'oldest' ? list : list.toReversed());

  // What came since the log was looked at is in none.
  const last = zones.at(-1)?.until?.[0] ?? null;
  const since: TimedZone = { within: last === null ? [] : [{ column, is: '>', value: last }] };
  return (async function* () {
    if (order === 'newest') yield since;
    for (const zone of inDirection(zones)) {
      if (!holds(zone) || isPast(zone)) continue;
      heed(signal);
      const isWithin = (zone.first ?? 0) >= range.from && (zone.last ?? 0) < range.to;
      const parts = isWithin ? [zone] : await finer(store, zone, signal);
      for (const part of inDirection(parts)) if (holds(part) && !isPast(part)) yield { within: withinOf(column, part) };
    }
    if (order === 'oldest') yield since;
  })();
}

const compared = (one: Cell, two: Cell): number =>
  (typeof one === 'number' || typeof one === 'bigint') && (typeof two === 'number' || typeof two === 'bigint')
    ? Number(one > two) - Number(one < two)
    : Number.NaN;

function withinOf(column: string, { after, until }: Stretch): readonly Condition[] {
  const [low = null, high = null] = [after?.[0], until?.[0]];
  return [
    ...(low === null ? [] : [{ column, is: '>' as const, value: low }]),
    ...(high === null ? [] : [{ column, is: '<=' as const, value: high }]),
  ];
}

/** The column whose numbers are the order, each there and once: then a part is what lies between two of them. */
async function columnOf(store: OpenStore): Promise<string | undefined> {
  const { order, from } = eventsOf(store);
  const [first, ...more] = order;
  if (!first || more.length > 0 || first.descending === true) return undefined;
  const { column } = first;
  if (column === 'rowid') return column;
  const table = store.tables.find(({ name }) => name === from.table);
  const known = table?.columns.find(({ name }) => name === column);
  if (!known || !/int|serial|num/.test(known.type)) return undefined;
  if (known.primaryKey === true) return column;
  if (!isIndexedColumn(store, column)) return undefined;
  const isWhole = await store.once('no position is missing', async () => {
    const where = [...(from.where ?? []), { column, is: 'null' as const }];
    return (await store.source.page({ ...from, columns: [column], where, order: [], limit: 1 })).length === 0;
  });
  return isWhole ? column : undefined;
}

const keptAtMost = 200;

/** The same zone in parts of few rows; each zone is looked at so once. */
async function finer(store: OpenStore, zone: Zone, signal: AbortSignal | undefined): Promise<readonly Zone[]> {
  if (zone.count <= 2 * fineRows) return [zone];
  const known = (store.kept.get('fine zones') as Map<string, readonly Zone[]> | undefined) ?? new Map();
  store.kept.set('fine zones', known);
  const key = JSON.stringify([zone.after ?? null, zone.until ?? null, zone.count], (_, value: unknown) =>
    typeof value === 'bigint' ? `${value}n` : value,
  );
  const before = known.get(key);
  if (before) return before;
  const survey = emptySurvey((await wholeLog(store, signal)).width);
  await surveyInto(survey, store, await selectionOf(store), fineParts(store, zone), signal);
  for (const oldest of [...known.keys()].slice(0, Math.max(0, known.size - keptAtMost + 1))) known.delete(oldest);
  known.set(key, survey.zones);
  return survey.zones;
}

async function* fineParts(store: OpenStore, { after: start, until: end, count }: Zone): AsyncGenerator<Stretch> {
  const { from, order } = eventsOf(store);
  const columns = order.map(({ column }) => column);
  let after = start;
  for (let left = count; left > fineRows; left -= fineRows) {
    const query = { ...from, columns, order, ...(after && { after }), ...(end && { until: end }) };
    const [row] = await store.source.page({ ...query, limit: 1, skip: fineRows - 1 });
    if (!row) break;
    const until = columns.map((column) => row[column] ?? null);
    yield { ...(after && { after }), until };
    after = until;
  }
  yield { ...(after && { after }), ...(end && { until: end }) };
}
