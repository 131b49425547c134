/** Which fields payloads have, of which kinds, and where in time that changes. Pure; knows no store. */
import type { FieldUse } from '../questions';

export type Kind = FieldUse['kinds'][number];

export interface Use {
  readonly kinds: ReadonlySet<Kind>;
  /** One of its values, as text; undefined for objects, lists and nothing. */
  readonly example?: string;
}
export type Shape = ReadonlyMap<string, Use>;

const deepest = 12;
const pathsAtMost = 1_000;
const itemsLooked = 20;
const exampleAtMost = 80;

/** `price.amount`; items of a list as `items[]`; keys that are ids as `*`, for they are values and no fields. */
export function shapeOf(value: unknown): Shape {
  const shape = new Map<string, { kinds: Set<Kind>; example?: string }>();
  visit(value, '', 0);
  return shape;

  function visit(part: unknown, path: string, depth: number): void {
    if (path !== '') note(path, part);
    if (typeof part !== 'object' || part === null || depth >= deepest) return;
    if (Array.isArray(part)) {
      for (const item of (part as readonly unknown[]).slice(0, itemsLooked)) visit(item, `${path}[]`, depth + 1);
      return;
    }
    for (const [key, inner] of Object.entries(part)) {
      if (shape.size >= pathsAtMost) return;
      // What `serialize()` says of an object is no field of it.
      if (key.startsWith('__')) continue;
      const name = /^\d+$|^[0-9a-f]{8}[0-9a-f-]{12,}$/i.test(key) ? '*' : key;
      visit(inner, path === '' ? name : `${path}.${name}`, depth + 1);
    }
  }

  function note(path: string, part: unknown): void {
    const use = shape.get(path) ?? { kinds: new Set<Kind>() };
    use.kinds.add(kindOf(part));
    use.example ??= exampleOf(part);
    shape.set(path, use);
  }
}

function kindOf(value: unknown): Kind {
  if (value === null || value === undefined) return 'null';
  if (Array.isArray(value)) return 'list';
  if (typeof value === 'string') return 'string';
  if (typeof value === 'boolean') return 'boolean';
  return typeof value === 'object' ? 'object' : 'number';
}

function exampleOf(value: unknown): string | undefined {
  if (typeof value === 'string') return value.length > exampleAtMost ? `${value.slice(0, exampleAtMost - 1)}…` : value;
  return typeof value === 'number' || typeof value === 'bigint' || typeof value === 'boolean'
    ? String(value)
    : undefined;
}

/** The field that this one is in; empty for a field of the payload itself. */
export function parentOf(path: string): string {
  if (path.endsWith('[]')) return path.slice(0, -2);
  return path.slice(0, Math.max(0, path.lastIndexOf('.')));
}

/** The key that a path ends in, without brackets: what masks go by. */
export const keysIn = (path: string): readonly string[] => path.replaceAll('[]', '').split('.');

export type Change =
  | { readonly kind: 'appears'; readonly at: number; readonly share: number }
  | { readonly kind: 'disappears'; readonly at: number }
  | { readonly kind: 'becomes'; readonly at: number; readonly from: Kind; readonly to: Kind }
  | { readonly kind: 'mixed'; readonly kinds: readonly Kind[] };

/** That a field which is sometimes there was not there so often by chance is less likely than this. */
const chance = 0.01;

/**
 * What changes for one field over payloads in the order of time, oldest first; `at` is an index. It counts only where
 * what it is in is there: without a price there is no currency.
 */
export function changesOf(path: string, shapes: readonly Shape[]): readonly Change[] {
  const parent = parentOf(path);
  const base = shapes.flatMap((shape, index) => (parent === '' || isOpen(shape.get(parent)) ? [index] : []));
  const there = base.filter((index) => shapes[index]?.has(path));
  const first = there[0];
  const last = there.at(-1);
  if (first === undefined || last === undefined) return [];
  const before = base.indexOf(first);
  const after = base.length - 1 - base.indexOf(last);
  const changes: Change[] = [];
  const since = there.length / (base.length - before);
  if (isTelling(before, there.length, since)) changes.push({ kind: 'appears', at: first, share: since });
  const until = there.length / (base.length - after);
  const gone = base[base.indexOf(last) + 1];
  if (gone !== undefined && isTelling(after, there.length, until)) changes.push({ kind: 'disappears', at: gone });
  return [...changes, ...kindChanges(path, shapes, there)];
}

const isOpen = (use: Use | undefined): boolean =>
  use !== undefined && (use.kinds.has('object') || use.kinds.has('list'));

const isTelling = (without: number, having: number, share: number): boolean =>
  without >= 2 && having >= 2 && (1 - share) ** without < chance;

function kindChanges(path: string, shapes: readonly Shape[], there: readonly number[]): readonly Change[] {
  const told = there.flatMap((index) => {
    const kinds = [...(shapes[index]?.get(path)?.kinds ?? [])].filter((kind) => kind !== 'null');
    return kinds.length > 0 ? [{ index, kinds }] : [];
  });
  const all = [...new Set(told.flatMap(({ kinds }) => kinds))];
  if (all.length < 2) return [];
  const to = told.at(-1)?.kinds[0];
  const from = told[0]?.kinds[0];
  const turn = told.findIndex(({ kinds }) => kinds[0] === to);
  const isTurn =
    all.length === 2 &&
    turn > 0 &&
    told.every(({ kinds }, at) => kinds.length === 1 && (kinds[0] === to) === at >= turn);
  const at = told[turn]?.index;
  if (isTurn && to !== undefined && from !== undefined && at !== undefined) return [{ kind: 'becomes', at, from, to }];
  return [{ kind: 'mixed', kinds: all }];
}
