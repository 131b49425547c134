/** Conditions and orders over rows in memory, with SQLite's order of kinds. Knows no file. */
import { globs } from '../globs';
import { parseJson } from '../json';
import { momentOf } from '../moments';
import type { Bucket, Cell, Condition, Count, CountQuery, PageQuery } from '../store';

export type CellAt = (column: string) => Cell;

/** What stands in the JSON of a cell: `metadata:user.id`, and what an enum is called: `payload:*`. */
export function atPath(cell: Cell, path: string): Cell {
  if (typeof cell !== 'string') return null;
  let value: unknown = parseJson(cell)?.value;
  const keys = path.split('.');
  for (const [index, key] of keys.entries()) {
    if (key === '*' && index === keys.length - 1) return enumName(value);
    if (typeof value !== 'object' || value === null) return null;
    value = Object.hasOwn(value, key) ? (value as Record<string, unknown>)[key] : undefined;
  }
  if (value === undefined || value === null) return null;
  return typeof value === 'object' ? JSON.stringify(value) : (value as Cell);
}

/** The text itself, the object's `type`, or its only key. */
function enumName(value: unknown): Cell {
  if (typeof value === 'string') return value;
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return null;
  const { type } = value as { readonly type?: unknown };
  if (typeof type === 'string') return type;
  const keys = Object.keys(value);
  return keys.length === 1 ? (keys[0] ?? null) : null;
}

export function holds(condition: Condition, at: CellAt): boolean {
  const is = single(condition, at) || (condition.or ?? []).some((each) => holds(each, at));
  return is !== (condition.not === true);
}

function single({ column, is, value = null, values = [], as }: Condition, at: CellAt): boolean {
  const cell = as === 'number' ? numeric(at(column)) : at(column);
  if (is === 'null') return cell === null;
  if (cell === null) return is === '=' && value === null && as === undefined;
  if (is === 'not null') return true;
  if (is === 'contains') return String(cell).toLowerCase().includes(String(value).toLowerCase());
  if (is === 'glob') return globs(String(value), String(cell));
  if (is === 'in') return values.some((each) => each !== null && compare(cell, each) === 0);
  if (value === null) return is === '!=';
  const order = compare(cell, value);
  if (is === '=') return order === 0;
  if (is === '!=') return order !== 0;
  if (is === '<') return order < 0;
  if (is === '<=') return order <= 0;
  return is === '>' ? order > 0 : order >= 0;
}

function numeric(cell: Cell): Cell {
  if (typeof cell === 'boolean') return Number(cell);
  if (typeof cell !== 'string') return cell instanceof Uint8Array ? null : cell;
  return /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i.test(cell) ? Number(cell) : null;
}

/** Counts rows one by one as a query asks. */
export function tally({ by, bucket, range, largest, limit }: CountQuery): {
  readonly add: (at: CellAt) => void;
  readonly counts: () => readonly Count[];
} {
  interface Entry {
    readonly value: Cell;
    readonly bucket: number | null;
    readonly largest: Cell[];
    count: number;
    first: Cell;
    last: Cell;
  }
  const found = new Map<string, Entry>();
  const grouped = by !== undefined || bucket !== undefined;
  const entryOf = (value: Cell, place: number | null): Entry => {
    const key = `${typeof value} ${String(value)} ${place}`;
    let entry = found.get(key);
    if (!entry) found.set(key, (entry = { value, bucket: place, largest: [], count: 0, first: null, last: null }));
    return entry;
  };
  if (!grouped) entryOf(null, null);
  return {
    add(at) {
      const entry = entryOf(by === undefined ? null : at(by), bucket ? bucketOf(bucket, at(bucket.column)) : null);
      entry.count++;
      for (const [index, column] of (largest ?? []).entries()) {
        const cell = at(column);
        const before = entry.largest[index] ?? null;
        entry.largest[index] = before === null || compare(cell, before) > 0 ? cell : before;
      }
      const ranged = range === undefined ? null : at(range);
      if (ranged === null) return;
      if (entry.first === null || compare(ranged, entry.first) < 0) entry.first = ranged;
      if (entry.last === null || compare(ranged, entry.last) > 0) entry.last = ranged;
    },
    counts() {
      const sorted = [...found.values()].sort((a, b) => b.count - a.count || compare(a.value, b.value));
      return sorted.slice(0, grouped ? (limit ?? sorted.length) : 1).map((entry) => ({
        value: entry.value,
        count: entry.count,
        ...(range !== undefined && { first: entry.first, last: entry.last }),
        ...(bucket && { bucket: entry.bucket }),
        ...(largest && { largest: largest.map((_, index) => entry.largest[index] ?? null) }),
      }));
    },
  };
}

function bucketOf({ kind, seconds, offset = 0 }: Bucket, cell: Cell): number | null {
  const { milliseconds } = momentOf(cell, kind);
  return milliseconds === null ? null : Math.floor((Math.floor(milliseconds / 1000) - offset) / seconds);
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
