/** Questions as statements: names are checked and quoted, values always bound. Knows no database beyond its dialect. */
import { StoreProblem, type Bucket, type CountQuery, type PageQuery, type Span } from '../store';
import { afterOf, conditionOf, untilOf } from './conditions';
import type { Statement } from './dialect';
import { namesOf, type KnownTable, type Names } from './names';

/** Columns are named by their index: two may have one name, and a number for a name would change their order. */
export function pageStatement(find: (table: string) => KnownTable, query: PageQuery): Statement {
  const names = namesOf(find, query);
  const columns = query.columns.map((name, index) => `${names.operand(name).sql} AS c${index}`);
  const conditions = query.where?.map((condition) => conditionOf(names, condition)) ?? [];
  conditions.push(...spanOf(names, query));
  const order = query.order.map(({ column, descending }) =>
    names.dialect.ordered(names.operand(column), descending === true),
  );
  const head = `SELECT ${columns.join(', ') || 'NULL AS c0'} FROM `;
  const tail = order.length > 0 ? ` ORDER BY ${order.join(', ')}` : '';
  return joined(names, query, head, conditions, tail, [query.limit, ...(query.skip ? [query.skip] : [])]);
}

/** c0 the value, c1 the count, c2 and c3 the range, c4 the bucket, then the largest. */
export function countStatement(find: (table: string) => KnownTable, query: CountQuery): Statement {
  const names = namesOf(find, query);
  const { dialect } = names;
  const { by, range, bucket } = query;
  const ends =
    range === undefined
      ? ['NULL', 'NULL']
      : (['min', 'max'] as const).map((end) => dialect.extreme(end, names.operand(range)));
  const place = bucket ? placeOf(names, bucket) : 'NULL';
  const columns = [
    by === undefined ? 'NULL' : dialect.grouped(names.operand(by)),
    'count(*)',
    ...ends,
    place,
    ...(query.largest ?? []).map((name) => dialect.extreme('max', names.operand(name))),
  ];
  const conditions = query.where?.map((condition) => conditionOf(names, condition)) ?? [];
  if (query.span) conditions.push(...spanOf(names, query.span));
  const groups = [...(by === undefined ? [] : ['1']), ...(bucket ? ['5'] : [])];
  const head = `SELECT ${columns.map((sql, index) => `${sql} AS c${index}`).join(', ')} FROM `;
  const tail = groups.length > 0 ? ` GROUP BY ${groups.join(', ')} ORDER BY 2 DESC, 1` : '';
  return joined(
    names,
    query.span,
    head,
    conditions,
    tail,
    groups.length > 0 && query.limit !== undefined ? [query.limit] : [],
  );
}

const spanOf = (names: Names, { order, after, until }: PageQuery | NonNullable<CountQuery['span']>): Statement[] => [
  ...(after ? [afterOf(names, order, after)] : []),
  ...(until ? [untilOf(names, order, until)] : []),
];

function joined(
  names: Names,
  span: Span | undefined,
  head: string,
  conditions: readonly Statement[],
  tail: string,
  limits: readonly number[],
): Statement {
  const where = conditions.length > 0 ? ` WHERE ${conditions.map(({ sql }) => `(${sql})`).join(' AND ')}` : '';
  const [count, skip] = limits.map((each) => Math.max(0, Math.floor(each)));
  const limit = count === undefined ? { sql: '', values: [] } : names.dialect.limit(count, skip);
  return {
    sql: names.dialect.numbered(head + names.from(span?.until && span.order[0]?.column) + where + tail + limit.sql),
    values: [...conditions.flatMap(({ values }) => values), ...limit.values],
  };
}

function placeOf(names: Names, { column, kind, seconds, offset = 0 }: Bucket): string {
  const width = Math.max(1, whole(seconds));
  return names.dialect.bucket(names.dialect.seconds(names.operand(column), kind), whole(offset), width);
}

function whole(number: number): number {
  if (Number.isSafeInteger(number)) return number;
  throw new StoreProblem('A bucket of time is a whole number of seconds.');
}
