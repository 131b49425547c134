/** Cells of a database as what people and JSON know: text, numbers, positions, and keys that find a row again. Knows no table. */
import type { Position } from '../questions';
import { StoreProblem, type Cell } from '../store';

/** Bytes as hexadecimal with `0x`, and as text where they are one. */
export function textOf(cell: Cell | undefined): string | null {
  if (cell === null || cell === undefined) return null;
  return cell instanceof Uint8Array ? hexOf(cell) : String(cell);
}

export const hexOf = (bytes: Uint8Array): string =>
  `0x${Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('hex')}`;

/** A whole number, also where it is stored as text; null for everything else. */
export function numberOf(cell: Cell | undefined): number | null {
  if (typeof cell === 'number') return Number.isFinite(cell) ? cell : null;
  if (typeof cell === 'bigint') return Number(cell);
  if (typeof cell !== 'string' || !/^\s*-?\d+(?:\.\d+)?\s*$/.test(cell)) return null;
  return Number(cell);
}

/** Numbers beyond 2^53 are text, so that JSON loses no digit. */
export function positionOf(cell: Cell | undefined): Position | null {
  return typeof cell === 'number' ? cell : textOf(cell);
}

/** Values of an order's columns as one text, which `cellsOfKey` reads: digits alone where they are a position. */
export function keyOf(cells: readonly Cell[], isPosition = true): string {
  const [only] = cells;
  if (
    isPosition &&
    cells.length === 1 &&
    (typeof only === 'bigint' || (typeof only === 'number' && Number.isSafeInteger(only)))
  )
    return String(only);
  return JSON.stringify(
    cells.map((cell) => {
      if (typeof cell === 'bigint') return { integer: String(cell) };
      return cell instanceof Uint8Array ? { bytes: Buffer.from(cell).toString('base64') } : cell;
    }),
  );
}

/** A key comes from outside: what is none is refused with a sentence. */
export function cellsOfKey(key: string, length: number): readonly Cell[] {
  if (/^-?\d{1,40}$/.test(key) && length === 1) return [integerOf(key)];
  try {
    const values: unknown = JSON.parse(key);
    if (Array.isArray(values) && values.length === length) return values.map(cellOf);
  } catch {
    // Said below.
  }
  throw new StoreProblem(`"${key.slice(0, 80)}" is not the key of anything in this store.`);
}

export function integerOf(digits: string): number | bigint {
  const number = Number(digits);
  return Number.isSafeInteger(number) ? number : BigInt(digits);
}

function cellOf(value: unknown): Cell {
  if (value === null || typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean')
    return value;
  const { integer, bytes } = value as { readonly integer?: unknown; readonly bytes?: unknown };
  if (typeof integer === 'string' && /^-?\d{1,40}$/.test(integer)) return BigInt(integer);
  if (typeof bytes === 'string') return new Uint8Array(Buffer.from(bytes, 'base64'));
  throw new TypeError('no cell');
}
