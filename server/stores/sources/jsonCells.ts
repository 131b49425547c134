/** What stands at a path of JSON as a cell, and digits as a number that loses none of them. */
import { parseJson } from '../json';
import type { Cell } from '../store';

export function cellOfJson(text: Cell): Cell {
  if (typeof text !== 'string') return text;
  const value = parseJson(text)?.value ?? null;
  return typeof value === 'object' && value !== null ? text : (value as Cell);
}

export function integer(digits: string): number | bigint {
  const number = Number(digits);
  return Number.isSafeInteger(number) ? number : BigInt(digits);
}
