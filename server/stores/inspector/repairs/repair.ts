/** The contract of what a layout offers for a failure or a projection. Runs nothing. */
import type { Cell, FailureColumns, ProjectionColumns, Row } from '../../store';
import type { OpenStore } from '../openStore';
import type { Change, Dialect } from '../writing';

/** A change to be shown, or a sentence that says why there is none. */
export type Offer =
  /** Of one thing by its word; a program that takes several, or is called several times, is told them all. */
  | { readonly kind: 'command'; readonly word: string; readonly text: (words: readonly string[]) => string }
  | { readonly kind: 'statement'; readonly change: Change }
  | { readonly kind: 'none'; readonly why: string };

export interface FailureCase {
  readonly store: OpenStore;
  readonly part: FailureColumns;
  /** All columns of the row that are asked for in `columns`. */
  readonly row: Row;
  readonly id: Cell;
  readonly dialect: () => Dialect;
}

export interface ProjectionCase {
  readonly store: OpenStore;
  readonly part: ProjectionColumns;
  readonly row: Row;
  readonly name: Cell;
  readonly dialect: () => Dialect;
}

export interface Repair {
  readonly retry?: (failure: FailureCase) => Offer;
  readonly resolve?: (failure: FailureCase) => Offer;
  readonly rebuild?: (projection: ProjectionCase) => Offer;
}

export const none = (why: string): Offer => ({ kind: 'none', why });

/** A number, or a word that no shell reads anything into and no program takes for an option. */
export function wordOf(id: Cell): string | undefined {
  const text = typeof id === 'string' || typeof id === 'number' || typeof id === 'bigint' ? String(id) : '';
  return /^[A-Za-z0-9](?:[A-Za-z0-9_-]{0,63})$/.test(text) ? text : undefined;
}

export const numberWord = (id: Cell): string | undefined => {
  const word = wordOf(id);
  return word !== undefined && /^\d{1,20}$/.test(word) ? word : undefined;
};

export function command(word: string | undefined, text: (words: readonly string[]) => string): Offer {
  if (word === undefined) return none('The id of this row is not one that could safely stand in a command.');
  return { kind: 'command', word, text };
}
