/** Questions as SQLite statements: names are checked and quoted, values always bound. Knows no engine and no file. */
import { StoreProblem, type Bucket, type CountQuery, type PageQuery } from '../store';
import type { Value } from './engine';
import { secondsOf, type Names } from './expressions';
import { afterOf, conditionOf, untilOf } from './conditions';
import { namesOf, quoted, type KnownTable } from './names';

export interface Statement {
  readonly sql: string;
  readonly values: readonly Value[];
}

/** Columns are named by their index: two may have one name, and a number for a name would change their order. */
export function pageStatement(find: (table: string) => KnownTable, query: PageQuery): Statement {
  const names = namesOf(find, query);
  const columns = query.columns.map((name, index) => `${names.expression(name)} AS c${index}`);
  const conditions = query.where?.map((condition) => conditionOf(names, condition)) ?? [];
  conditions.push(...spanOf(names, query));
  const order = query.order.map(({ column, descending }) => `${names.expression(column)}${descending ? ' DESC' : ''}`);
  const head = `SELECT ${columns.join(', ') || 'NULL AS c0'} FROM `;
  const tail = order.length > 0 ? ` ORDER BY ${order.join(', ')}` : '';
  return joined(names, head, conditions, tail, [query.limit, ...(query.skip ? [query.skip] : [])]);
}

/** c0 the value, c1 the count, c2 and c3 the range, c4 the bucket, then the largest. */
export function countStatement(find: (table: string) => KnownTable, query: CountQuery): Statement {
  const names = namesOf(find, query);
  const { by, range, bucket } = query;
  const ends =
    range === undefined ? ['NULL', 'NULL'] : ['min', 'max'].map((end) => `${end}(${names.expression(range)})`);
  const place = bucket ? placeOf(names, bucket) : 'NULL';
  const columns = [
    by === undefined ? 'NULL' : names.expression(by),
    'count(*)',
    ...ends,
    place,
    ...(query.largest ?? []).map((name) => `max(${names.expression(name)})`),
  ];
  const conditions = query.where?.map((condition) => conditionOf(names, condition)) ?? [];
  if (query.span) conditions.push(...spanOf(names, query.span));
  const groups = [...(by === undefined ? [] : ['1']), ...(bucket ? ['5'] : [])];
  const head = `SELECT ${columns.map((sql, index) => `${sql} AS c${index}`).join(', ')} FROM `;
  const tail = groups.length > 0 ? ` GROUP BY ${groups.join(', ')} ORDER BY 2 DESC, 1` : '';
  return joined(names, head, conditions, tail, groups.length > 0 && query.limit !== undefined ? [query.limit] : []);
}

const spanOf = (names: Names, { order, after, until }: PageQuery | NonNullable<CountQuery['span']>): Statement[] => [
  ...(after ? [afterOf(names, order, after)] : []),
  ...(until ? [untilOf(names, order, until)] : []),
];

function joined(
  names: Names,
  head: string,
  conditions: readonly Statement[],
  tail: string,
  limits: readonly number[],
): Statement {
  const where = conditions.length > 0 ? ` WHERE ${conditions.map(({ sql }) => `(${sql})`).join(' AND ')}` : '';
  const limit = ['', ' LIMIT ?', ' LIMIT ? OFFSET ?'][limits.length] ?? '';
  return {
    sql: head + names.from() + where + tail + limit,
    values: [...conditions.flatMap(({ values }) => values), ...limits.map((each) => Math.max(0, Math.floor(each)))],
  };
}

/** CAST cuts towards zero: ten buckets are added before and taken away after, so that those before `offset` are no exception. */
function placeOf(names: Names, bucket: Bucket): string {
  const seconds = Math.max(1, whole(bucket.seconds));
  return `CAST((${secondsOf(names, bucket)} + ${seconds * 10 - whole(bucket.offset ?? 0)}) / ${seconds}.0 AS INTEGER) - 10`;
}

function whole(number: number): number {
  if (Number.isSafeInteger(number)) return number;
  throw new StoreProblem('A bucket of time is a whole number of seconds.');
}

export { quoted };
