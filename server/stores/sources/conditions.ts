/** Conditions and spans as expressions with bound values. Knows no table but by its checked names. */
import { StoreProblem, type Cell, type Condition, type PageQuery } from '../store';
import { anyOf, canBeNull, type Comparison, type Dialect, type Operand, type Statement } from './dialect';
import type { Names } from './names';

const comparisons: ReadonlySet<string> = new Set(['=', '!=', '<', '<=', '>', '>=']);

export function conditionOf(names: Names, condition: Condition): Statement {
  const single = singleOf(names, condition);
  const either = condition.or?.length
    ? anyOf([single, ...condition.or.map((each) => conditionOf(names, each))], names.dialect.never)
    : single;
  return { sql: condition.not ? `(${either.sql}) IS NOT TRUE` : either.sql, values: either.values };
}

function singleOf(names: Names, { column, is, value = null, values = [], as }: Condition): Statement {
  const { dialect } = names;
  const left = names.operand(column);
  if (is === 'null' || is === 'not null')
    return { sql: `${left.sql} IS ${is === 'null' ? '' : 'NOT '}NULL`, values: [] };
  if (is === 'contains') return dialect.contains(left, String(value));
  if (is === 'glob') return dialect.glob(left, String(value));
  if (is === 'in') {
    const known = values.filter((each) => each !== null);
    return known.length > 0 ? dialect.member(left, known) : { sql: dialect.never, values: [] };
  }
  if (!comparisons.has(is)) throw new StoreProblem(`A filter cannot compare with "${String(is)}".`);
  if (value === null) {
    const sql = is === '=' ? `${left.sql} IS NULL` : is === '!=' ? `${left.sql} IS NOT NULL` : dialect.never;
    return { sql, values: [] };
  }
  return as === undefined ? dialect.compared(left, is, value) : dialect.comparedAsNumber(left, is, value);
}

/**
 * Rows after the given values in this order, nulls first. The bound on the first column is there twice, so that an
 * index on it is entered at the right place.
 */
export function afterOf(names: Names, order: PageQuery['order'], cells: readonly Cell[]): Statement {
  const { dialect } = names;
  const [first, ...rest] = order;
  if (!first) return { sql: `NOT (${dialect.never})`, values: [] };
  const left = names.operand(first.column);
  const descending = first.descending === true;
  const value = cells[0] ?? null;
  const beyond = beyondOf(dialect, left, value, descending);
  if (rest.length === 0) return beyond;
  const next = afterOf(names, rest, cells.slice(1));
  const same: Statement =
    value === null ? { sql: `${left.sql} IS NULL`, values: [] } : dialect.compared(left, '=', value, 'order');
  const either = `(${beyond.sql}) OR (${same.sql} AND (${next.sql}))`;
  const values = [...beyond.values, ...same.values, ...next.values];
  if (value === null || (descending && canBeNull(left))) return { sql: either, values };
  const bound = dialect.compared(left, descending ? '<=' : '>=', value, 'order');
  return { sql: `${bound.sql} AND (${either})`, values: [...bound.values, ...values] };
}

/** Rows that are not after the given values. */
export function untilOf(names: Names, order: PageQuery['order'], cells: readonly Cell[]): Statement {
  const { dialect } = names;
  const [first, ...rest] = order;
  const value = cells[0] ?? null;
  if (!first) return { sql: `NOT (${dialect.never})`, values: [] };
  const left = names.operand(first.column);
  const after = afterOf(names, order, cells);
  const notAfter: Statement = { sql: `(${after.sql}) IS NOT TRUE`, values: after.values };
  if (value === null || (!first.descending && canBeNull(left))) return notAfter;
  const bound = dialect.compared(left, first.descending ? '>=' : '<=', value, 'order');
  if (rest.length === 0) return bound;
  return { sql: `${bound.sql} AND ${notAfter.sql}`, values: [...bound.values, ...notAfter.values] };
}

function beyondOf(dialect: Dialect, left: Operand, value: Cell, descending: boolean): Statement {
  if (value === null) return { sql: descending ? dialect.never : `${left.sql} IS NOT NULL`, values: [] };
  const comparison: Comparison = descending ? '<' : '>';
  const compared = dialect.compared(left, comparison, value, 'order');
  if (!descending || !canBeNull(left)) return compared;
  return { sql: `${compared.sql} OR ${left.sql} IS NULL`, values: compared.values };
}
