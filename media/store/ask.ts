/** Questions to the store, the code and the extension over messages: numbered, answered as promises, ended by a signal. */
import type { Question, Questions, StoreCodeAnswer } from '../../server/protocol';
import type { ToExtension, ToPanel } from './messages';

export interface Ask {
  question<Q extends Question>(
    question: Q,
    params: Questions[Q]['ask'],
    signal?: AbortSignal,
  ): Promise<Questions[Q]['answer']>;
  /** What the code knows of stored types and of classes named in the store. */
  code(types: readonly string[], classes: readonly string[], signal?: AbortSignal): Promise<StoreCodeAnswer>;
  /** Runs a prepared change once the user has said yes to it; null when not. */
  run(change: Questions['prepare']['ask'], text: string): Promise<number | null>;
  /** False when the user said no. */
  saveMapping(match: string, mapping: unknown): Promise<boolean>;
  /** True for what answers one of the above. */
  receive(message: ToPanel): boolean;
}

/** Nobody waits for this answer any more. */
export class Superseded extends Error {}

interface Waiting {
  readonly resolve: (answer: unknown) => void;
  readonly reject: (error: Error) => void;
}

export function createAsk(tell: (message: ToExtension) => void): Ask {
  const waiting = new Map<number, Waiting>();
  let last = 0;

  const send = (message: (number: number) => ToExtension, signal?: AbortSignal): Promise<unknown> =>
    new Promise((resolve, reject) => {
      if (signal?.aborted) {
        reject(new Superseded());
        return;
      }
      const number = ++last;
      const cancel = (): void => {
        waiting.delete(number);
        tell({ kind: 'cancel', number });
        reject(new Superseded());
      };
      signal?.addEventListener('abort', cancel, { once: true });
      const done = <T>(then: (value: T) => void): ((value: T) => void) => {
        return (value) => {
          waiting.delete(number);
          signal?.removeEventListener('abort', cancel);
          then(value);
        };
      };
      waiting.set(number, { resolve: done(resolve), reject: done(reject) });
      tell(message(number));
    });

  return {
    // Question and answer belong together by number, which no type can say of a message that comes back.
    question: <Q extends Question>(question: Q, params: Questions[Q]['ask'], signal?: AbortSignal) =>
      send((number) => ({ kind: 'ask', number, question, params }) as ToExtension, signal) as Promise<
        Questions[Q]['answer']
      >,
    code: (types, classes, signal) =>
      send((number) => ({ kind: 'code', number, types, classes }), signal) as Promise<StoreCodeAnswer>,
    run: (change, text) => send((number) => ({ kind: 'run', number, change, text })) as Promise<number | null>,
    saveMapping: async (match, mapping) =>
      (await send((number) => ({ kind: 'saveMapping', number, match, mapping }))) !== null,
    receive(message) {
      switch (message.kind) {
        case 'answer':
        case 'code':
          waiting.get(message.number)?.resolve(message.answer);
          return true;
        case 'done':
          waiting.get(message.number)?.resolve(message.rows);
          return true;
        case 'refused':
          waiting.get(message.number)?.reject(new Error(message.message));
          return true;
        default:
          return false;
      }
    },
  };
}
