/** Gives what was found in one file the new places of declarations of another. */
import type { Reconciled } from './reconcile';

/** These lead to declarations, which have moved already. */
const declarations = new Set([
  'type',
  'item',
  'listener',
  'context',
  'heard',
  'wrapper',
  'dispatchWrappers',
  'listenWrappers',
]);

type Plain = Record<string, unknown>;

const deepest = 8;
const places = new WeakMap<object, ReadonlySet<string>>();

/** The files in which something stands that was found; what was found moves, but never into another file. */
export function placesIn(found: unknown): ReadonlySet<string> {
  if (typeof found !== 'object' || found === null) return new Set();
  let known = places.get(found);
  if (!known) {
    const files = new Set<string>();
    gather(found, files, new Set(), 0);
    known = files;
    places.set(found, known);
  }
  return known;
}

function gather(value: unknown, files: Set<string>, seen: Set<unknown>, depth: number): void {
  if (typeof value !== 'object' || value === null || depth > deepest || seen.has(value)) return;
  seen.add(value);
  if (Array.isArray(value)) {
    for (const one of value) gather(one, files, seen, depth + 1);
    return;
  }
  const one = value as Plain;
  if (typeof one.handlerFile === 'string') files.add(one.handlerFile);
  if (typeof one.file === 'string') files.add(one.file);
  for (const key in one) if (!declarations.has(key)) gather(one[key], files, seen, depth + 1);
}

export function rebase(
  value: unknown,
  file: string,
  moved: Reconciled['moved'],
  seen: Set<unknown> = new Set(),
  depth = 0,
): void {
  if (typeof value !== 'object' || value === null || depth > deepest || seen.has(value)) return;
  seen.add(value);
  if (Array.isArray(value)) {
    for (const one of value) rebase(one, file, moved, seen, depth + 1);
    return;
  }
  const one = value as Plain;
  if (one.handlerFile === file) place(one, 'handlerLine', 'handlerColumn', 'handlerEndLine', moved);
  if (one.file === file && typeof one.line === 'number') {
    const before = Number(one.column);
    place(one, 'line', 'column', undefined, moved);
    if (typeof one.endColumn === 'number') one.endColumn += Number(one.column) - before;
    if (Array.isArray(one.fields))
      for (const field of one.fields as Plain[]) place(field, 'line', 'column', undefined, moved);
  }
  for (const key in one) if (!declarations.has(key)) rebase(one[key], file, moved, seen, depth + 1);
}

function place(
  one: Plain,
  line: string,
  column: string,
  endLine: string | undefined,
  moved: Reconciled['moved'],
): void {
  const to = moved.get(`${String(one[line])}:${String(one[column])}`);
  if (!to) return;
  [one[line], one[column]] = to.spot;
  if (endLine !== undefined && to.endLine !== undefined) one[endLine] = to.endLine;
}
