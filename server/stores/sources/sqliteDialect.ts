/** Statements as SQLite reads them. */
import type { Bucket, Cell } from '../store';
import { doubleQuoted, end, literal, type Dialect } from './dialect';
import type { Value } from './engine';

export const sqliteDialect: Dialect = {
  rowid: 'rowid',
  never: '0',
  quoted: doubleQuoted,
  path(sql, _column, keys) {
    const text = `CAST(${sql} AS TEXT)`;
    const isEnum = keys.at(-1) === '*';
    // The path must be part of the statement, as the same expression groups and orders: it is a text in quotes there.
    const path = literal(`$${(isEnum ? keys.slice(0, -1) : keys).map(keyOf).join('')}`);
    return `CASE WHEN json_valid(${text}) THEN ${isEnum ? enumOf(text, path) : `json_extract(${text}, ${path})`} END`;
  },
  grouped: ({ sql }) => sql,
  extreme: (which, { sql }) => `${which}(${sql})`,
  compared: ({ sql }, is, value) => ({ sql: `${sql} ${signOf(is)} ${holder(value)}`, values: [bound(value)] }),
  comparedAsNumber({ sql }, is, value) {
    const isNumeric = `${sql} GLOB '*[0-9]*' AND ${sql} NOT GLOB '*[^0-9.eE+-]*'`;
    const number = `CASE typeof(${sql}) WHEN 'text' THEN CASE WHEN ${isNumeric} THEN CAST(${sql} AS NUMERIC) END WHEN 'blob' THEN NULL ELSE ${sql} END`;
    return { sql: `${number} ${signOf(is)} ${holder(value)}`, values: [bound(value)] };
  },
  member: ({ sql }, values) => ({ sql: `${sql} IN (${values.map(holder).join(', ')})`, values: values.map(bound) }),
  contains: ({ sql }, text) => ({
    sql: `CAST(${sql} AS TEXT) LIKE ? ESCAPE '\\'`,
    values: [`%${text.replace(/[\\%_]/g, '\\$&')}%`],
  }),
  glob: ({ sql }, pattern) => ({ sql: `${sql} GLOB ?`, values: [pattern.replace(/[[?]/g, '[$&]')] }),
  equal: (one, two) => `${one.sql} = ${two.sql}`,
  ordered: ({ sql }, descending) => `${sql}${descending ? ' DESC' : ''}`,
  seconds: ({ sql }, kind) => secondsOf(sql, kind),
  // CAST cuts towards zero: ten buckets are added before and taken away after, so that those before `offset` are no exception.
  bucket: (seconds, offset, width) => `CAST((${seconds} + ${width * 10 - offset}) / ${width}.0 AS INTEGER) - 10`,
  limit: (count, skip) =>
    skip === undefined ? { sql: ' LIMIT ?', values: [count] } : { sql: ' LIMIT ? OFFSET ?', values: [count, skip] },
  numbered: (sql) => sql,
};

const keyOf = (key: string): string => (/^\d+$/.test(key) ? `[${key}]` : `."${key.replaceAll('"', '')}"`);

/** The text itself, the object's `type`, or its only key. */
function enumOf(text: string, path: string): string {
  const within = path === `'$'` ? `'$.type'` : `${path.slice(0, -1)}.type'`;
  return `CASE json_type(${text}, ${path}) WHEN 'text' THEN json_extract(${text}, ${path}) WHEN 'object' THEN CASE WHEN json_type(${text}, ${within}) = 'text' THEN json_extract(${text}, ${within}) ELSE (SELECT CASE WHEN count(*) = 1 THEN min(key) END FROM json_each(${text}, ${path})) END END`;
}

function secondsOf(cell: string, kind: Bucket['kind']): string {
  const written = `CASE WHEN ${cell} >= '1970' THEN CAST(strftime('%s', ${cell}) AS INTEGER) END`;
  if (kind === 'text') return written;
  const number = (value: string): string => {
    const within = (unit: number): string =>
      `CASE WHEN ${value} >= 0 AND ${value} < ${end}e0 * ${unit} THEN ${value} / ${unit} END`;
    if (kind !== undefined) return within({ seconds: 1, milliseconds: 1000, microseconds: 1_000_000 }[kind]);
    return `CASE WHEN ${value} < 1e11 THEN ${within(1)} WHEN ${value} < 1e14 THEN ${within(1000)} ELSE ${within(1_000_000)} END`;
  };
  const isNumber = `${cell} GLOB '*[0-9]*' AND ${cell} NOT GLOB '*[^0-9.]*'`;
  const text = `CASE WHEN ${isNumber} THEN ${number(`CAST(${cell} AS REAL)`)} ELSE ${written} END`;
  return `CASE typeof(${cell}) WHEN 'text' THEN ${text} WHEN 'integer' THEN ${number(cell)} WHEN 'real' THEN ${number(cell)} END`;
}

const signOf = (is: string): string => (is === '!=' ? '<>' : is);

/** sql.js binds large integers as text. */
const holder = (value: Cell): string => (typeof value === 'bigint' ? 'CAST(? AS INTEGER)' : '?');

function bound(value: Cell): Value {
  if (typeof value === 'boolean') return Number(value);
  return typeof value === 'bigint' ? value.toString() : value;
}
