/**
 * Questions on their way to the thread of one store: all at once, since only the store knows what it can do side by side;
 * a thread that dies or does nothing but cancelled work is replaced, and asked anew. Knows no question's meaning.
 */
import type { FromStoreThread, StoreRequest, StoreThread, StoreThreadEvents } from './storeMessages';
import { Cancelled } from './queue';

export interface StoreQueueOptions {
  start(events: StoreThreadEvents): StoreThread;
  /** What a fresh thread is told before anything else. */
  opening(): StoreRequest;
  /** The thread died; `final` when it is not started again. */
  died(reason: string, final: boolean): void;
  /** A fresh thread has the store open, with what it answered. */
  opened(answer: unknown): void;
}

export interface Asked {
  readonly answer: Promise<unknown>;
  cancel(): void;
}

/** Its thread starts with the first question. */
export interface StoreQueue {
  ask(request: StoreRequest): Asked;
  /** Asked once nobody waits for anything else, one after the other. */
  askQuietly(request: StoreRequest): Asked;
  stop(): void;
}

/** A refusal of the store itself, to be told as it is. */
export class StoreRefusal extends Error {}

interface Pending {
  readonly request: StoreRequest;
  readonly quiet: boolean;
  readonly resolve: (result: unknown) => void;
  readonly reject: (error: Error) => void;
  began: boolean;
  cancelled: boolean;
  /** Threads that died while they worked on it. */
  attempts: number;
}

/** What cannot be interrupted is ended with its thread after so long. */
const stuckMilliseconds = 2_000;
/** Nobody asked anything for so long: time for what nobody waits for. */
const quietMilliseconds = 150;
/** A thread that dies again within so long is not started again. */
const rowMilliseconds = 180_000;

export function openStoreQueue({ start, opening, died, opened }: StoreQueueOptions): StoreQueue {
  const pending = new Map<number, Pending>();
  const quiet: Pending[] = [];
  let thread: StoreThread | undefined;
  let stopped = false;
  let gone: string | undefined;
  let lastDeath = -Infinity;
  let lastNumber = 0;
  let stuck: NodeJS.Timeout | undefined;
  let idle: NodeJS.Timeout | undefined;

  const post = (one: Pending): void => {
    const number = ++lastNumber;
    pending.set(number, one);
    thread?.post({ ...one.request, number });
  };
  const begin = (): void => {
    const waiting = [...pending.values()].filter(({ cancelled }) => !cancelled);
    pending.clear();
    const mine = start({
      message(message) {
        if (thread === mine) take(message);
      },
      ended(reason) {
        if (thread === mine) end(reason);
      },
    });
    thread = mine;
    post({
      request: opening(),
      quiet: false,
      resolve: opened,
      // Whoever asks is told the same.
      reject: () => undefined,
      began: false,
      cancelled: false,
      attempts: 0,
    });
    for (const one of waiting) {
      one.began = false;
      post(one);
    }
    look();
  };
  const take = (message: FromStoreThread): void => {
    const one = pending.get(message.number);
    if (!one) return;
    if (message.kind === 'began') one.began = true;
    else {
      pending.delete(message.number);
      if (message.kind === 'answer') one.resolve(message.result);
      else
        one.reject(
          message.stack === undefined
            ? new StoreRefusal(message.message)
            : new Error(message.message, { cause: message.stack }),
        );
    }
    look();
  };
  /** What runs decides whether the thread is stuck; what waits decides whether quiet questions have their turn. */
  const look = (): void => {
    const all = [...pending.values()];
    const running = all.filter(({ began }) => began);
    const isStuck = running.some(({ cancelled }) => cancelled) && running.every((one) => one.cancelled || one.quiet);
    if (!isStuck) {
      clearTimeout(stuck);
      stuck = undefined;
    } else
      stuck ??= setTimeout(() => {
        stuck = undefined;
        const before = thread;
        thread = undefined;
        before?.stop();
        begin();
      }, stuckMilliseconds);
    clearTimeout(idle);
    if (!quiet.length || all.length) return;
    idle = setTimeout(() => {
      const next = quiet.shift();
      if (next) post(next);
    }, quietMilliseconds);
  };
  const end = (reason: string): void => {
    thread = undefined;
    const now = performance.now();
    const final = now - lastDeath < rowMilliseconds;
    lastDeath = now;
    for (const [number, one] of pending) {
      one.attempts += one.began ? 1 : 0;
      if (one.attempts < 2 && !final) continue;
      pending.delete(number);
      one.reject(new StoreRefusal(`The answer was lost: ${reason}.`));
    }
    if (!final) {
      died(reason, false);
      begin();
      return;
    }
    gone = reason;
    clearTimeout(stuck);
    for (const one of quiet.splice(0)) one.reject(new StoreRefusal(`The answer was lost: ${reason}.`));
    died(reason, true);
  };
  const asked = (request: StoreRequest, isQuiet: boolean): Asked => {
    let cancel = (): void => undefined;
    const answer = new Promise<unknown>((resolve, reject) => {
      if (stopped || gone !== undefined) {
        reject(
          stopped ? new Cancelled('The store was closed.') : new StoreRefusal(`It is not read any more: ${gone}.`),
        );
        return;
      }
      const one: Pending = { request, quiet: isQuiet, resolve, reject, began: false, cancelled: false, attempts: 0 };
      cancel = () => {
        const place = quiet.indexOf(one);
        if (place >= 0) quiet.splice(place, 1);
        reject(new Cancelled('The request was cancelled.'));
        for (const [number, other] of pending) {
          if (other !== one || one.cancelled) continue;
          one.cancelled = true;
          thread?.post({ kind: 'cancel', number });
        }
        look();
      };
      if (!thread) begin();
      if (isQuiet) quiet.push(one);
      else post(one);
      look();
    });
    return { answer, cancel: () => cancel() };
  };

  return {
    ask: (request) => asked(request, false),
    askQuietly: (request) => asked(request, true),
    stop() {
      stopped = true;
      clearTimeout(stuck);
      clearTimeout(idle);
      thread?.stop();
      thread = undefined;
      for (const one of [...pending.values(), ...quiet.splice(0)]) one.reject(new Cancelled('The store was closed.'));
      pending.clear();
    },
  };
}
