/** Sums over many files that an edit corrects in place: who says what under which key, and answers kept with what they read. */
import type { Queries, Trace } from './queries';

export interface Ledger<Value> {
  /** Replaces all that the owner says; gives the keys under which something else is said now. */
  say(owner: string, values: ReadonlyMap<string, readonly Value[]>): string[];
  said(key: string): readonly Value[];
  has(key: string): boolean;
  keys(): Iterable<string>;
}

/** Without `same`, a key counts as changed only when it is said for the first time or no longer. */
export function openLedger<Value>(same?: (a: Value, b: Value) => boolean): Ledger<Value> {
  const byKey = new Map<string, Map<string, readonly Value[]>>();
  const byOwner = new Map<string, ReadonlyMap<string, readonly Value[]>>();
  const alike = (a: readonly Value[] | undefined, b: readonly Value[] | undefined): boolean =>
    a === b ||
    (same !== undefined &&
      a?.length === b?.length &&
      Boolean(a?.every((one, index) => b !== undefined && same(one, b[index] as Value))));
  return {
    say(owner, values) {
      const before = byOwner.get(owner);
      if (values.size) byOwner.set(owner, values);
      else byOwner.delete(owner);
      const changed: string[] = [];
      for (const key of before?.keys() ?? []) {
        if (values.has(key)) continue;
        const owners = byKey.get(key);
        owners?.delete(owner);
        if (!owners?.size) byKey.delete(key);
        if (same || !owners?.size) changed.push(key);
      }
      for (const [key, said] of values) {
        let owners = byKey.get(key);
        const known = owners !== undefined;
        if (!owners) byKey.set(key, (owners = new Map()));
        const earlier = owners.get(owner);
        owners.set(owner, said);
        if (same ? !alike(earlier, said) : !known) changed.push(key);
      }
      return changed;
    },
    said: (key) => [...(byKey.get(key)?.values() ?? [])].flat(),
    has: (key) => byKey.has(key),
    keys: () => byKey.keys(),
  };
}

/** Answers by key, each made again only after something that it read has changed. */
export interface Kept<Value> {
  readonly values: ReadonlyMap<string, Value>;
  /** Asks for the answer under this key to be made again. */
  soil(key: string): void;
  /** Makes again what has to be; `undefined` is no answer. Gives the keys that were looked at. */
  refresh(make: (key: string) => Value | undefined): ReadonlySet<string>;
}

export interface Keeper {
  open<Value>(): Kept<Value>;
  /** These traces are stale: what they made has to be made again. */
  stale(traces: Iterable<Trace>): void;
  /** The answers under these keys are others now. */
  changed(keys: readonly string[]): void;
}

export function openKeeper(queries: Queries): Keeper {
  const marks = new Map<Trace, () => void>();
  const stale = (traces: Iterable<Trace>): void => {
    for (const trace of traces) {
      marks.get(trace)?.();
      marks.delete(trace);
    }
  };
  return {
    stale,
    changed(keys) {
      if (keys.length) stale(queries.invalidate(keys));
    },
    open<Value>(): Kept<Value> {
      const values = new Map<string, Value>();
      const traces = new Map<string, Trace>();
      let soiled = new Set<string>();
      const soil = (key: string): void => void soiled.add(key);
      return {
        values,
        soil,
        refresh(make) {
          const now = soiled;
          soiled = new Set();
          for (const key of now) {
            const earlier = traces.get(key);
            if (earlier) {
              marks.delete(earlier);
              queries.release(earlier);
            }
            traces.delete(key);
            const { value, trace } = queries.trace(() => make(key));
            if (value === undefined) {
              queries.release(trace);
              values.delete(key);
              continue;
            }
            values.set(key, value);
            traces.set(key, trace);
            marks.set(trace, () => {
              soil(key);
            });
          }
          return now;
        },
      };
    },
  };
}
