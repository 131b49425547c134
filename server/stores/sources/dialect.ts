/** What differs between databases in a statement: quoting, JSON, comparing, order, time. Knows no question and no connection. */
import type { Bucket, Cell } from '../store';
import type { Value } from './engine';

/** `?` stands for each value in turn; `numbered` makes of it what the database wants. */
export interface Statement {
  readonly sql: string;
  readonly values: readonly Value[];
}

/** A column as the database itself describes it. */
export interface KnownColumn {
  readonly nullable: boolean;
  /** The type's own name, lower case, without its size. */
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

export type Comparison = '=' | '!=' | '<' | '<=' | '>' | '>=';

export interface Dialect {
  /** Name of a row's own place in its table, where a table without a key has one. */
  readonly rowid?: string;
  /** A condition that never holds. */
  readonly never: string;
  /** Quotes a name of a table, column or alias. */
  quoted(name: string): string;
  /**
   * What stands at this path in the JSON of a column; NULL where the column holds no JSON or has no such path. With
   * `*` for its last key, what an enum there is called: the text itself, the object's `type`, or its only key.
   */
  path(sql: string, column: KnownColumn, path: readonly string[]): string;
  /** As texts that are equal only when every letter is. */
  grouped(operand: Operand): string;
  extreme(which: 'min' | 'max', operand: Operand): string;
  /**
   * The value is not null. A value that the column can never have makes it `never`. What is of another kind than the
   * value is neither smaller nor larger, except in an `order` of all that there is.
   */
  compared(operand: Operand, is: Comparison, value: Cell, order?: 'order'): Statement;
  /** Numbers, and texts that are one, with a number. */
  comparedAsNumber(operand: Operand, is: Comparison, value: Cell): Statement;
  /** None of the values is null. */
  member(operand: Operand, values: readonly Cell[]): Statement;
  /** Whether the text of the operand has this text in it, whatever the case. */
  contains(operand: Operand, text: string): Statement;
  /** `*` stands for any characters; case matters. */
  glob(operand: Operand, pattern: string): Statement;
  /** Columns of two tables that a join makes equal. */
  equal(one: Operand, two: Operand): string;
  /** For ORDER BY: nulls first, last when descending. */
  ordered(operand: Operand, descending: boolean): string;
  /** Whole seconds since 1970; NULL for what is no time. The same rule as `momentOf`. */
  seconds(operand: Operand, kind: Bucket['kind']): string;
  /** `(seconds - offset) / width`, rounded down. */
  bucket(seconds: string, offset: number, width: number): string;
  limit(count: number, skip?: number): Statement;
  numbered(sql: string): string;
}

export const canBeNull = ({ column, isPath }: Operand): boolean => isPath || column.nullable;

/** A text in a statement; only for what is part of an expression that also groups and orders. */
export const literal = (text: string): string => `'${text.replaceAll("'", "''").replaceAll('\0', '')}'`;

export const doubleQuoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;

/** One of several conditions. */
export function anyOf(parts: readonly Statement[], never: string): Statement {
  return {
    sql: parts.map(({ sql }) => `(${sql})`).join(' OR ') || never,
    values: parts.flatMap(({ values }) => values),
  };
}

/** Everything that is there and does not equal it. */
export const differs = ({ sql }: Operand, equal: Statement): Statement => ({
  sql: `(${equal.sql}) IS NOT TRUE AND ${sql} IS NOT NULL`,
  values: equal.values,
});

/** The first second of the year 10000. */
export const end = 253_402_300_800;
