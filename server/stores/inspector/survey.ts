/** What a selection is made of: events by type and time, counted part by part in one run over the log. Knows no question. */
import { momentOf } from '../moments';
import type { CountQuery, Span } from '../store';
import { textOf } from './cells';
import type { ReadEvent } from './eventReader';
import { eventsOf, heed, type OpenStore } from './openStore';
import { breathe, pageEvents } from './paging';
import { stretches, type Stretch } from './stretches';
import type { Selection } from './selection';
import { offset, placeOf } from './widths';

export interface TypeSurvey {
  count: number;
  /** In milliseconds; null without times. */
  first: number | null;
  last: number | null;
  /** Events by the number of their bucket. */
  readonly buckets: Map<number, number>;
}

/** A part of the log and when it was: what is asked of a time looks only where that time is. */
export interface Zone extends Stretch {
  readonly first: number | null;
  readonly last: number | null;
  readonly count: number;
}

export interface Survey {
  /** Seconds of a bucket. */
  readonly width: number;
  readonly types: Map<string, TypeSurvey>;
  readonly zones: Zone[];
  total: number;
  /** Events whose time is missing or is none. */
  without: number;
}

export const emptySurvey = (width: number): Survey => ({ width, types: new Map(), zones: [], total: 0, without: 0 });

/** Adds what stands after `start`; the parts are those of an earlier survey where there is one. */
export async function surveyInto(
  survey: Survey,
  store: OpenStore,
  selection: Selection,
  parts: AsyncIterable<Stretch> | Iterable<Stretch>,
  signal: AbortSignal | undefined,
): Promise<void> {
  const counted = countedBy(store, selection, survey);
  for await (const part of parts) {
    heed(signal);
    const before = survey.total;
    const { first, last } = await counted(part, signal);
    survey.zones.push({ ...part, first, last, count: survey.total - before });
  }
}

export const allParts = (store: OpenStore, signal: AbortSignal | undefined): AsyncIterable<Stretch> =>
  stretches(store, 'oldest', undefined, signal);

/** Kept where the source takes most times for none, though they are: then each event is asked. */
export const timesByEvent = 'times by event';

type Ends = Pick<Zone, 'first' | 'last'>;
type Counting = (part: Stretch, signal: AbortSignal | undefined) => Promise<Ends>;

/** By the source, unless only the events themselves tell: then each is looked at. */
function countedBy(store: OpenStore, selection: Selection, survey: Survey): Counting {
  const reader = eventsOf(store);
  const { time, type } = reader.columns;
  const where = [...(reader.from.where ?? []), ...selection.where];
  const bySource: Counting = async (part, signal) => {
    const span: Span = { order: reader.order, ...spanOf(part) };
    const bucket = { ...kindOf(reader.timeKind), seconds: survey.width, offset };
    const query: CountQuery = {
      ...reader.from,
      where,
      span,
      ...(type !== '' && { by: type }),
      ...(time !== undefined && { range: time, bucket: { column: time, ...bucket } }),
    };
    const counts = await store.source.count(query);
    // What the source takes for no time, and what it wrongly takes for one: then the events say it.
    const misread = counts.filter(({ bucket: place, first, last }) =>
      [first, last].some(
        (cell) =>
          (cell ?? null) !== null && (momentOf(cell, reader.timeKind).milliseconds === null) !== (place === null),
      ),
    );
    if (time !== undefined && misread.length > 0) {
      if (misread.length * 2 > counts.length) store.kept.set(timesByEvent, true);
      return byEvent(part, signal);
    }
    const ends = endsOf();
    for (const { value, count, bucket: place = null, first, last } of counts) {
      const moments = [first, last].map((cell) =>
        place === null ? null : momentOf(cell, reader.timeKind).milliseconds,
      );
      add(survey, textOf(value) ?? '', count, place, moments[0] ?? null, moments[1] ?? null);
      ends.add(moments);
    }
    return ends;
  };
  const byEvent: Counting = async (part, signal) => {
    const ends = endsOf();
    for await (const events of eventsIn(store, selection, part, signal))
      for (const event of events) {
        const { milliseconds } = event;
        const place = milliseconds === null ? null : placeOf(milliseconds, survey.width);
        add(survey, event.type, 1, place, milliseconds, milliseconds);
        ends.add([milliseconds]);
      }
    return ends;
  };
  return selection.test || store.kept.has(timesByEvent) ? byEvent : bySource;
}

const spanOf = ({ after, until }: Stretch): Pick<Span, 'after' | 'until'> => ({
  ...(after && { after }),
  ...(until && { until }),
});

const kindOf = <T>(kind: T | undefined): { kind?: T } => (kind === undefined ? {} : { kind });

const batch = 500;

/** The events of a part that are selected. */
export async function* eventsIn(
  store: OpenStore,
  { where, test, needsPayload }: Selection,
  part: Stretch,
  signal: AbortSignal | undefined,
): AsyncGenerator<readonly ReadEvent[], void, undefined> {
  let { after } = part;
  for (;;) {
    heed(signal);
    const events = await pageEvents(store, {
      order: 'oldest',
      where,
      limit: batch,
      light: !needsPayload,
      ...spanOf({ ...part, ...(after && { after }) }),
    });
    yield test ? events.filter(test) : events;
    after = events.at(-1)?.cells;
    if (events.length < batch || !after) return;
    await breathe();
  }
}

function add(
  survey: Survey,
  type: string,
  count: number,
  place: number | null,
  first: number | null,
  last: number | null,
): void {
  let entry = survey.types.get(type);
  if (!entry) survey.types.set(type, (entry = { count: 0, first: null, last: null, buckets: new Map() }));
  survey.total += count;
  entry.count += count;
  if (place === null) {
    survey.without += count;
    return;
  }
  entry.buckets.set(place, (entry.buckets.get(place) ?? 0) + count);
  entry.first = smallest(entry.first, first);
  entry.last = largest(entry.last, last);
}

function endsOf(): Ends & { add(moments: readonly (number | null)[]): void } {
  const ends = {
    first: null as number | null,
    last: null as number | null,
    add(moments: readonly (number | null)[]) {
      for (const moment of moments) {
        ends.first = smallest(ends.first, moment);
        ends.last = largest(ends.last, moment);
      }
    },
  };
  return ends;
}

export const smallest = (one: number | null, two: number | null): number | null =>
  one === null || (two !== null && two < one) ? two : one;
export const largest = (one: number | null, two: number | null): number | null =>
  one === null || (two !== null && two > one) ? two : one;

/** First and last moment of all types. */
export function endsOfSurvey({ types }: Survey): { readonly first: number | null; readonly last: number | null } {
  const ends = endsOf();
  for (const { first, last } of types.values()) ends.add([first, last]);
  return { first: ends.first, last: ends.last };
}
