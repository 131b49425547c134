/** One level of the tree: it knows its length at once and makes only the rows it is asked for; knows no row. */
import type { TreeRow } from '../protocol';

export interface Level {
  readonly total: number;
  rows(from: number, to: number): readonly TreeRow[];
}

export const empty: Level = { total: 0, rows: () => [] };

export function level<Item>(items: readonly Item[], row: (item: Item, index: number) => TreeRow): Level {
  return {
    total: items.length,
    rows: (from, to) => items.slice(from, to).map((item, index) => row(item, from + index)),
  };
}

export function joined(levels: readonly Level[]): Level {
  return {
    total: levels.reduce((sum, { total }) => sum + total, 0),
    rows(from, to) {
      let start = 0;
      return levels.flatMap((one) => {
        const rows = one.rows(Math.max(0, from - start), Math.max(0, to - start));
        start += one.total;
        return rows;
      });
    },
  };
}

/** Keys that stay when lines move: what it is, and the how-manieth of these. */
export function numbered<Item>(
  items: readonly Item[],
  keyOf: (item: Item) => string,
): readonly { readonly item: Item; readonly key: string }[] {
  const counts = new Map<string, number>();
  return items.map((item) => {
    const key = keyOf(item);
    const count = counts.get(key) ?? 0;
    counts.set(key, count + 1);
    return { item, key: `${key} ${count}` };
  });
}
