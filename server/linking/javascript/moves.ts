/** Whether an edited file says what it said before, only elsewhere: then places move and nothing is linked anew. */
import type { JavaScriptFacts } from '../../languages/javascript/facts';

/** From the places that linking knows to those that now hold. */
export interface Move {
  readonly lines: ReadonlyMap<number, number>;
  /** By line and column; only those that changed. */
  readonly columns: ReadonlyMap<number, number>;
}

const widest = 2 ** 21;
export const columnKey = (line: number, column: number): number => line * widest + column;

interface Spots {
  readonly lines: Map<number, number>;
  readonly columns: Map<number, number>;
}

/** `same` when nothing moved, `other` when the two say different things. */
export function moveOf(before: JavaScriptFacts, now: JavaScriptFacts): Move | 'same' | 'other' {
  const spots: Spots = { lines: new Map(), columns: new Map() };
  if (!alike({ ...before, problem: undefined }, { ...now, problem: undefined }, spots)) return 'other';
  if (!keepsOrder(spots.lines) || !columnsKeepOrder(spots)) return 'other';
  const columns = new Map([...spots.columns].filter(([key, column]) => key % widest !== column));
  if (!columns.size && [...spots.lines].every(([line, to]) => line === to)) return 'same';
  return { lines: spots.lines, columns };
}

function alike(a: unknown, b: unknown, spots: Spots): boolean {
  if (a === b) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (Array.isArray(a)) {
    if (!Array.isArray(b) || a.length !== b.length) return false;
    for (let index = 0; index < a.length; index++) if (!alike(a[index], b[index], spots)) return false;
    return true;
  }
  return !Array.isArray(b) && alikeRecords(a as Fact, b as Fact, spots);
}

type Fact = Readonly<Record<string, unknown>>;
const positions: ReadonlySet<string> = new Set(['line', 'column', 'endLine', 'endColumn', 'places']);

function alikeRecords(a: Fact, b: Fact, spots: Spots): boolean {
  const placed = typeof a['line'] === 'number' && typeof b['line'] === 'number';
  for (const key in a) {
    const [one, other] = [a[key], b[key]];
    if ((placed && positions.has(key)) || (key === 'places' && Array.isArray(one))) continue;
    if (key === 'names' ? !sameNumbers(one as Fact, other as Fact) : !alike(one, other, spots)) return false;
  }
  for (const key in b) if (b[key] !== undefined && a[key] === undefined) return false;
  if (placed && !notePlace(a, b, spots)) return false;
  return !Array.isArray(a['places']) || notePlaces(a['places'], b['places'], spots);
}

/** The names of a scope are the file's own: `line` may be one of them. */
function sameNumbers(a: Fact, b: Fact | undefined): boolean {
  const keys = Object.keys(a);
  return b !== undefined && keys.length === Object.keys(b).length && keys.every((key) => a[key] === b[key]);
}

function notePlace(a: Fact, b: Fact, spots: Spots): boolean {
  const number = (fact: Fact, key: string): number | undefined => fact[key] as number | undefined;
  const [line, to] = [number(a, 'line') ?? 0, number(b, 'line') ?? 0];
  if (!note(spots.lines, line, to)) return false;
  const [column, toColumn] = [number(a, 'column'), number(b, 'column')];
  if (column !== undefined && toColumn !== undefined) {
    if (!note(spots.columns, columnKey(line, column), toColumn)) return false;
    const [end, toEnd] = [number(a, 'endColumn'), number(b, 'endColumn')];
    // A name that is longer now is another name.
    if (end !== undefined && end - column !== (toEnd ?? 0) - toColumn) return false;
  }
  const [last, toLast] = [number(a, 'endLine'), number(b, 'endLine')];
  return last === undefined || note(spots.lines, last, toLast ?? 0);
}

/** Line and column of each element of a list, in turn. */
function notePlaces(a: readonly number[], b: unknown, spots: Spots): boolean {
  if (!Array.isArray(b) || b.length !== a.length) return false;
  const to = b as readonly number[];
  for (let index = 0; index + 1 < a.length; index += 2) {
    const line = a[index] ?? 0;
    if (!note(spots.lines, line, to[index] ?? 0)) return false;
    if (!note(spots.columns, columnKey(line, a[index + 1] ?? 0), to[index + 1] ?? 0)) return false;
  }
  return true;
}

function note(map: Map<number, number>, from: number, to: number): boolean {
  const known = map.get(from);
  if (known === undefined) map.set(from, to);
  return known === undefined || known === to;
}

/** Whatever stood before something else on another line still does: all that linking makes of lines. */
function keepsOrder(lines: ReadonlyMap<number, number>): boolean {
  const ordered = [...lines].sort(([a], [b]) => a - b);
  return ordered.every(([, to], index) => index === 0 || to > (ordered[index - 1]?.[1] ?? 0));
}

function columnsKeepOrder({ columns }: Spots): boolean {
  const ordered = [...columns].sort(([a], [b]) => a - b);
  return ordered.every(([key, to], index) => {
    const [previous, before] = ordered[index - 1] ?? [-1, -1];
    return Math.floor(previous / widest) !== Math.floor(key / widest) || to > before;
  });
}
