/** The survey of the whole log, made once and carried on where the log has grown, and those of selections in it. Knows no question. */
import type { Cell, Condition } from '../store';
import { eventsOf, onceHeeding, type OpenStore } from './openStore';
import { pageEvents } from './paging';
import { stretches, type Stretch } from './selecting';
import { selectionOf, type Selection } from './selection';
import { allParts, emptySurvey, endsOfSurvey, surveyInto, type Survey } from './survey';
import { surveyWidth } from './widths';

interface Kept {
  readonly survey: Survey;
  readonly first: readonly Cell[];
  readonly last: readonly Cell[];
}

/** A smaller log is counted anew: so nothing that was changed within it goes unseen. */
const smallLog = 100_000;

export const wholeLog = (store: OpenStore, signal?: AbortSignal): Promise<Survey> =>
  onceHeeding(store, 'survey', signal, () => surveyAll(store, signal));

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

/** What a selection is made of; with another width than that of the whole log where bars ask for it. */
export async function surveyOf(
  store: OpenStore,
  selection: Selection,
  signal: AbortSignal | undefined,
  width?: number,
): Promise<Survey> {
  const whole = await wholeLog(store, signal);
  const seconds = width ?? whole.width;
  if (selection.isEmpty && seconds === whole.width) return whole;
  return onceHeeding(store, `survey ${seconds} ${selection.key}`, signal, async () => {
    const survey = emptySurvey(seconds);
    await surveyInto(survey, store, selection, partsWithin(whole, selection), signal);
    return survey;
  });
}

/** The parts of the log in which something of a range of time may be. */
export function partsWithin({ zones }: Survey, { from, to }: Pick<Selection, 'from' | 'to'>): readonly Stretch[] {
  if (from === undefined && to === undefined) return zones;
  return zones.filter(
    ({ first, last }) => first !== null && last !== null && first < (to ?? Infinity) && last >= (from ?? -Infinity),
  );
}

/** How many events were between two moments: parts that lie within are not looked at again. */
export async function countBetween(
  store: OpenStore,
  from: number,
  to: number,
  signal: AbortSignal | undefined,
): Promise<number> {
  const whole = await wholeLog(store, signal);
  const selection = await selectionOf(store, {
    from: new Date(Math.max(0, from)).toISOString(),
    to: new Date(Math.max(0, to)).toISOString(),
  });
  const survey = await surveyOf(store, selection, signal, whole.width);
  return survey.total;
}

export { endsOfSurvey };
