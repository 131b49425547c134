/** How often each name is said; knows by whom just as little. */

export interface Tally {
  add(names: readonly (string | undefined)[]): void;
  remove(names: readonly (string | undefined)[]): void;
  has(name: string): boolean;
}

export function openTally(): Tally {
  const counts = new Map<string, number>();
  const count = (name: string | undefined, by: number): void => {
    if (name === undefined) return;
    const now = (counts.get(name) ?? 0) + by;
    if (now > 0) counts.set(name, now);
    else counts.delete(name);
  };
  return {
    add: (names) => {
      for (const name of names) count(name, 1);
    },
    remove: (names) => {
      for (const name of names) count(name, -1);
    },
    has: (name) => counts.has(name),
  };
}
