/** Questions as statements: names are checked and quoted, values always bound. Knows no database beyond its dialect. */
import { StoreProblem, type Cell, type Condition, type CountQuery, type PageQuery } from '../store';
import { canBeNull, type Comparison, type Dialect, type KnownColumn, type Operand, type Statement } from './dialect';

export type { Statement } from './dialect';

/** What the database itself says of a table: the check for every name that comes from outside. */
export interface KnownTable {
  readonly name: string;
  /** As it stands in a statement: `"message_store"."messages"`. */
  readonly sql: string;
  readonly columns: ReadonlyMap<string, KnownColumn>;
  readonly dialect: Dialect;
}

/** Columns are named by their index: two may have one name, and a number for a name would change their order. */
export function pageStatement(table: KnownTable, query: PageQuery): Statement {
  const columns = query.columns.map((name, index) => `${operand(table, name).sql} AS c${index}`);
  const conditions = query.where?.map((condition) => conditionOf(table, condition)) ?? [];
  if (query.after) conditions.push(after(table, query.order, query.after));
  const order = query.order.map(({ column, descending }) =>
    table.dialect.ordered(operand(table, column), descending === true),
  );
  return joined(
    table,
    `SELECT ${columns.join(', ') || 'NULL AS c0'} FROM ${table.sql}`,
    conditions,
    order.length > 0 ? ` ORDER BY ${order.join(', ')}` : '',
    query.limit,
  );
}

export function countStatement(table: KnownTable, query: CountQuery): Statement {
  const by = query.by === undefined ? 'NULL' : table.dialect.grouped(operand(table, query.by));
  const range = query.range === undefined ? undefined : table.dialect.measured(operand(table, query.range));
  const ends = range === undefined ? '' : `, min(${range}) AS c2, max(${range}) AS c3`;
  return joined(
    table,
    `SELECT ${by} AS c0, count(*) AS c1${ends} FROM ${table.sql}`,
    query.where?.map((condition) => conditionOf(table, condition)) ?? [],
    query.by === undefined ? '' : ' GROUP BY 1 ORDER BY 2 DESC, 1',
    query.by === undefined ? undefined : query.limit,
  );
}

function joined(
  { dialect }: KnownTable,
  head: string,
  conditions: readonly Statement[],
  tail: string,
  limit: number | undefined,
): Statement {
  const where = conditions.length > 0 ? ` WHERE ${conditions.map(({ sql }) => `(${sql})`).join(' AND ')}` : '';
  const last = limit === undefined ? { sql: '', values: [] } : dialect.limit(Math.max(0, Math.floor(limit)));
  return {
    sql: dialect.numbered(head + where + tail + last.sql),
    values: [...conditions.flatMap((condition) => condition.values), ...last.values],
  };
}

/** A column, or what stands in the JSON of a column: `metadata:user.id`. */
function operand(table: KnownTable, name: string): Operand {
  const { columns, dialect } = table;
  const own = columns.get(name);
  if (own) return { sql: dialect.quoted(name), column: own, isPath: false };
  if (name === 'rowid' && dialect.rowid !== undefined)
    return { sql: dialect.rowid, column: { nullable: false, type: 'integer' }, isPath: false };
  const colon = name.indexOf(':');
  const base = name.slice(0, Math.max(0, colon));
  const column = columns.get(base);
  if (!column) throw new StoreProblem(`${table.name} has no column "${name}".`);
  return { sql: dialect.path(dialect.quoted(base), column, name.slice(colon + 1).split('.')), column, isPath: true };
}

const comparisons: ReadonlySet<string> = new Set(['=', '<', '<=', '>', '>=']);

function conditionOf(table: KnownTable, { column, is, value = null }: Condition): Statement {
  const left = operand(table, column);
  if (is === 'null' || is === 'not null')
    return { sql: `${left.sql} IS ${is === 'null' ? '' : 'NOT '}NULL`, values: [] };
  if (is === 'contains') return table.dialect.contains(left, String(value));
  if (!comparisons.has(is)) throw new StoreProblem(`A filter cannot compare with "${String(is)}".`);
  if (value === null) return { sql: is === '=' ? `${left.sql} IS NULL` : table.dialect.never, values: [] };
  return table.dialect.compared(left, is, value);
}

/**
 * Rows after the given values in this order, nulls first. The bound on the first column is there twice, so that an
 * index on it is entered at the right place.
 */
function after(table: KnownTable, order: PageQuery['order'], cells: readonly Cell[]): Statement {
  const { dialect } = table;
  const [first, ...rest] = order;
  if (!first) return { sql: `NOT (${dialect.never})`, values: [] };
  const left = operand(table, first.column);
  const descending = first.descending === true;
  const value = cells[0] ?? null;
  const beyond = beyondOf(dialect, left, value, descending);
  if (rest.length === 0) return beyond;
  const next = after(table, rest, cells.slice(1));
  const same: Statement =
    value === null ? { sql: `${left.sql} IS NULL`, values: [] } : dialect.compared(left, '=', value, 'order');
  const either = `(${beyond.sql}) OR (${same.sql} AND (${next.sql}))`;
  const values = [...beyond.values, ...same.values, ...next.values];
  if (value === null || (descending && canBeNull(left))) return { sql: either, values };
  const bound = dialect.compared(left, descending ? '<=' : '>=', value, 'order');
  return { sql: `${bound.sql} AND (${either})`, values: [...bound.values, ...values] };
}

function beyondOf(dialect: Dialect, left: Operand, value: Cell, descending: boolean): Statement {
  if (value === null) return { sql: descending ? dialect.never : `${left.sql} IS NOT NULL`, values: [] };
  const comparison: Comparison = descending ? '<' : '>';
  const compared = dialect.compared(left, comparison, value, 'order');
  if (!descending || !canBeNull(left)) return compared;
  return { sql: `${compared.sql} OR ${left.sql} IS NULL`, values: compared.values };
}
