/** The contract of what runs a statement on an SQLite database, and how its values become cells. Knows no file. */
import type { Cell } from '../store';

export type Value = string | number | bigint | null | Uint8Array;

export interface Engine {
  /** Rows in the order of the statement's columns. On damage, `rows` has those before it. */
  run(sql: string, values: readonly Value[]): Answer;
  close(): void;
}

export interface Answer {
  readonly rows: readonly (readonly Cell[])[];
  /** What the engine said when it could not go on. */
  readonly failure?: string;
}

export function cellOf(value: Value): Cell {
  if (typeof value !== 'bigint') return value;
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : value;
}

export const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
