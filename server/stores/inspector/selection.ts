/** A filter over one store: what the source looks up itself, and what is left to test on each event. Knows no page. */
import { momentOf, spanOf } from '../moments';
import type { Filter } from '../questions';
import { StoreProblem, type Cell, type Condition } from '../store';
import { integerOf } from './cells';
import type { EventReader, ReadEvent } from './eventReader';
import { parseFilter, type Part } from './filter';
import { hasNamespace, isNumeric, keysOf, matchesAll, separators, typeMatches } from './matching';
import { eventsOf, type OpenStore } from './openStore';
import { pageEvents } from './paging';
import { timeConditions } from './timeConditions';

export interface Selection {
  /** Says the same as another selection of the store with this text. */
  readonly key: string;
  /** What holds for every event of it, beside the layout's own conditions. */
  readonly where: readonly Condition[];
  /** Only there where the conditions leave more than what is asked for. */
  readonly test?: (event: ReadEvent) => boolean;
  /** The test looks into payloads. */
  readonly needsPayload: boolean;
  readonly isEmpty: boolean;
  readonly parts: readonly Part[];
  /** An index leads to it, or nothing is asked for: one page costs one look. */
  readonly isQuick: boolean;
  /** In milliseconds; `to` is exclusive. */
  readonly from?: number;
  readonly to?: number;
  /** Those of `where` that are about time; empty without a range. */
  readonly times: readonly Condition[];
  /** See `timeConditions`. */
  readonly slack?: number;
}

/** What one part is to the source. Not exact: events beside those asked for may be left. */
interface Compiled {
  readonly condition?: Condition;
  readonly exact: boolean;
  /** What all of them have beside, and costs less to see. */
  readonly first?: readonly Condition[];
}

export async function selectionOf(store: OpenStore, filter: Filter = {}): Promise<Selection> {
  const reader = eventsOf(store);
  const asked = parseFilter(filter.text ?? '');
  const ranges = asked.map((part) => (reader.columns.time === undefined ? undefined : rangeOf(part)));
  const parts = asked.filter((_, index) => ranges[index] === undefined);
  const all = [{ from: boundOf(filter.from, 'from'), to: boundOf(filter.to, 'to') }, ...ranges];
  const from = most(all.map((range) => range?.from));
  const to = most(
    all.map((range) => range?.to),
    -1,
  );
  const isTimed = (from !== undefined || to !== undefined) && reader.columns.time !== undefined;
  const asksType = parts.some((part) => part.kind === 'named' && part.column === 'type');
  const types = asksType ? await typesIn(store) : undefined;
  const looks = parts.length > 0 ? { ...(await looksOf(store)), ...(types && { types }) } : undefined;
  const compiled = looks ? parts.map((part) => compiledOf(reader, part, looks)) : [];
  const times = isTimed ? await timeConditions(store, from, to) : { where: [], exact: true };
  const where = [
    ...times.where,
    ...compiled.flatMap(({ first = [], condition }) => (condition ? [...first, condition] : [])),
  ];
  const isExact = compiled.every(({ exact }) => exact) && times.exact;
  return {
    key: JSON.stringify([filter.text?.trim() ?? '', from, to]),
    where,
    ...(!isExact && { test: (event: ReadEvent) => isWithin(event) && matchesAll(event, parts) }),
    needsPayload: !isExact && parts.some(({ kind }) => kind !== 'named'),
    isEmpty: parts.length === 0 && !isTimed,
    parts,
    isQuick: isExact && (where.length === 0 || where.some((condition) => isIndexed(store, reader, condition))),
    times: times.where,
    ...(isTimed && times.slack !== undefined && { slack: times.slack }),
    ...(isTimed && from !== undefined && { from }),
    ...(isTimed && to !== undefined && { to }),
  };

  function isWithin({ milliseconds }: ReadEvent): boolean {
    if (!isTimed) return true;
    return milliseconds !== null && milliseconds >= (from ?? -Infinity) && milliseconds < (to ?? Infinity);
  }
}

/** What a part that compares times leaves, where that is one range. */
function rangeOf(part: Part): { readonly from?: number; readonly to?: number } | undefined {
  if (part.kind !== 'named' || part.column !== 'time' || part.not) return undefined;
  const span = spanOf(part.value);
  if (!span) return undefined;
  switch (part.is) {
    case '=':
      return span;
    case '<':
      return { to: span.from };
    case '<=':
      return { to: span.to };
    case '>':
      return { from: span.to };
    case '>=':
      return { from: span.from };
    case '!=':
      return undefined;
  }
}

/** The largest of those that are there, or with -1 the smallest. */
function most(bounds: readonly (number | undefined)[], sign = 1): number | undefined {
  const known = bounds.filter((bound) => bound !== undefined);
  return known.length === 0 ? undefined : sign * Math.max(...known.map((bound) => sign * bound));
}

function boundOf(text: string | undefined, name: string): number | undefined {
  if (text === undefined || text === '') return undefined;
  const { milliseconds } = momentOf(text, 'text');
  if (milliseconds !== null) return milliseconds;
  throw new StoreProblem(`The filter's "${name}" is no time: "${text.slice(0, 60)}".`);
}

function isIndexed(store: OpenStore, { columns }: EventReader, condition: Condition): boolean {
  const { column, is, or, not, values = [] } = condition;
  if (is === 'in' && values.length > togetherAtMost) return false;
  if (or !== undefined || not || !['=', 'in', '<', '<=', '>', '>='].includes(is)) return false;
  return column === columns.position || isIndexedColumn(store, column);
}

export function isIndexedColumn(store: OpenStore, name: string): boolean {
  const table = store.tables.find((each) => each.name === store.mapping.events?.table);
  return table?.columns.some((column) => column.name === name && column.indexed) === true;
}

/** So many values of an indexed column are looked up each on its own. */
export const togetherAtMost = 12;

/** What a sample says of all events: whether payloads are plain JSON text, and whether types have namespaces. */
interface Looks {
  readonly plain: boolean;
  readonly namespaced: boolean;
  /** All types, where an index says them at once. */
  readonly types?: readonly string[];
}

function looksOf(store: OpenStore): Promise<Looks> {
  return store.once('looks', async () => {
    const both = await Promise.all(
      (['newest', 'oldest'] as const).map((order) => pageEvents(store, { order, limit: 50 })),
    );
    const events = both.flat();
    return {
      plain: events.every(({ data }) => data.kind === 'json' && ['json', 'null', 'plain'].includes(data.encoding)),
      namespaced: events.some(({ type }) => hasNamespace(type)),
    };
  });
}

/** One run over a small index; undefined without one, or where types are more than names. */
function typesIn(store: OpenStore): Promise<readonly string[] | undefined> {
  const { from, columns } = eventsOf(store);
  if (!isIndexedColumn(store, columns.type)) return Promise.resolve(undefined);
  return store.once('types', async () => {
    const counts = await store.source.count({ ...from, by: columns.type, limit: typesAtMost });
    const types = counts.flatMap(({ value }) => (typeof value === 'string' ? [value] : []));
    return types.length === counts.length && types.length < typesAtMost ? types : undefined;
  });
}

const typesAtMost = 2000;

function compiledOf(reader: EventReader, part: Part, looks: Looks): Compiled {
  const compiled = positiveOf(reader, part, looks);
  if (!part.not) return compiled;
  // What leaves too much leaves too little once it is turned round.
  if (!compiled.exact || !compiled.condition) return { exact: false };
  return { exact: true, condition: { ...compiled.condition, not: true } };
}

function positiveOf(reader: EventReader, part: Part, looks: Looks): Compiled {
  const { columns } = reader;
  if (part.kind === 'word') return wordOf(reader, part.text, looks);
  if (part.kind === 'named') return namedOf(reader, part, looks);
  const keys = keysOf(part.path);
  const isPlain = looks.plain && !keys.some((key) => /^(?:\d+|\[\]|\*)$|["\\]/.test(key)) && keys[0] !== 'metadata';
  if (!isPlain) return { exact: false };
  const column = `${columns.data}${columns.data.includes(':') ? '.' : ':'}${keys.join('.')}`;
  const there: Condition = { column, is: 'not null' };
  if (part.kind === 'there') return { condition: there, exact: true };
  const { is, value } = part;
  const first = writtenIn(reader, keys, is === '=' ? value : '');
  if (/^(?:true|false)$/.test(value) || /^\d{4}-\d\d/.test(value)) return { first, condition: there, exact: false };
  if (isNumeric(value)) {
    if (is === '!=') return { first, condition: there, exact: false };
    const compared: Condition = { column, is, value: numberFrom(value), as: 'number' };
    return { first, condition: is === '=' ? { ...compared, or: [{ column, is, value }] } : compared, exact: true };
  }
  if (value.includes('*') && is === '=') return { first, condition: { column, is: 'glob', value }, exact: true };
  if (is === '=') return { first, condition: { column, is, value }, exact: true };
  return { first, condition: there, exact: false };
}

/** JSON that has such a value has its key, and the value as it is written: seen without reading the JSON. */
function writtenIn({ columns }: EventReader, keys: readonly string[], value: string): readonly Condition[] {
  if (columns.data.includes(':')) return [];
  const has = (text: string): Condition => ({ column: columns.data, is: 'glob', value: `*${text}*` });
  const key = keys.at(-1) ?? '';
  const isWritten = /^[\w .@-]{2,}$/.test(value) && !/^[+.]|e[+-]?\d|\.0*$|^-?0\d/i.test(isNumeric(value) ? value : '');
  return [...(/^[\w-]+$/.test(key) ? [has(`"${key}"`)] : []), ...(isWritten ? [has(value)] : [])];
}

const numberFrom = (text: string): number | bigint => (/^-?\d+$/.test(text) ? integerOf(text) : Number(text));

/** The part of a word that JSON writes as it is; escapes and capital letters beyond ASCII are left to the test. */
function wordOf({ columns }: EventReader, text: string, looks: Looks): Compiled {
  const [longest = ''] = (text.match(/[ !#-.0-[\]-~]+/g) ?? []).sort((a, b) => b.length - a.length);
  if (!looks.plain || longest === '') return { exact: false };
  const contains = (column: string): Condition => ({ column, is: 'contains', value: longest });
  const beside = [columns.stream, columns.data].filter((column) => column !== undefined && column !== '');
  const or = beside.map((column) => contains(column ?? ''));
  const [first, ...rest] = columns.type === '' ? or : [contains(columns.type), ...or];
  return first ? { condition: { ...first, or: rest }, exact: longest === text } : { exact: false };
}

function namedOf(reader: EventReader, { column: name, is, value }: Part & { kind: 'named' }, looks: Looks): Compiled {
  const column = reader.columns[name];
  if (column === undefined || column === '') return { exact: false };
  if (name === 'time') return { condition: { column, is: 'not null' }, exact: false };
  if (name === 'position' || name === 'version') {
    if (!isNumeric(value)) return { condition: { column, is: 'not null' }, exact: false };
    return { condition: { column, is, value: numberFrom(value) }, exact: true };
  }
  if (is !== '=' && is !== '!=')
    throw new StoreProblem(`"${name}" has no order: a filter can ask for ${name}:${value}.`);
  if (is === '!=') return { condition: { column, is: 'not null' }, exact: false };
  if (name === 'type' && looks.types) {
    const values = looks.types.filter((type) => typeMatches(type, value));
    return { condition: { column, is: 'in', values: values.length > 0 ? values : [value] }, exact: true };
  }
  const or: Condition[] = [];
  if (name === 'type' && looks.namespaced && !hasNamespace(value))
    or.push(...separators.map((separator): Condition => ({ column, is: 'glob', value: `*${separator}${value}` })));
  for (const cell of sameAs(value)) or.push({ column, is: '=', value: cell });
  const isGlob = value.includes('*');
  return { condition: { column, is: isGlob ? 'glob' : '=', value, ...(or.length > 0 && { or }) }, exact: true };
}

/** Ids may be stored as numbers or bytes and are shown as text. */
function sameAs(value: string): readonly Cell[] {
  if (/^-?\d{1,18}$/.test(value)) return [integerOf(value)];
  return /^0x(?:[0-9a-f]{2})+$/i.test(value) ? [new Uint8Array(Buffer.from(value.slice(2), 'hex'))] : [];
}
