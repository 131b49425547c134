/** What the service answers: the paths of HD Tickets over one open store, in the same JSON as `monitor --format json`. */
import type { Failure, Prepared } from '../../stores/questions';
import { UsageError } from '../arguments';
import { eventsJson } from './events';
import { failureJson } from './failures';
import { refusal, type Answer, type Request, type Response } from './http';
import { jsonText, type Json } from './jsonText';
import type { OpenedStore } from './open';
import { overviewJson, statisticsJson, streamJson } from './overview';
import { projectionJson } from './projections';
import { filterOf, wholeNumber } from './query';
import { exported, groupsOf } from './views';

/** Carries out a prepared statement; a sentence where that is not possible. */
export type Run = (prepared: Prepared) => Promise<{ readonly rows: number } | { readonly refused: string }>;

interface Route {
  readonly method: 'GET' | 'POST';
  /** After `/api/events/`; `*` is a part that varies. */
  readonly path: readonly string[];
  readonly query: readonly string[];
  answer(store: OpenedStore, request: Request, part: string, run: Run | undefined): Promise<Found>;
}

interface Found {
  readonly status?: number;
  readonly data: Json;
  /** Beside `data`. */
  readonly more?: Readonly<Record<string, Json>>;
}

/** A refusal with a status of its own. */
class Refused extends Error {
  readonly status: number;
  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

const filters = ['type', 'stream', 'filter'];

const routes: readonly Route[] = [
  {
    method: 'GET',
    path: ['overview'],
    query: filters,
    answer: async (store, request) => ({
      data: overviewJson(
        await store.ask('overview', { filter: filterIn(request) }, request.signal),
        await groupsOf(store),
      ),
    }),
  },
  {
    method: 'GET',
    path: ['statistics'],
    query: filters,
    answer: async (store, request) => {
      const overview = await store.ask('overview', { filter: filterIn(request) }, request.signal);
      return { data: statisticsJson(await store.ask('about', {}), overview) };
    },
  },
  {
    method: 'GET',
    path: ['recent'],
    query: [...filters, 'limit', 'cursor', 'order'],
    answer: async (store, request) => {
      const order = choice(request, 'order', ['newest', 'oldest'] as const) ?? 'newest';
      const asked = { filter: filterIn(request), order, wordless: true, ...partOf(request) };
      const page = await store.ask('events', asked, request.signal);
      return { data: eventsJson(await exported(store, page.rows)), more: { next: page.next ?? null } };
    },
  },
  {
    method: 'GET',
    path: ['streams'],
    query: [...filters, 'limit', 'cursor'],
    answer: async (store, request) => {
      const page = await store.ask('streams', { filter: filterIn(request), ...partOf(request) }, request.signal);
      return { data: page.rows.map(streamJson), more: { next: page.next ?? null } };
    },
  },
  {
    method: 'GET',
    path: ['projections'],
    query: [],
    answer: async (store, { signal }) => ({ data: (await store.ask('projections', {}, signal)).map(projectionJson) }),
  },
  {
    method: 'GET',
    path: ['failures'],
    query: ['state', 'limit', 'cursor'],
    answer: async (store, request) => {
      const state = choice(request, 'state', ['open', 'resolved', 'all'] as const) ?? 'open';
      const page = await store.ask('failures', { state, ...partOf(request) }, request.signal);
      return { data: page.rows.map(failureJson), more: { next: page.next ?? null } };
    },
  },
  {
    method: 'POST',
    path: ['projections', '*', 'rebuild'],
    query: [],
    answer: async (store, { signal }, name, run) => {
      const known = await store.ask('projections', {}, signal);
      if (!known.some((one) => one.name === name)) throw new Refused(404, `There is no projection "${name}".`);
      return change(await store.ask('prepare', { what: 'rebuild', key: name }, signal), run);
    },
  },
  {
    method: 'POST',
    path: ['failures', '*', 'resolve'],
    query: [],
    answer: async (store, { signal }, id, run) => {
      const failure = await failureOf(store, id, signal);
      if (failure.resolved) throw new Refused(409, `Failure ${id} is resolved already.`);
      return change(await store.ask('prepare', { what: 'resolve', key: failure.key }, signal), run);
    },
  },
];

export function answerFrom(store: OpenedStore, run: Run | undefined): Answer {
  return async (request) => {
    const [api, events, ...path] = request.path;
    const there = api === 'api' && events === 'events' ? routes.filter((route) => fits(route.path, path)) : [];
    const route = there.find(({ method }) => method === request.method);
    if (!route) {
      const allow = there.map(({ method }) => method).join(', ');
      return there.length
        ? refusal(405, `This is answered to ${allow} alone.`, allow)
        : refusal(
            404,
            `There is nothing here; /api/events/ has ${routes.map(({ path }) => path.join('/')).join(', ')}.`,
          );
    }
    try {
      for (const name of request.query.keys())
        if (!route.query.includes(name)) throw new Refused(400, `"${name}" is not asked here.`);
      // The answer is of the store as it is now.
      await store.ask('refresh', {}, request.signal);
      const part = path[route.path.indexOf('*')] ?? '';
      const { status = 200, data, more = {} } = await route.answer(store, request, part, run);
      return { status, body: jsonText({ success: true, data, ...more }) };
    } catch (error) {
      return refused(error, request);
    }
  };
}

const fits = (pattern: readonly string[], path: readonly string[]): boolean =>
  pattern.length === path.length && pattern.every((part, index) => part === '*' || part === path[index]);

/** What is asked wrongly is the asker's; a store that cannot be read at the moment is asked again later. */
function refused(error: unknown, { query, method }: Request): Response {
  if (error instanceof Refused) return refusal(error.status, error.message);
  if (!(error instanceof UsageError)) throw error;
  // What a store of this kind does not offer.
  if (method === 'POST') return refusal(409, error.message);
  const isAsked = ['filter', 'type', 'stream', 'limit', 'cursor'].some((name) => query.has(name));
  return refusal(isAsked ? 400 : 503, error.message);
}

function filterIn({ query }: Request): ReturnType<typeof filterOf> {
  return filterOf({ type: query.get('type'), stream: query.get('stream'), filter: query.get('filter') });
}

function partOf({ query }: Request): { readonly limit: number; readonly cursor?: string } {
  const cursor = query.get('cursor');
  return { limit: wholeNumber('limit', query.get('limit'), 1, 1000) ?? 50, ...(cursor !== undefined && { cursor }) };
}

function choice<T extends string>({ query }: Request, name: string, choices: readonly T[]): T | undefined {
  const given = query.get(name);
  if (given === undefined) return undefined;
  const found = choices.find((one) => one === given);
  if (found === undefined) throw new Refused(400, `"${name}" is ${choices.join(' or ')}.`);
  return found;
}

/** By its id; where two tables have the same one, by its key. */
async function failureOf(store: OpenedStore, id: string, signal: AbortSignal): Promise<Failure> {
  const found: Failure[] = [];
  for (let cursor: string | undefined; ;) {
    const page = await store.ask(
      'failures',
      { state: 'all', limit: 500, ...(cursor !== undefined && { cursor }) },
      signal,
    );
    const own = page.rows.find(({ key }) => key === id);
    if (own) return own;
    found.push(...page.rows.filter((failure) => failure.id === id));
    cursor = page.next;
    if (cursor === undefined) break;
  }
  const [failure, other] = found;
  if (!failure) throw new Refused(404, `There is no failure ${id}.`);
  if (other)
    throw new Refused(409, `Several tables have a failure ${id}: ${found.map(({ table }) => table).join(', ')}.`);
  return failure;
}

async function change(prepared: Prepared, run: Run | undefined): Promise<Found> {
  const { what, kind, text, rows, question } = prepared;
  const shown = { what, kind, text, rows };
  if (!run)
    return { data: { ...shown, done: false, message: `${question} Nothing was changed: this service only reads.` } };
  const done = await run(prepared);
  if ('refused' in done) return { status: 200, data: { ...shown, done: false, message: done.refused } };
  return { data: { ...shown, rows: done.rows, done: true } };
}
