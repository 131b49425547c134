/** What is in a store and how it is doing: amounts, types, the most active streams, failures, projections, growth. */
import type { Overview, TypeCount } from '../../questions';
import { eventsOf, type OpenStore } from '../openStore';
import { selectionOf, type Selection } from '../selection';
import { streamsOf, detailed } from '../streamCounts';
import { endsOfSurvey, type Survey } from '../survey';
import { rateOf } from '../rate';
import { placeOf } from '../widths';
import { countBetween, surveyOf, wholeLog } from '../wholeLog';
import { failureCounts, failureGroups } from './failureGroups';
import { projectionStates } from './projections';
import type { Answering } from './question';

const slices = 24;
const typesAtMost = 1000;
const activeAtMost = 20;
const groupsAtMost = 20;
const day = 86_400_000;

export const overview: Answering<'overview'> = async (store, { filter }, signal) => {
  const beside = {
    failures: await failureCounts(store),
    failureGroups: (await failureGroups(store, { state: 'open' }, signal)).slice(0, groupsAtMost),
    projections: await projectionStates(store),
    size: store.size() ?? null,
  };
  if (!store.events) return { ...withoutEvents, ...beside };
  const whole = await wholeLog(store, signal);
  const selection = await selectionOf(store, filter);
  const selected = await surveyOf(store, selection, signal);
  const { first, last } = endsOfSurvey(whole);
  const iso = (moment: number | null): string | null => (moment === null ? null : new Date(moment).toISOString());
  const streams = await streamsFor(store, selection, signal);
  const days = await todayOf(store, first, signal);
  return {
    total: { count: whole.total, exact: true },
    selected: { count: selected.total, exact: true },
    ...days,
    types: typesOf(whole, selected, first, last),
    ...streams,
    ...beside,
    rate: last === null ? null : await rateOf(store, whole, last, signal),
    growth: growthOf(store, whole, first, last),
    first: iso(first),
    last: iso(last),
  };
};

const withoutEvents: Omit<Overview, 'failures' | 'failureGroups' | 'projections' | 'size'> = {
  total: { count: 0, exact: true },
  selected: { count: 0, exact: true },
  today: null,
  todayUsually: null,
  types: [],
  streams: null,
  activeStreams: [],
  rate: null,
  growth: null,
  first: null,
  last: null,
};

async function streamsFor(
  store: OpenStore,
  selection: Selection,
  signal: AbortSignal | undefined,
): Promise<Pick<Overview, 'streams' | 'activeStreams'>> {
  if (eventsOf(store).columns.stream === undefined) return { streams: null, activeStreams: [] };
  const { rows, exact } = await streamsOf(store, selection, signal);
  const activeStreams = await detailed(store, rows.slice(0, activeAtMost));
  return { streams: { count: rows.length, exact }, activeStreams };
}

function typesOf(whole: Survey, selected: Survey, first: number | null, last: number | null): readonly TypeCount[] {
  const iso = (moment: number | null): string | null => (moment === null ? null : new Date(moment).toISOString());
  const trend = (buckets: ReadonlyMap<number, number>): readonly number[] => {
    if (first === null || last === null) return [];
    const [start, end] = [placeOf(first, whole.width), placeOf(last, whole.width)];
    const counts = Array.from({ length: Math.min(slices, end - start + 1) }, () => 0);
    for (const [place, count] of buckets) {
      const slice = Math.min(counts.length - 1, Math.floor(((place - start) * counts.length) / (end - start + 1)));
      counts[slice] = (counts[slice] ?? 0) + count;
    }
    return counts;
  };
  return [...whole.types]
    .sort(([one, a], [two, b]) => b.count - a.count || (one < two ? -1 : 1))
    .slice(0, typesAtMost)
    .map(([type, survey]) => ({
      type,
      stored: survey.count,
      selected: selected.types.get(type)?.count ?? 0,
      first: iso(survey.first),
      last: iso(survey.last),
      trend: trend(survey.buckets),
    }));
}

/** Days are those of this machine's zone. */
async function todayOf(
  store: OpenStore,
  first: number | null,
  signal: AbortSignal | undefined,
): Promise<Pick<Overview, 'today' | 'todayUsually'>> {
  if (first === null) return { today: null, todayUsually: null };
  const now = new Date(store.settings.now());
  const midnight = (before: number): number =>
    new Date(now.getFullYear(), now.getMonth(), now.getDate() - before).getTime();
  const today = await countBetween(store, midnight(0), midnight(-1), signal);
  const before: number[] = [];
  for (const days of [7, 14, 21, 28])
    if (first <= midnight(days)) before.push(await countBetween(store, midnight(days), midnight(days - 1), signal));
  const sum = before.reduce((total, each) => total + each, 0);
  return { today, todayUsually: before.length < 2 ? null : sum / before.length };
}

/** Of fewer events the file's own parts are most of it. */
const fewForGrowth = 100;

/**
 * Bytes a week: what an event takes, times those of the last four weeks of the log, or of all of a shorter one. A log
 * that ended before that does not grow.
 */
function growthOf(store: OpenStore, whole: Survey, first: number | null, last: number | null): number | null {
  const size = store.size();
  if (size === undefined || first === null || last === null || whole.total < fewForGrowth || last - first < day)
    return null;
  if (store.settings.now() - last > 28 * day) return null;
  const span = Math.min(28 * day, last - first);
  const start = placeOf(last - span, whole.width);
  let recent = 0;
  for (const { buckets } of whole.types.values())
    for (const [place, count] of buckets) if (place >= start) recent += count;
  return Math.round(((recent * size) / whole.total / span) * 7 * day);
}
