/** Conditions and spans as SQLite expressions with bound values. Knows no table but by its checked names. */
import { StoreProblem, type Cell, type Condition, type PageQuery } from '../store';
import type { Value } from './engine';
import type { Names } from './expressions';
import type { Statement } from './statements';

const comparisons: ReadonlySet<string> = new Set(['=', '!=', '<', '<=', '>', '>=']);

export function conditionOf(names: Names, condition: Condition): Statement {
  const parts = [singleOf(names, condition), ...(condition.or ?? []).map((each) => conditionOf(names, each))];
  const values = parts.flatMap((part) => part.values);
  const sql = parts.length === 1 ? (parts[0]?.sql ?? '') : parts.map((part) => `(${part.sql})`).join(' OR ');
  return { sql: condition.not ? `(${sql}) IS NOT TRUE` : sql, values };
}

function singleOf(names: Names, { column, is, value = null, values = [], as }: Condition): Statement {
  const sql = names.expression(column);
  if (is === 'null' || is === 'not null') return { sql: `${sql} IS ${is === 'null' ? '' : 'NOT '}NULL`, values: [] };
  if (is === 'contains') {
    const part = String(value).replace(/[\\%_]/g, '\\$&');
    return { sql: `CAST(${sql} AS TEXT) LIKE ? ESCAPE '\\'`, values: [`%${part}%`] };
  }
  if (is === 'glob') return { sql: `${sql} GLOB ?`, values: [String(value).replace(/[[?]/g, '[$&]')] };
  if (is === 'in') return { sql: `${sql} IN (${values.map(holder).join(', ')})`, values: values.map(bound) };
  if (!comparisons.has(is)) throw new StoreProblem(`A filter cannot compare with "${String(is)}".`);
  if (value === null)
    return { sql: is === '=' ? `${sql} IS NULL` : is === '!=' ? `${sql} IS NOT NULL` : '0', values: [] };
  const sign = is === '!=' ? '<>' : is;
  if (as === undefined) return { sql: `${sql} ${sign} ${holder(value)}`, values: [bound(value)] };
  const isNumeric = `${sql} GLOB '*[0-9]*' AND ${sql} NOT GLOB '*[^0-9.eE+-]*'`;
  const number = `CASE typeof(${sql}) WHEN 'text' THEN CASE WHEN ${isNumeric} THEN CAST(${sql} AS NUMERIC) END WHEN 'blob' THEN NULL ELSE ${sql} END`;
  return { sql: `${number} ${sign} ${holder(value)}`, values: [bound(value)] };
}

/**
 * Rows after the given values in this order, nulls first as SQLite sorts them. The bound on the first column is there
 * twice, so that an index on it is entered at the right place.
 */
export function afterOf(names: Names, order: PageQuery['order'], cells: readonly Cell[]): Statement {
  const [first, ...rest] = order;
  if (!first) return { sql: '1', values: [] };
  const sql = names.expression(first.column);
  const canBeNull = names.canBeNull(first.column);
  const value = cells[0] ?? null;
  const beyond = beyondOf(sql, value, first.descending === true, canBeNull);
  if (rest.length === 0) return beyond;
  const next = afterOf(names, rest, cells.slice(1));
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

/** Rows that are not after the given values. */
export function untilOf(names: Names, order: PageQuery['order'], cells: readonly Cell[]): Statement {
  const [first, ...rest] = order;
  const value = cells[0] ?? null;
  if (!first) return { sql: '1', values: [] };
  const after = afterOf(names, order, cells);
  const notAfter: Statement = { sql: `(${after.sql}) IS NOT TRUE`, values: after.values };
  if (value === null || (!first.descending && names.canBeNull(first.column))) return notAfter;
  const sql = `${names.expression(first.column)} ${first.descending ? '>=' : '<='} ${holder(value)}`;
  if (rest.length === 0) return { sql, values: [bound(value)] };
  return { sql: `${sql} AND ${notAfter.sql}`, values: [bound(value), ...notAfter.values] };
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
