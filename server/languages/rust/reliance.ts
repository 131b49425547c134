/**
 * What an answer relied on, so that it is worked out anew only when that changed. Keys say nothing by themselves:
 * `file#name` is a declaration, `file#` a whole file, `file#body:name` the inside of a function, `impls#Name` the
 * impls of a type.
 */
export interface Reliance {
  note(key: string): void;
  noteAll(keys: readonly string[]): void;
  /** Runs the work and tells what it relied on; whoever asked for it relies on the same unless it is `apart`. */
  record<T>(work: () => T, apart?: boolean): { readonly value: T; readonly keys: readonly string[] };
}

export function createReliance(): Reliance {
  const trail: string[] = [];
  let depth = 0;
  return {
    note(key) {
      if (depth > 0) trail.push(key);
    },
    noteAll(keys) {
      if (depth > 0) for (const key of keys) trail.push(key);
    },
    record(work, apart = false) {
      const mark = trail.length;
      depth++;
      try {
        const value = work();
        let keys = trail.slice(mark);
        if (keys.length > 12) {
          keys = [...new Set(keys)];
          trail.length = mark;
          for (const key of keys) trail.push(key);
        }
        return { value, keys };
      } finally {
        depth--;
        if (depth === 0 || apart) trail.length = mark;
      }
    },
  };
}

export function meets(keys: readonly string[], changed: ReadonlySet<string>): boolean {
  return keys.some((key) => changed.has(key));
}
