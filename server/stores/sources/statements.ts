/** Questions as SQLite statements: names are checked and quoted, values always bound. Knows no engine and no file. */
import { StoreProblem, type Cell, type Condition, type CountQuery, type PageQuery } from '../store';
import type { Value } from './engine';

export interface Statement {
  readonly sql: string;
  readonly values: readonly Value[];
}

/** What the database itself says of a table: the check for every name that comes from outside. */
export interface KnownTable {
  readonly name: string;
  /** Column → whether it can be null. */
  readonly columns: ReadonlyMap<string, boolean>;
}

/** Columns are named by their index: two may have one name, and a number for a name would change their order. */
export function pageStatement(table: KnownTable, query: PageQuery): Statement {
  const columns = query.columns.map((name, index) => `${expression(table, name)} AS c${index}`);
  const conditions = query.where?.map((condition) => conditionOf(table, condition)) ?? [];
  if (query.after) conditions.push(after(table, query.order, query.after));
  const order = query.order.map(({ column, descending }) => `${expression(table, column)}${descending ? ' DESC' : ''}`);
  return joined(
    `SELECT ${columns.join(', ') || 'NULL AS c0'} FROM ${quoted(table.name)}`,
    conditions,
    order.length > 0 ? ` ORDER BY ${order.join(', ')}` : '',
    query.limit,
  );
}

export function countStatement(table: KnownTable, query: CountQuery): Statement {
  const by = query.by === undefined ? 'NULL' : expression(table, query.by);
  const range = query.range === undefined ? undefined : expression(table, query.range);
  const ends = range === undefined ? '' : `, min(${range}) AS c2, max(${range}) AS c3`;
  return joined(
    `SELECT ${by} AS c0, count(*) AS c1${ends} FROM ${quoted(table.name)}`,
    query.where?.map((condition) => conditionOf(table, condition)) ?? [],
    query.by === undefined ? '' : ' GROUP BY 1 ORDER BY 2 DESC, 1',
    query.by === undefined ? undefined : query.limit,
  );
}

export const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;

function joined(head: string, conditions: readonly Statement[], tail: string, limit: number | undefined): Statement {
  const where = conditions.length > 0 ? ` WHERE ${conditions.map(({ sql }) => `(${sql})`).join(' AND ')}` : '';
  const values = conditions.flatMap((condition) => condition.values);
  if (limit === undefined) return { sql: head + where + tail, values };
  return { sql: `${head}${where}${tail} LIMIT ?`, values: [...values, Math.max(0, Math.floor(limit))] };
}

/** A column, or what stands in the JSON of a column: `metadata:user.id`. */
function expression(table: KnownTable, name: string): string {
  if (table.columns.has(name)) return quoted(name);
  if (name === 'rowid') return 'rowid';
  const colon = name.indexOf(':');
  const column = name.slice(0, Math.max(0, colon));
  if (!table.columns.has(column)) throw new StoreProblem(`${table.name} has no column "${name}".`);
  const path = name
    .slice(colon + 1)
    .split('.')
    .map((key) => (/^\d+$/.test(key) ? `[${key}]` : `."${key.replaceAll('"', '')}"`))
    .join('');
  const text = `CAST(${quoted(column)} AS TEXT)`;
  return `CASE WHEN json_valid(${text}) THEN json_extract(${text}, ${literal(`$${path}`)}) END`;
}

/** The path must be part of the statement, as the same expression groups and orders: it is a text in quotes there. */
const literal = (text: string): string => `'${text.replaceAll("'", "''").replaceAll('\0', '')}'`;

const comparisons: ReadonlySet<string> = new Set(['=', '<', '<=', '>', '>=']);

function conditionOf(table: KnownTable, { column, is, value = null }: Condition): Statement {
  const sql = expression(table, column);
  if (is === 'null' || is === 'not null') return { sql: `${sql} IS ${is === 'null' ? '' : 'NOT '}NULL`, values: [] };
  if (is === 'contains') {
    const part = String(value).replace(/[\\%_]/g, '\\$&');
    return { sql: `CAST(${sql} AS TEXT) LIKE ? ESCAPE '\\'`, values: [`%${part}%`] };
  }
  if (!comparisons.has(is)) throw new StoreProblem(`A filter cannot compare with "${String(is)}".`);
  if (value === null) return { sql: is === '=' ? `${sql} IS NULL` : '0', values: [] };
  return { sql: `${sql} ${is} ${holder(value)}`, values: [bound(value)] };
}

/**
 * Rows after the given values in this order, nulls first as SQLite sorts them. The bound on the first column is there
 * twice, so that an index on it is entered at the right place.
 */
function after(table: KnownTable, order: PageQuery['order'], cells: readonly Cell[]): Statement {
  const [first, ...rest] = order;
  if (!first) return { sql: '1', values: [] };
  const sql = expression(table, first.column);
  const canBeNull = table.columns.get(first.column) ?? first.column.includes(':');
  const value = cells[0] ?? null;
  const beyond = beyondOf(sql, value, first.descending === true, canBeNull);
  if (rest.length === 0) return beyond;
  const next = after(table, rest, cells.slice(1));
  const same: Statement =
    value === null
      ? { sql: `${sql} IS NULL`, values: [] }
      : { sql: `${sql} = ${holder(value)}`, values: [bound(value)] };
  const either = `(${beyond.sql}) OR (${same.sql} AND (${next.sql}))`;
  const values = [...beyond.values, ...same.values, ...next.values];
  if (value === null || (first.descending && canBeNull)) return { sql: either, values };
  return {
    sql: `${sql} ${first.descending ? '<=' : '>='} ${holder(value)} AND (${either})`,
    values: [bound(value), ...values],
  };
}

function beyondOf(sql: string, value: Cell, descending: boolean, canBeNull: boolean): Statement {
  if (value === null) return { sql: descending ? '0' : `${sql} IS NOT NULL`, values: [] };
  const compared = `${sql} ${descending ? '<' : '>'} ${holder(value)}`;
  return { sql: descending && canBeNull ? `${compared} OR ${sql} IS NULL` : compared, values: [bound(value)] };
}

/** sql.js binds large integers as text. */
const holder = (value: Cell): string => (typeof value === 'bigint' ? 'CAST(? AS INTEGER)' : '?');

function bound(value: Cell): Value {
  if (typeof value === 'boolean') return Number(value);
  return typeof value === 'bigint' ? value.toString() : value;
}
