/** Streams and how many events of a selection each has, the most active first. Knows no page. */
import { momentOf } from '../moments';
import type { StreamCount } from '../questions';
import type { Cell, Row } from '../store';
import { numberOf, textOf } from './cells';
import { eventsOf, heed, onceHeeding, type OpenStore } from './openStore';
import type { Selection } from './selection';
import { eventsIn, largest, smallest } from './survey';
import { partsWithin, wholeLog } from './wholeLog';

export interface Streams {
  /** Those without details have none that were counted along. */
  readonly rows: readonly Counted[];
  /** Otherwise there are more: the least active were not kept. */
  readonly exact: boolean;
}

interface Counted {
  readonly stream: string;
  readonly cell: Cell;
  events: number;
  details?: Details;
}
interface Details {
  version: number | null;
  streamType: string | null;
  first: number | null;
  last: number | null;
}

const keptAtMost = 100_000;

export const streamsOf = (store: OpenStore, selection: Selection, signal: AbortSignal | undefined): Promise<Streams> =>
  onceHeeding(store, `streams ${selection.key}`, signal, () =>
    selection.isEmpty && isIndexed(store) ? byIndex(store) : byParts(store, selection, signal),
  );

function isIndexed(store: OpenStore): boolean {
  const { stream, table } = eventsOf(store).columns;
  const columns = store.tables.find(({ name }) => name === table)?.columns;
  return columns?.some(({ name, indexed }) => indexed && name === stream) === true;
}

/** One run over the index; details are read when a page shows them. */
async function byIndex(store: OpenStore): Promise<Streams> {
  const { from, columns } = eventsOf(store);
  if (columns.stream === undefined) return { rows: [], exact: true };
  const counts = await store.source.count({ ...from, by: columns.stream, limit: keptAtMost + 1 });
  const rows = counts.slice(0, keptAtMost).flatMap(({ value, count }) => {
    const stream = textOf(value);
    return stream === null ? [] : [{ stream, cell: value, events: count }];
  });
  return { rows, exact: counts.length <= keptAtMost };
}

async function byParts(store: OpenStore, selection: Selection, signal: AbortSignal | undefined): Promise<Streams> {
  const reader = eventsOf(store);
  const { stream, streamType, version, time } = reader.columns;
  if (stream === undefined) return { rows: [], exact: true };
  const found = new Map<string, Counted & { details: Details }>();
  let exact = true;
  const entryOf = (cell: Cell): (Counted & { details: Details }) | undefined => {
    const name = textOf(cell);
    if (name === null) return undefined;
    const known = found.get(name);
    if (known) return known;
    if (found.size >= keptAtMost) {
      exact = false;
      return undefined;
    }
    const details = { version: null, streamType: null, first: null, last: null };
    const entry = { stream: name, cell, events: 0, details };
    found.set(name, entry);
    return entry;
  };
  const where = [...(reader.from.where ?? []), ...selection.where];
  for (const part of partsWithin(await wholeLog(store, signal), selection)) {
    heed(signal);
    if (selection.test) {
      for await (const events of eventsIn(store, selection, part, signal))
        for (const event of events)
          add(entryOf(event.row[stream] ?? null), 1, event.version, event.streamType, [event.milliseconds]);
      continue;
    }
    const span = {
      order: reader.order,
      ...(part.after && { after: part.after }),
      ...(part.until && { until: part.until }),
    };
    const largestOf = [version, streamType].filter((column) => column !== undefined);
    const counts = await store.source.count({
      ...reader.from,
      where,
      span,
      by: stream,
      largest: largestOf,
      ...(time !== undefined && { range: time }),
    });
    for (const { value, count, first, last, largest: cells = [] } of counts) {
      const at = (column: string | undefined): Cell =>
        cells[column === undefined ? -1 : largestOf.indexOf(column)] ?? null;
      const moments = [first, last].map((cell) => momentOf(cell, reader.timeKind).milliseconds);
      add(entryOf(value), count, numberOf(at(version)), textOf(at(streamType)), moments);
    }
  }
  const rows = [...found.values()].sort((a, b) => b.events - a.events || (a.stream < b.stream ? -1 : 1));
  return { rows, exact };
}

function add(
  entry: (Counted & { details: Details }) | undefined,
  count: number,
  version: number | bigint | null,
  streamType: string | null,
  moments: readonly (number | null)[],
): void {
  if (!entry) return;
  entry.events += count;
  const { details } = entry;
  details.version = largest(details.version, version === null ? null : Number(version));
  details.streamType ??= streamType;
  for (const moment of moments) {
    details.first = smallest(details.first, moment);
    details.last = largest(details.last, moment);
  }
}

/** Rows of a page, with what was not counted along. */
export async function detailed(store: OpenStore, rows: readonly Counted[]): Promise<readonly StreamCount[]> {
  const found: StreamCount[] = [];
  for (const row of rows) {
    const details = (row.details ??= await detailsOf(store, row.cell));
    const iso = (moment: number | null): string | null => (moment === null ? null : new Date(moment).toISOString());
    const { stream, events } = row;
    const { version, streamType, first, last } = details;
    found.push({ stream, streamType, events, version, first: iso(first), last: iso(last) });
  }
  return found;
}

/** Of its first and last event. */
async function detailsOf(store: OpenStore, cell: Cell): Promise<Details> {
  const { from, columns, timeKind, order } = eventsOf(store);
  const { stream = '', version, streamType, time } = columns;
  const wanted = [version, streamType, time].filter((column) => column !== undefined);
  const where = [...(from.where ?? []), { column: stream, is: '=' as const, value: cell }];
  const end = async (descending: boolean): Promise<Row | undefined> => {
    const by =
      version === undefined ? order.map((each) => ({ ...each, descending })) : [{ column: version, descending }];
    return (await store.source.page({ ...from, columns: wanted, where, order: by, limit: 1 }))[0];
  };
  const [first, last] = [await end(false), await end(true)];
  const at = (row: Row | undefined, column: string | undefined): Cell =>
    column === undefined ? null : (row?.[column] ?? null);
  return {
    version: numberOf(at(last, version)),
    streamType: textOf(at(last, streamType)),
    first: momentOf(at(first, time), timeKind).milliseconds,
    last: momentOf(at(last, time), timeKind).milliseconds,
  };
}
