/** Conditions and orders over rows in memory, with SQLite's order of kinds. Knows no file. */
import { parseJson } from '../json';
import type { Cell, Condition, PageQuery } from '../store';

export type CellAt = (column: string) => Cell;

/** What stands in the JSON of a cell: `metadata:user.id`. */
export function atPath(cell: Cell, path: string): Cell {
  if (typeof cell !== 'string') return null;
  let value: unknown = parseJson(cell)?.value;
  for (const key of path.split('.')) {
    if (typeof value !== 'object' || value === null) return null;
    value = Object.hasOwn(value, key) ? (value as Record<string, unknown>)[key] : undefined;
  }
  if (value === undefined || value === null) return null;
  return typeof value === 'object' ? JSON.stringify(value) : (value as Cell);
}

export function holds(condition: Condition, at: CellAt): boolean {
  const cell = at(condition.column);
  const value = condition.value ?? null;
  if (condition.is === 'null') return cell === null;
  if (cell === null) return condition.is === '=' && value === null;
  if (condition.is === 'not null') return true;
  if (condition.is === 'contains') return String(cell).toLowerCase().includes(String(value).toLowerCase());
  if (value === null) return false;
  const order = compare(cell, value);
  if (condition.is === '=') return order === 0;
  if (condition.is === '<') return order < 0;
  if (condition.is === '<=') return order <= 0;
  return condition.is === '>' ? order > 0 : order >= 0;
}

export function inOrder(order: PageQuery['order'], one: readonly Cell[], two: readonly Cell[]): number {
  for (const [index, { descending }] of order.entries()) {
    const compared = compare(one[index] ?? null, two[index] ?? null);
    if (compared !== 0) return descending ? -compared : compared;
  }
  return 0;
}

/** Nothing, then numbers, then texts, then bytes; a text of digits is the number it is compared with. */
export function compare(one: Cell, two: Cell): number {
  const [left, right] = [comparable(one, two), comparable(two, one)];
  const kinds = kindOf(left) - kindOf(right);
  if (kinds !== 0) return kinds;
  if (left instanceof Uint8Array && right instanceof Uint8Array) return Buffer.compare(left, right);
  if (left === null || right === null || left === right) return 0;
  return left < right ? -1 : left > right ? 1 : 0;
}

function comparable(cell: Cell, other: Cell): Cell {
  if (typeof cell === 'boolean') return Number(cell);
  if (typeof cell !== 'string' || kindOf(other) !== 1 || cell.trim() === '') return cell;
  const number = Number(cell);
  return Number.isNaN(number) ? cell : number;
}

function kindOf(cell: Cell): number {
  if (cell === null) return 0;
  if (typeof cell === 'string') return 2;
  return typeof cell === 'object' ? 3 : 1;
}
