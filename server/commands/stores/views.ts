/** What `monitor` can show of a store: one entry for each view, with its text, its JSON and whether it is a finding. */
import type { About, Cursor, EventRow, Failure, FailureGroup, Filter } from '../../stores/questions';
import { grouped } from '../../reports/ink';
import { eventRows, eventsJson } from './events';
import { failureJson, failuresShown } from './failures';
import { integrityJson, integrityShown } from './integrity';
import type { Json } from './jsonText';
import type { OpenedStore } from './open';
import {
  hasTrouble,
  overviewJson,
  overviewShown,
  statisticsJson,
  statisticsShown,
  streamJson,
  streamRows,
  type Look,
} from './overview';
import { projectionJson, projectionsShown } from './projections';
import type { Shown } from './shown';

export interface ViewQuery {
  readonly filter: Filter;
  readonly limit?: number;
  /** Events after this position, oldest first. */
  readonly after?: string;
  /** Newest last, for whoever stays to see the next one below it. */
  readonly isTail?: boolean;
  /** Only what `json` needs is read. */
  readonly isJson?: boolean;
}

export interface Read {
  shown(look: Look): Shown;
  json(): Promise<Json>;
  /** What makes the command end with 1. */
  readonly isFinding: boolean;
  /** The last event of it, for whoever goes on from there. */
  readonly last?: EventRow | undefined;
}

export type View = (store: OpenedStore, query: ViewQuery) => Promise<Read>;

const pageSize = 200;
const listedAtFirst = 50;
const failuresAtFirst = 20;

const overview: View = async (store, { filter }) => {
  const answer = await store.ask('overview', { filter });
  return {
    shown: (look) => overviewShown(store.about, answer, look),
    json: async () => overviewJson(answer, await groupsOf(store)),
    isFinding: hasTrouble(answer),
  };
};

const stats: View = async (store, { filter }) => {
  const answer = await store.ask('overview', { filter });
  return {
    shown: (look) => statisticsShown(store.about, answer, look),
    json: () => Promise.resolve(statisticsJson(store.about, answer)),
    isFinding: false,
  };
};

const failures: View = async (store, { limit }) => {
  const groups = await groupsOf(store);
  const counts = {
    open: groups.reduce((sum, { count, resolved }) => sum + count - resolved, 0),
    resolved: groups.reduce((sum, { resolved }) => sum + resolved, 0),
  };
  const newest = async (most: number): Promise<readonly Failure[]> =>
    counts.open ? paged(most, (part) => store.ask('failures', { state: 'open', ...part })) : [];
  const rows = await newest(limit ?? failuresAtFirst);
  return {
    shown: (look) => failuresShown(groups, rows, counts, look),
    json: async () => (await newest(limit ?? Infinity)).map(failureJson),
    isFinding: counts.open > 0,
  };
};

export const groupsOf = (store: OpenedStore): Promise<readonly FailureGroup[]> =>
  store.about.has.failures ? store.ask('failureGroups', { state: 'all' }) : Promise.resolve([]);

const projections: View = async (store) => {
  const answer = await store.ask('projections', {});
  return {
    shown: (look) => projectionsShown(answer, look),
    json: () => Promise.resolve(answer.map(projectionJson)),
    isFinding: answer.some(({ state }) => state === 'failed'),
  };
};

const streams: View = async (store, { filter, limit = listedAtFirst }) => {
  const rows = store.about.has.streams ? await paged(limit, (part) => store.ask('streams', { filter, ...part })) : [];
  return {
    shown: (look) => ({
      head: [],
      sections: [
        {
          title: 'Streams, most active first',
          rows: streamRows(rows, look),
          none: store.about.has.streams ? 'No streams.' : 'This store does not say which stream an event is of.',
          ...(rows.length >= limit && { more: `the first ${grouped(limit)}: --limit shows more` }),
        },
      ],
      foot: [],
    }),
    json: () => Promise.resolve(rows.map(streamJson)),
    isFinding: false,
  };
};

const events: View = async (store, query) => {
  const { filter, limit = listedAtFirst, after, isTail, isJson = false } = query;
  const found =
    after === undefined
      ? await newestEvents(store, filter, limit, isJson)
      : await eventsAfter(store, filter, limit, after, isJson);
  const rows = isTail && after === undefined ? [...found].reverse() : found;
  return {
    shown: (look) => ({
      head: [],
      sections: [
        {
          title: '',
          rows: eventRows(rows, look),
          none: noneSentence(store.about, filter, after),
          ...(rows.length >= limit && !isTail && { more: moreSentence(rows, limit, after) }),
        },
      ],
      foot: [],
    }),
    json: async () => eventsJson(await exported(store, rows)),
    isFinding: false,
    last: after === undefined ? found[0] : found.at(-1),
  };
};

const verify: View = async (store) => {
  const answer = await store.ask('verify', {});
  return {
    shown: (look) => integrityShown(answer, look),
    json: () => Promise.resolve(integrityJson(answer)),
    isFinding: answer.findings.some(({ severity }) => severity === 'error'),
  };
};

export const views = { overview, stats, failures, projections, streams, events, verify };
export type ViewName = keyof typeof views;

const newestEvents = (
  store: OpenedStore,
  filter: Filter,
  limit: number,
  wordless: boolean,
): Promise<readonly EventRow[]> =>
  paged(limit, (part) => store.ask('events', { filter, wordless, order: 'newest', ...part }));

/** A page begins at the position itself: that event is left out. */
async function eventsAfter(
  store: OpenedStore,
  filter: Filter,
  limit: number,
  after: string,
  wordless: boolean,
): Promise<readonly EventRow[]> {
  const rows = await paged(limit + 1, ({ cursor, limit }) =>
    store.ask('events', {
      filter,
      wordless,
      order: 'oldest',
      limit,
      ...(cursor === undefined ? { at: after } : { cursor }),
    }),
  );
  return rows.filter(({ position, key }) => String(position) !== after && key !== after).slice(0, limit);
}

/** The events as the export writes them, one text each, in the order of these rows. */
export async function exported(store: OpenedStore, rows: readonly EventRow[]): Promise<string[]> {
  const lines: string[] = [];
  for (let index = 0; index < rows.length; index += pageSize) {
    const keys = rows.slice(index, index + pageSize).map(({ key }) => key);
    for (let cursor: Cursor | undefined; ;) {
      const part = await store.ask('export', { keys, format: 'jsonl', ...(cursor !== undefined && { cursor }) });
      lines.push(...part.text.split('\n').filter((line) => line !== ''));
      cursor = part.next;
      if (cursor === undefined) break;
    }
  }
  return lines;
}

interface Part {
  readonly cursor?: Cursor;
  readonly limit: number;
}

/** Pages until there are so many rows, or no more. */
export async function paged<T>(
  limit: number,
  page: (part: Part) => Promise<{ readonly rows: readonly T[]; readonly next?: Cursor }>,
): Promise<readonly T[]> {
  const rows: T[] = [];
  let cursor: Cursor | undefined;
  do {
    const answer = await page({
      limit: Math.min(pageSize, limit - rows.length),
      ...(cursor !== undefined && { cursor }),
    });
    rows.push(...answer.rows);
    cursor = answer.next;
  } while (cursor !== undefined && rows.length < limit);
  return rows;
}

function noneSentence({ has, name }: About, filter: Filter, after: string | undefined): string {
  if (!has.events) return `No table of ${name} is known to hold events.`;
  if (filter.text !== undefined) return 'No events match this filter.';
  return after === undefined ? 'No events yet.' : 'No events after this position.';
}

function moreSentence(rows: readonly EventRow[], limit: number, after: string | undefined): string {
  const last = rows.at(-1)?.position;
  if (after === undefined || last === null || last === undefined)
    return `the newest ${grouped(limit)}: --limit shows more`;
  return `the first ${grouped(limit)}: --after ${last} goes on from here`;
}
