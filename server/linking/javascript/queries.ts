/** Remembers answers together with what they were read from, so that an edit forgets exactly what it touches. */

/** One computed answer, or one site; linked to every answer that used it. */
export interface Trace {
  readonly users: Set<Trace>;
  stale: boolean;
  /** The key it read last: most reads repeat it. */
  last: string | undefined;
  /** The only name that it looks up in the tables of names it reads; null when there are several. */
  about: string | null | undefined;
  /** Forgets the answer. */
  readonly forget: (() => void) | undefined;
}

interface Entry {
  readonly trace: Trace;
  value: unknown;
  depth: number;
  /** 0 running, 1 done, 2 running and met again by its own computation. */
  state: 0 | 1 | 2;
}

export interface Queries {
  /** The answer of `compute` for this key, computed once; `otherwise` when the question is already being answered. */
  ask<T>(table: Map<object | string, unknown>, key: object | string, compute: () => T, otherwise: T): T;
  /**
   * The same for what has a budget of its own: asking again gives it no more, so what it found is kept when that ran out,
   * and after a few times also when it leaned on an answer that was still unfinished each time.
   */
  askOnce<T>(table: Map<object | string, unknown>, key: object | string, compute: () => T, otherwise: T): T;
  /** Says that the running computation looked at a file or at an index under a name. */
  read(key: string): void;
  /** Says that the running computation looked a name up in a table of names: other names there are nothing to it. */
  readName(key: string, name: string): void;
  /** Runs a root computation and gives its trace. */
  trace<T>(compute: () => T, forget?: () => void): { readonly value: T; readonly trace: Trace };
  /** Forgets all answers that looked at one of these; gives the root traces among them. */
  invalidate(keys: Iterable<string>): Set<Trace>;
  /** The same for those that looked up one of these names in a table. */
  invalidateNames(key: string, names: ReadonlySet<string>): Set<Trace>;
  /** A root computation whose answer nobody wants any more. */
  release(trace: Trace): void;
  /** Marks the running computation as incomplete: its answer may not be kept. */
  cut(): void;
  /** The same because the budget ran out: ends at the answer that the budget belongs to. */
  spent(): void;
}

/** So often a search that leans on unfinished answers is made anew: every asker in a large cycle would make it again. */
const mostAttempts = 8;

/** So many forgotten answers may still be linked to from living ones before they are swept out. */
const mostForgotten = 100_000;

export function openQueries(): Queries {
  const readers = new Map<string, Set<Trace>>();
  const running: Trace[] = [];
  let lowestCut = Infinity;
  let outOfBudget = false;
  const attempts = new WeakMap<object, Map<object | string, number>>();
  let forgotten = 0;

  /** Drops every link to a forgotten answer; without it a long session would keep them all. */
  const sweep = (): void => {
    forgotten = 0;
    const seen = new Set<Trace>();
    const queue: Trace[] = [];
    const clean = (traces: Set<Trace>): void => {
      for (const trace of traces)
        if (trace.stale) traces.delete(trace);
        else if (!seen.has(trace)) {
          seen.add(trace);
          queue.push(trace);
        }
    };
    for (const [key, traces] of readers) {
      clean(traces);
      if (!traces.size) readers.delete(key);
    }
    for (let trace = queue.pop(); trace; trace = queue.pop()) clean(trace.users);
  };

  const newTrace = (forget: (() => void) | undefined): Trace => ({
    users: new Set(),
    stale: false,
    last: undefined,
    about: undefined,
    forget,
  });
  const use = (trace: Trace): void => {
    const user = running[running.length - 1];
    if (user && user !== trace) trace.users.add(user);
  };

  const read = (key: string): Trace | undefined => {
    const user = running[running.length - 1];
    if (!user || user.last === key) return user;
    user.last = key;
    let set = readers.get(key);
    if (!set) readers.set(key, (set = new Set()));
    set.add(user);
    return user;
  };
  const forget = (queue: Trace[]): Set<Trace> => {
    const roots = new Set<Trace>();
    for (let trace = queue.pop(); trace; trace = queue.pop()) {
      if (trace.stale) continue;
      trace.stale = true;
      forgotten++;
      trace.forget?.();
      if (!trace.users.size) roots.add(trace);
      queue.push(...trace.users);
    }
    if (forgotten > mostForgotten) sweep();
    return roots;
  };

  /** Whether a search has leaned on unfinished answers so often that it is not made anew any more. */
  const isTired = (table: Map<object | string, unknown>, key: object | string): boolean => {
    let counts = attempts.get(table);
    if (!counts) attempts.set(table, (counts = new Map()));
    const count = (counts.get(key) ?? 0) + 1;
    counts.set(key, count);
    return count >= mostAttempts;
  };

  const answer = <T>(
    table: Map<object | string, unknown>,
    key: object | string,
    compute: () => T,
    otherwise: T,
    ownBudget: boolean,
  ): T => {
    const known = table.get(key) as Entry | undefined;
    if (known) {
      use(known.trace);
      if (known.state === 1) return known.value as T;
      known.state = 2;
      lowestCut = Math.min(lowestCut, known.depth);
      return otherwise;
    }
    const trace = newTrace(() => {
      table.delete(key);
      attempts.get(table)?.delete(key);
    });
    const entry: Entry = { trace, value: undefined, depth: running.length, state: 0 };
    table.set(key, entry);
    use(trace);
    const [cutBefore, spentBefore] = [lowestCut, outOfBudget];
    lowestCut = Infinity;
    outOfBudget = false;
    running.push(trace);
    let value: T;
    try {
      value = compute();
    } catch (error) {
      running.pop();
      [lowestCut, outOfBudget] = [cutBefore, spentBefore];
      table.delete(key);
      throw error;
    }
    running.pop();
    // An answer that leaned on an unfinished one further out is only true inside that one.
    const leans = lowestCut < entry.depth;
    const short = outOfBudget && !ownBudget;
    const final = ownBudget && leans && (outOfBudget || isTired(table, key));
    lowestCut = Math.min(cutBefore, leans ? lowestCut : Infinity);
    outOfBudget = spentBefore || short;
    if ((leans && !final) || short) table.delete(key);
    else {
      entry.value = value;
      entry.state = 1;
    }
    return value;
  };

  return {
    ask: (table, key, compute, otherwise) => answer(table, key, compute, otherwise, false),
    askOnce: (table, key, compute, otherwise) => answer(table, key, compute, otherwise, true),
    read,
    readName(key, name) {
      const user = read(key);
      if (user) user.about = user.about === undefined || user.about === name ? name : null;
    },
    trace(compute, forget) {
      const trace = newTrace(forget);
      const [cutBefore, spentBefore] = [lowestCut, outOfBudget];
      lowestCut = Infinity;
      outOfBudget = false;
      running.push(trace);
      try {
        return { value: compute(), trace };
      } finally {
        running.pop();
        [lowestCut, outOfBudget] = [cutBefore, spentBefore];
      }
    },
    invalidate(keys) {
      const queue: Trace[] = [];
      for (const key of keys) {
        queue.push(...(readers.get(key) ?? []));
        readers.delete(key);
      }
      return forget(queue);
    },
    invalidateNames(key, names) {
      return forget(
        [...(readers.get(key) ?? [])].filter(({ about }) => about === undefined || about === null || names.has(about)),
      );
    },
    release(trace) {
      if (trace.stale) return;
      trace.stale = true;
      forgotten++;
    },
    cut() {
      lowestCut = Math.min(lowestCut, 0);
    },
    spent() {
      outOfBudget = true;
    },
  };
}
