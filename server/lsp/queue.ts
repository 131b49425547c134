/**
 * Requests on their way to the thread that reads code: one at a time, so that what was cancelled while it waited costs
 * nothing, and a thread that dies is started again with its state told anew. Knows no request's meaning.
 */
import type { FromWorker, ToWorker } from './messages';

/** A thread or anything that behaves like one. */
export interface Thread {
  post(message: ToWorker): void;
  /** Ends it without calling `ended`. */
  stop(): void;
}

export interface ThreadEvents {
  message(message: FromWorker): void;
  /** It died by itself; with the reason. */
  ended(reason: string): void;
}

export interface QueueOptions {
  start(events: ThreadEvents): Thread;
  /** What a fresh thread has to be told before anything else. */
  memory(): readonly ToWorker[];
  /** Messages that are no answers. */
  told(message: Exclude<FromWorker, { kind: 'answer' | 'failure' }>): void;
  /** The thread died for the so-manieth time in a row; `final` when it is not started again. */
  died(reason: string, final: boolean): void;
}

export interface Queue {
  tell(message: ToWorker): void;
  /** Rejects with a `Cancelled` when `cancel` is called first, with an `Error` when the request failed. */
  ask(method: string, params: unknown): { readonly answer: Promise<unknown>; cancel(): void };
  /** Starts a thread again after it was given up. */
  restart(): void;
  stop(): void;
}

export class Cancelled extends Error {}

interface Waiting {
  readonly id: number;
  readonly method: string;
  readonly params: unknown;
  /** How many threads died while they worked on it. */
  attempts: number;
  resolve(result: unknown): void;
  reject(error: Error): void;
}

/** So many deaths within so long, and the thread is not started again by itself. */
const deathsInARow = 4;
const rowMilliseconds = 180_000;

export function openQueue({ start, memory, told, died }: QueueOptions): Queue {
  const waiting: Waiting[] = [];
  let current: Waiting | undefined;
  let thread: Thread | undefined;
  let stopped = false;
  let deaths: number[] = [];
  let lastId = 0;

  const next = (): void => {
    if (current || !thread) return;
    current = waiting.shift();
    if (current) thread.post({ kind: 'request', id: current.id, method: current.method, params: current.params });
  };
  const begin = (): void => {
    if (stopped) return;
    const mine = start({
      message(message) {
        if (thread !== mine) return;
        if (message.kind !== 'answer' && message.kind !== 'failure') {
          told(message);
          return;
        }
        if (current?.id !== message.id) return;
        const request = current;
        current = undefined;
        if (message.kind === 'answer') request.resolve(message.result);
        else request.reject(new Error(message.message, { cause: message.stack }));
        next();
      },
      ended(reason) {
        if (thread === mine) end(reason);
      },
    });
    thread = mine;
    for (const message of memory()) mine.post(message);
    next();
  };
  const end = (reason: string): void => {
    thread = undefined;
    const now = Date.now();
    deaths = [...deaths.filter((time) => now - time < rowMilliseconds), now];
    const final = deaths.length >= deathsInARow;
    const request = current;
    current = undefined;
    if (request && request.attempts === 0 && !final) {
      request.attempts += 1;
      waiting.unshift(request);
    } else request?.reject(new Error(`The answer was lost: ${reason}`));
    died(reason, final);
    if (final) for (const one of waiting.splice(0)) one.reject(new Error(`The event graph is not there: ${reason}`));
    else begin();
  };

  begin();
  return {
    tell(message) {
      thread?.post(message);
    },
    ask(method, params) {
      let cancel = (): void => undefined;
      const answer = new Promise<unknown>((resolve, reject) => {
        const request: Waiting = { id: ++lastId, method, params, attempts: 0, resolve, reject };
        cancel = () => {
          const place = waiting.indexOf(request);
          if (place >= 0) waiting.splice(place, 1);
          reject(new Cancelled('The request was cancelled.'));
        };
        if (!thread) {
          reject(new Error('The event graph is not there: the server gave up. Restart it to try again.'));
          return;
        }
        waiting.push(request);
        next();
      });
      return { answer, cancel };
    },
    restart() {
      deaths = [];
      const before = thread;
      thread = undefined;
      before?.stop();
      if (current) waiting.unshift(current);
      current = undefined;
      begin();
    },
    stop() {
      stopped = true;
      thread?.stop();
      thread = undefined;
      for (const one of [...(current ? [current] : []), ...waiting.splice(0)])
        one.reject(new Cancelled('The server is stopping.'));
      current = undefined;
    },
  };
}
