/** What differs between databases in a statement: quoting, JSON, comparing, order. Knows no question and no connection. */
import type { Cell, Condition } from '../store';
import type { Value } from './engine';

/** `?` stands for each value in turn; `numbered` makes of it what the database wants. */
export interface Statement {
  readonly sql: string;
  readonly values: readonly Value[];
}

/** A column as the database itself describes it. */
export interface KnownColumn {
  readonly nullable: boolean;
  /** As declared, lower case. */
  readonly type: string;
  /** Texts of this column are equal or different as the database sees fit, not letter by letter. */
  readonly loose?: boolean;
}

/** A column, or what stands at a path of its JSON, as it stands in a statement. */
export interface Operand {
  readonly sql: string;
  readonly column: KnownColumn;
  readonly isPath: boolean;
}

export type Comparison = Exclude<Condition['is'], 'contains' | 'null' | 'not null'>;

export interface Dialect {
  /** Name of a row's own place in its table, where a table without a key has one. */
  readonly rowid?: string;
  /** A condition that never holds. */
  readonly never: string;
  /** Quotes a name of a table, column or alias. */
  quoted(name: string): string;
  /** What stands at this path in the JSON of a column; NULL where the column holds no JSON or has no such path. */
  path(sql: string, column: KnownColumn, path: readonly string[]): string;
  /** As texts that are equal only when every letter is. */
  grouped(operand: Operand): string;
  /**
   * The value is not null. A value that the column can never have makes it `never`. What is of another kind than the
   * value is neither smaller nor larger, except in an `order` of all that there is.
   */
  compared(operand: Operand, is: Comparison, value: Cell, order?: 'order'): Statement;
  /** For min and max. */
  measured(operand: Operand): string;
  /** Whether the text of the operand has this text in it, whatever the case. */
  contains(operand: Operand, text: string): Statement;
  /** For ORDER BY: nulls first, last when descending. */
  ordered(operand: Operand, descending: boolean): string;
  limit(count: number): Statement;
  numbered(sql: string): string;
}

export const canBeNull = ({ column, isPath }: Operand): boolean => isPath || column.nullable;

/** A text in a statement; only for what is part of an expression that also groups and orders. */
export const literal = (text: string): string => `'${text.replaceAll("'", "''").replaceAll('\0', '')}'`;

export const doubleQuoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;

export const sqlite: Dialect = {
  rowid: 'rowid',
  never: '0',
  quoted: doubleQuoted,
  path(sql, _column, path) {
    const steps = path.map((key) => (/^\d+$/.test(key) ? `[${key}]` : `."${key.replaceAll('"', '')}"`)).join('');
    const text = `CAST(${sql} AS TEXT)`;
    return `CASE WHEN json_valid(${text}) THEN json_extract(${text}, ${literal(`$${steps}`)}) END`;
  },
  grouped: ({ sql }) => sql,
  measured: ({ sql }) => sql,
  compared({ sql }, is, value) {
    // sql.js binds large integers as text.
    if (typeof value === 'bigint') return { sql: `${sql} ${is} CAST(? AS INTEGER)`, values: [value.toString()] };
    return { sql: `${sql} ${is} ?`, values: [typeof value === 'boolean' ? Number(value) : value] };
  },
  contains({ sql }, text) {
    return {
      sql: `CAST(${sql} AS TEXT) LIKE ? ESCAPE '\\'`,
      values: [`%${text.replace(/[\\%_]/g, '\\$&')}%`],
    };
  },
  ordered: ({ sql }, descending) => `${sql}${descending ? ' DESC' : ''}`,
  limit: (count) => ({ sql: ' LIMIT ?', values: [count] }),
  numbered: (sql) => sql,
};
