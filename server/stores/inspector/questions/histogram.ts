/** Events over time as bars of a width that people know, each with what the filter leaves and the failures in it. */
import type { Bar, Histogram } from '../../questions';
import { momentOf } from '../../moments';
import type { OpenStore } from '../openStore';
import { selectionOf } from '../selection';
import { endsOfSurvey } from '../survey';
import { barWidth, offset, placeOf, startOf } from '../widths';
import { placesOf, surveyOf, wholeLog } from '../wholeLog';
import type { Answering } from './question';

const barsAtMost = 2000;

export const histogram: Answering<'histogram'> = async (store, ask, signal) => {
  const whole = await wholeLog(store, signal);
  const { first, last } = endsOfSurvey(whole);
  const from = ask.from === undefined ? first : momentOf(ask.from, 'text').milliseconds;
  const to = ask.to === undefined ? last : (momentOf(ask.to, 'text').milliseconds ?? 0) - 1;
  const none: Histogram = { from: null, to: null, width: whole.width, bars: [], without: whole.without };
  if (first === null || from === null || to === null || to < from) return none;
  const width = barWidth(from, to, Math.min(barsAtMost, Math.max(1, Math.floor(ask.bars))));
  const [start, end] = [placeOf(from, width), placeOf(to, width)];
  const range = { from: Math.max(0, startOf(start, width)), to: startOf(end + 1, width) };

  const isFiner = width % whole.width !== 0;
  const within = async (filter: typeof ask.filter): Promise<ReadonlyMap<number, number>> => {
    const selection = await selectionOf(store, isFiner ? narrowed(filter, range) : filter);
    const survey = await surveyOf(store, selection, signal, isFiner ? width : undefined);
    return placesOf(survey.types.values(), survey, width);
  };
  const isFiltered = !(await selectionOf(store, ask.filter)).isEmpty;
  const stored = await within(undefined);
  const selected = isFiltered ? await within(ask.filter) : stored;
  const failures = await failuresBy(store, width);
  const bars: Bar[] = [];
  for (let place = start; place <= end; place++)
    bars.push({
      from: new Date(startOf(place, width)).toISOString(),
      stored: stored.get(place) ?? 0,
      selected: selected.get(place) ?? 0,
      failures: failures.get(place) ?? 0,
    });
  const [head, tail] = [startOf(start, width), startOf(end + 1, width)].map((bound) => new Date(bound).toISOString());
  return { from: head ?? null, to: tail ?? null, width, bars, without: whole.without };
};

interface Range {
  readonly from: number;
  readonly to: number;
}

/** Both ranges must hold. */
function narrowed(filter: Parameters<typeof histogram>[1]['filter'], range: Range): NonNullable<typeof filter> {
  const from = Math.max(range.from, momentOf(filter?.from, 'text').milliseconds ?? 0);
  const to = Math.min(range.to, momentOf(filter?.to, 'text').milliseconds ?? Infinity);
  return { ...filter, from: new Date(from).toISOString(), to: new Date(Math.max(from, to)).toISOString() };
}

/** Open and resolved ones, by their own times. */
function failuresBy(store: OpenStore, width: number): Promise<ReadonlyMap<number, number>> {
  return store.once(`failures by ${width}`, async () => {
    const places = new Map<number, number>();
    for (const { table, time, timeKind, where } of store.mapping.failures ?? []) {
      if (time === undefined) continue;
      const bucket = { column: time, seconds: width, offset, ...(timeKind && { kind: timeKind }) };
      for (const { bucket: place = null, count } of await store.source.count({
        table,
        bucket,
        ...(where && { where }),
      }))
        if (place !== null) places.set(place, (places.get(place) ?? 0) + count);
    }
    return places;
  });
}
