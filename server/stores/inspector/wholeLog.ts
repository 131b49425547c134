/** The survey of the whole log, made once and carried on where the log has grown, and those of selections in it. Knows no question. */
import type { Cell, Condition } from '../store';
import { eventsOf, onceHeeding, type OpenStore } from './openStore';
import { pageEvents } from './paging';
import { stretches, type Stretch } from './stretches';
import { selectionOf, type Selection } from './selection';
import { allParts, emptySurvey, surveyInto, type Survey, type TypeSurvey, type Zone } from './survey';
import { typeMatches } from './matching';
import { placeOf, startOf, surveyWidth } from './widths';

interface Kept {
  readonly survey: Survey;
  readonly first: readonly Cell[];
  readonly last: readonly Cell[];
}

/** A smaller log is counted anew: so nothing that was changed within it goes unseen. */
const smallLog = 20_000;

export const wholeLog = (store: OpenStore, signal?: AbortSignal): Promise<Survey> =>
  onceHeeding(store, 'survey', signal, () => surveyAll(store, signal));

/** A survey was made before: this version's costs no more than what came since. */
export const isSurveyed = ({ kept }: OpenStore): boolean => kept.has('whole log');

async function surveyAll(store: OpenStore, signal: AbortSignal | undefined): Promise<Survey> {
  const all = await selectionOf(store);
  const [first] = await pageEvents(store, { order: 'oldest', limit: 1, light: true });
  const [last] = await pageEvents(store, { order: 'newest', limit: 1, light: true });
  const width = await widthOf(store);
  if (!first || !last) return emptySurvey(width);
  const kept = store.kept.get('whole log') as Kept | undefined;
  const isSame = kept && kept.survey.total >= smallLog && (await isThere(store, kept, first.cells));
  const survey = isSame ? copyOf(kept.survey) : emptySurvey(width);
  const parts = isSame ? stretches(store, 'oldest', kept.last, signal) : allParts(store, signal);
  await surveyInto(survey, store, all, endingWith(parts, last.cells), signal);
  store.kept.set('whole log', { survey, first: first.cells, last: last.cells } satisfies Kept);
  return survey;
}

/** The last part ends where the log ended when counting began; what comes later is for the next version. */
async function* endingWith(
  parts: AsyncIterable<Stretch>,
  last: readonly Cell[],
): AsyncGenerator<Stretch, void, undefined> {
  for await (const part of parts) yield part.until ? part : { ...part, until: last };
}

function copyOf({ types, zones, ...rest }: Survey): Survey {
  const copies = [...types].map(([type, survey]) => [type, { ...survey, buckets: new Map(survey.buckets) }] as const);
  return { ...rest, types: new Map(copies), zones: [...zones] };
}

/** Its first and last event still stand where they stood. */
async function isThere(store: OpenStore, kept: Kept, first: readonly Cell[]): Promise<boolean> {
  const { order } = eventsOf(store);
  const where = order.map(({ column }, index): Condition => {
    const value = kept.last[index] ?? null;
    return value === null ? { column, is: 'null' } : { column, is: '=', value };
  });
  const [last] = await pageEvents(store, { order: 'oldest', where, limit: 1, light: true });
  return last !== undefined && first.every((cell, index) => String(cell) === String(kept.first[index]));
}

/** By the times of the first and last events. */
async function widthOf(store: OpenStore): Promise<number> {
  const both = await Promise.all(
    (['oldest', 'newest'] as const).map((order) => pageEvents(store, { order, limit: 50, light: true })),
  );
  const times = both.flat().flatMap(({ milliseconds }) => milliseconds ?? []);
  return times.length === 0 ? 3600 : surveyWidth(Math.min(...times), Math.max(...times));
}

/** What a selection is made of, in buckets of this width or in those of the whole log, of which it is a multiple. */
export async function surveyOf(
  store: OpenStore,
  selection: Selection,
  signal: AbortSignal | undefined,
  width?: number,
): Promise<Survey> {
  const whole = await wholeLog(store, signal);
  const seconds = width ?? whole.width;
  if (selection.isEmpty && seconds % whole.width === 0) return whole;
  const derived = seconds % whole.width === 0 ? derivedOf(whole, selection) : undefined;
  if (derived) return derived;
  return onceHeeding(store, `survey ${seconds} ${selection.key}`, signal, async () => {
    const survey = emptySurvey(seconds);
    await surveyInto(survey, store, selection, partsWithin(whole, selection), signal);
    return survey;
  });
}

/** The parts of the log in which something of a range of time may be. */
export function partsWithin({ zones }: Survey, { from, to }: Pick<Selection, 'from' | 'to'>): readonly Stretch[] {
  if (from === undefined && to === undefined) return zones;
  return zones.filter((zone) => mayHold(zone, { from: from ?? -Infinity, to: to ?? Infinity }));
}

export const mayHold = ({ first, last }: Zone, { from, to }: { readonly from: number; readonly to: number }): boolean =>
  first !== null && last !== null && first < to && last >= from;

/** Types and whole buckets of time are counted already. */
function derivedOf(whole: Survey, { parts, from, to }: Selection): Survey | undefined {
  const isWhole = (bound: number | undefined): boolean =>
    bound === undefined || startOf(placeOf(bound, whole.width), whole.width) === bound;
  if (!isWhole(from) || !isWhole(to)) return undefined;
  if (!parts.every((part) => part.kind === 'named' && part.column === 'type' && /^!?=$/.test(part.is)))
    return undefined;
  const isTimed = from !== undefined || to !== undefined;
  const [start, end] = [from ?? -Infinity, to ?? Infinity].map((bound) =>
    Number.isFinite(bound) ? placeOf(bound, whole.width) : bound,
  );
  const survey = emptySurvey(whole.width);
  for (const [type, { count, first, last, buckets }] of whole.types) {
    if (
      !parts.every(
        (part) => part.kind === 'named' && typeMatches(type, part.value) === ((part.is === '=') !== part.not),
      )
    )
      continue;
    const kept = [...buckets].filter(([place]) => place >= (start ?? 0) && place < (end ?? 0));
    const timed = kept.reduce((sum, [, each]) => sum + each, 0);
    const own = isTimed ? timed : count;
    if (own === 0) continue;
    survey.types.set(type, { count: own, first, last, buckets: new Map(kept) });
    survey.total += own;
    survey.without += own - timed;
  }
  return survey;
}

/** How many events were between two moments, in milliseconds. */
export async function countBetween(
  store: OpenStore,
  from: number,
  to: number,
  signal: AbortSignal | undefined,
): Promise<number> {
  const [start, end] = [from, to].map((bound) => new Date(Math.max(0, bound)).toISOString());
  const selection = await selectionOf(store, { ...(start && { from: start }), ...(end && { to: end }) });
  return (await surveyOf(store, selection, signal)).total;
}

/** Events by the number of their bucket of another width. */
export function placesOf(
  surveys: Iterable<TypeSurvey>,
  { width }: Survey,
  seconds: number,
): ReadonlyMap<number, number> {
  const places = new Map<number, number>();
  for (const { buckets } of surveys)
    for (const [place, count] of buckets) {
      const wide = Math.floor((place * width) / seconds);
      places.set(wide, (places.get(wide) ?? 0) + count);
    }
  return places;
}
