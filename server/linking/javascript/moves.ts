/** Whether an edited file says what it said before, only elsewhere: then places move and nothing is linked anew. */
import type { JavaScriptFacts } from '../../languages/javascript/facts';

/** From the places that linking knows to those that now hold. */
export interface Move {
  readonly lines: ReadonlyMap<number, number>;
  /** By how much everything on a line, as linking knows it, moved sideways. */
  readonly shifts: ReadonlyMap<number, number>;
}

/** `same` when nothing moved, `other` when the two say different things. */
export function moveOf(before: JavaScriptFacts, now: JavaScriptFacts): Move | 'same' | 'other' {
  if (!sameCounts(before, now)) return 'other';
  const move = { lines: new Map<number, number>(), shifts: new Map<number, number>() };
  for (const part of parts) if (!alike(before[part], now[part], move)) return 'other';
  if (!keepsOrder(move.lines)) return 'other';
  const shifted = [...move.shifts].some(([, by]) => by !== 0);
  return shifted || [...move.lines].some(([line, to]) => line !== to) ? move : 'same';
}

/** All but the problem, which is shown as it stands and never linked. */
const parts = [
  'typed',
  'stars',
  'ambient',
  'scopes',
  'bindings',
  'functions',
  'classes',
  'calls',
  'assignments',
  'switches',
  'objects',
  'exports',
] as const satisfies readonly Exclude<keyof JavaScriptFacts, 'problem'>[];

function sameCounts(a: JavaScriptFacts, b: JavaScriptFacts): boolean {
  return (
    a.calls.length === b.calls.length &&
    a.functions.length === b.functions.length &&
    a.bindings.length === b.bindings.length
  );
}

interface Noted {
  readonly lines: Map<number, number>;
  readonly shifts: Map<number, number>;
}

type Fact = Readonly<Record<string, unknown>>;

function alike(a: unknown, b: unknown, move: Noted): boolean {
  if (a === b) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (Array.isArray(a)) {
    if (!Array.isArray(b) || a.length !== b.length) return false;
    for (let index = 0; index < a.length; index++) if (!alike(a[index], b[index], move)) return false;
    return true;
  }
  return !Array.isArray(b) && alikeRecords(a as Fact, b as Fact, move);
}

function alikeRecords(a: Fact, b: Fact, move: Noted): boolean {
  const placed = typeof a['line'] === 'number' && typeof b['line'] === 'number';
  let said = 0;
  for (const key in a) {
    const one = a[key];
    if (one === undefined) continue;
    said++;
    if (placed && (key === 'line' || key === 'column' || key === 'endLine' || key === 'endColumn')) continue;
    const other = b[key];
    if (one === other) continue;
    if (key === 'places' && Array.isArray(one)) {
      if (!notePlaces(one, other, move)) return false;
    } else if (key === 'names' ? !sameNumbers(one as Fact, other) : !alike(one, other, move)) return false;
  }
  for (const key in b) if (b[key] !== undefined) said--;
  return said === 0 && (!placed || notePlace(a, b, move));
}

/** The names of a scope are the file's own: `line` may be one of them. */
function sameNumbers(a: Fact, b: unknown): boolean {
  if (typeof b !== 'object' || b === null) return false;
  let said = 0;
  for (const key in a) {
    if (a[key] !== (b as Fact)[key]) return false;
    said++;
  }
  for (const key in b) if (key) said--;
  return said === 0;
}

function notePlace(a: Fact, b: Fact, move: Noted): boolean {
  const [line, column, last, end] = [a['line'], a['column'], a['endLine'], a['endColumn']] as Place;
  const [toLine, toColumn, toLast, toEnd] = [b['line'], b['column'], b['endLine'], b['endColumn']] as Place;
  if (!note(move.lines, line, toLine)) return false;
  if (last !== undefined && (toLast === undefined || !note(move.lines, last, toLast))) return false;
  if (column === undefined || toColumn === undefined) return column === toColumn;
  // A name that is longer now is another name.
  return noteColumn(line, column, toColumn, move) && (end === undefined || end - column === (toEnd ?? 0) - toColumn);
}

type Place = readonly [number, number | undefined, number | undefined, number | undefined];

/** Line and column of each element of a list, in turn. */
function notePlaces(a: readonly number[], b: unknown, move: Noted): boolean {
  if (!Array.isArray(b) || b.length !== a.length) return false;
  const to = b as readonly number[];
  for (let index = 0; index + 1 < a.length; index += 2) {
    const line = a[index] ?? 0;
    if (!note(move.lines, line, to[index] ?? 0)) return false;
    if (!noteColumn(line, a[index + 1] ?? 0, to[index + 1] ?? 0, move)) return false;
  }
  return true;
}

/** Column 1 also stands for places without a column, which do not move. */
function noteColumn(line: number, column: number, to: number, { shifts }: Noted): boolean {
  return note(shifts, line, to - column) && (column !== 1 || to === 1);
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
