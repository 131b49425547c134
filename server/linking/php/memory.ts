/** Remembers what was derived from facts, until code it rests on is edited; knows no meaning. */
import type { Refreshed } from '../../languages/php/answers';
import type { Project } from '../../languages/php/project';

export interface Memory {
  /** The value computed under this key from the same input before, or computed now. */
  of<Value>(kind: string, key: string, input: readonly unknown[], compute: () => Value): Value;
  /** Forgets what rests on answers that are others now, or that stand somewhere else. */
  forget(news: Refreshed): void;
  /** Another number whenever something of the kind was forgotten. */
  version(kind: string): number;
}

/** Of these kinds no value says where something stands. */
const placeless: ReadonlySet<string> = new Set(['heirs', 'matches']);

export function openMemory(project: Project): Memory {
  const entries = new Map<string, Map<string, { readonly input: readonly unknown[]; readonly value: unknown }>>();
  const versions = new Map<string, number>();
  const versionOf = (kind: string): number => versions.get(kind) ?? 0;
  return {
    of: <Value>(kind: string, key: string, input: readonly unknown[], compute: () => Value): Value => {
      let kept = entries.get(kind);
      if (!kept) {
        kept = new Map();
        entries.set(kind, kept);
      }
      const known = kept.get(key);
      if (known && sameItems(known.input, input)) return known.value as Value;
      project.asking(`${kind}:${key}`);
      try {
        const value = compute();
        kept.set(key, { input, value });
        return value;
      } finally {
        project.asking(undefined);
      }
    },
    forget: ({ touched, changed }) => {
      for (const asker of touched) {
        const end = asker.indexOf(':');
        const kind = asker.slice(0, Math.max(0, end));
        if (placeless.has(kind) && !changed.has(asker)) continue;
        if (entries.get(kind)?.delete(asker.slice(end + 1))) versions.set(kind, versionOf(kind) + 1);
      }
    },
    version: versionOf,
  };
}

/** The very same things in the same order. */
export function sameItems(left: readonly unknown[], right: readonly unknown[]): boolean {
  if (left === right) return true;
  if (left.length !== right.length) return false;
  for (let index = 0; index < left.length; index++) if (left[index] !== right[index]) return false;
  return true;
}

/** Lists put one after another: the same array for as long as that holds the same things. */
export function openFlat<Item>(): (lists: readonly (readonly Item[])[]) => readonly Item[] {
  let from: readonly (readonly Item[])[] = [];
  let known: readonly Item[] = [];
  return (lists) => {
    if (sameItems(from, lists)) return known;
    from = lists;
    const all: Item[] = [];
    for (const list of lists) for (const item of list) all.push(item);
    if (!sameItems(known, all)) known = all;
    return known;
  };
}

/** Makes a value again only when it would be made of something else. */
export function openMade<Value>(): (input: readonly unknown[], make: () => Value) => Value {
  let known: { readonly input: readonly unknown[]; readonly value: Value } | undefined;
  return (input, make) => {
    if (!known || !sameItems(known.input, input)) known = { input, value: make() };
    return known.value;
  };
}
