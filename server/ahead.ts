/**
 * Reading ahead: on a first start of a large workspace a second thread reads files of the slower parsers from the end of
 * the list, while linking asks for them from its beginning. Each file is claimed by whoever comes first, so that none is
 * read twice; what the second thread cannot do is simply read here. Knows no language and no thread: a port is handed in.
 */
import type { Bus } from './graph/bus';

export interface AheadTask {
  readonly root: string;
  readonly buses: readonly Bus[];
  /** Ids of languages with their files, in the order in which they are linked. */
  readonly languages: readonly { readonly id: string; readonly files: readonly AheadFile[] }[];
}

export interface AheadFile {
  readonly path: string;
  readonly size: number;
  /** Of the text that linking would read: a file written since is left to it. */
  readonly stamp: string;
}

/** What the thread sends: a file's number and its facts; without facts when reading it failed. */
export interface AheadMessage {
  readonly number: number;
  readonly facts?: { readonly value: unknown };
}

/** What a file's place in the shared array says. */
export const claim = { free: 0, taken: 1, sent: 2, own: 3 } as const;

export interface Ahead {
  /** Facts that the second thread made or is making; undefined when the caller is to read the file. */
  take(path: string): { readonly value: unknown } | undefined;
  /** Ends the thread. */
  close(): void;
}

/** One thread's end as it is needed here. */
export interface AheadPort {
  /** The next message that has come; never waits. */
  next(): AheadMessage | undefined;
  close(): void;
}

/** Starts the thread with the task and the shared array, whose last place says `1` once the thread shall stop. */
export type StartAhead = (task: AheadTask, claims: Int32Array<SharedArrayBuffer>) => AheadPort;

/** A parser that hangs or a thread that died must not cost more than this. */
const patience = 5_000;

export function readAhead(task: AheadTask, start: StartAhead): Ahead {
  const paths = task.languages.flatMap(({ files }) => files.map(({ path }) => path));
  const numbers = new Map(paths.map((path, number) => [path, number]));
  const claims = new Int32Array(new SharedArrayBuffer(4 * (paths.length + 1)));
  const port = start(task, claims);
  const arrived = new Map<number, AheadMessage['facts']>();
  const drain = (): void => {
    for (let message = port.next(); message; message = port.next()) arrived.set(message.number, message.facts);
  };
  return {
    take(path) {
      const number = numbers.get(path);
      if (number === undefined) return undefined;
      numbers.delete(path);
      const state = Atomics.compareExchange(claims, number, claim.free, claim.own);
      if (state === claim.free || state === claim.own) return undefined;
      if (state === claim.taken) Atomics.wait(claims, number, claim.taken, patience);
      drain();
      const facts = arrived.get(number);
      arrived.delete(number);
      return facts;
    },
    close() {
      Atomics.store(claims, paths.length, 1);
      port.close();
    },
  };
}
