/**
 * What an answer relied on, so that it is worked out anew only when that changed. A key is a place and what was asked of
 * it: a file and the name of a declaration, nothing for the file as a whole, `body:name` for the inside of a function;
 * `impls` and the name of a type. Nobody is told of a change: an answer is looked over when it is next asked for.
 */
export interface Reliance {
  note(place: string, what: string): void;
  noteAll(keys: readonly number[]): void;
  /** Runs the work and tells what it relied on; whoever asked for it relies on the same unless it is `apart`. */
  record<T>(work: () => T, apart?: boolean): Answer<T>;
  /** These mean something else from now on. */
  change(place: string, whats: Iterable<string>): void;
  /** Nothing the answer relied on has changed since. */
  holds(answer: Answer<unknown>): boolean;
}

export interface Answer<T> {
  readonly value: T;
  readonly keys: readonly number[];
  /** The last change up to which the answer is known to hold. */
  sound: number;
}

export function createReliance(): Reliance {
  const places = new Map<string, Map<string, number>>();
  /** By key: the change that last concerned it. */
  const changedAt: number[] = [];
  /** By key: the record that last met it. */
  const met: number[] = [];
  const trail: number[] = [];
  let depth = 0;
  let changes = 0;
  let records = 0;

  const keyOf = (place: string, what: string): number => {
    let known = places.get(place);
    if (!known) places.set(place, (known = new Map<string, number>()));
    let key = known.get(what);
    if (key === undefined) {
      known.set(what, (key = changedAt.length));
      changedAt.push(0);
      met.push(0);
    }
    return key;
  };

  /** Takes what was noted since the mark, without saying anything twice. */
  const since = (mark: number): number[] => {
    if (trail.length - mark <= 12) return trail.slice(mark);
    const keys: number[] = [];
    records++;
    for (let at = mark; at < trail.length; at++) {
      const key = trail[at] ?? 0;
      if (met[key] === records) continue;
      met[key] = records;
      keys.push(key);
    }
    trail.length = mark;
    for (const key of keys) trail.push(key);
    return keys;
  };

  return {
    note(place, what) {
      if (depth > 0) trail.push(keyOf(place, what));
    },
    noteAll(keys) {
      if (depth > 0) for (const key of keys) trail.push(key);
    },
    record(work, apart = false) {
      const mark = trail.length;
      depth++;
      try {
        const value = work();
        return { value, keys: since(mark), sound: changes };
      } finally {
        depth--;
        if (depth === 0 || apart) trail.length = mark;
      }
    },
    change(place, whats) {
      const known = places.get(place);
      const now = changes + 1;
      for (const what of whats) {
        const key = known?.get(what);
        if (key === undefined) continue;
        changedAt[key] = now;
        changes = now;
      }
    },
    holds(answer) {
      if (answer.sound === changes) return true;
      for (const key of answer.keys) if ((changedAt[key] ?? 0) > answer.sound) return false;
      answer.sound = changes;
      return true;
    },
  };
}
