/** A question asked by a component: the old answer stays until the new one is there, a superseded question is cancelled. */
import { useCallback, useEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { Question, Questions, StoreCodeAnswer, StoredTypeCode } from '../../server/protocol';
import { Superseded } from './ask';
import { useData, usePanel } from './state';

export interface Asked<A> {
  /** Of the question before while `waiting`. */
  readonly answer: A | undefined;
  readonly waiting: boolean;
  /** One sentence, when it could not be answered. */
  readonly problem: string | undefined;
  /** The user gave up on it. */
  readonly cancelled: boolean;
  again(): void;
  cancel(): void;
}

/** No params, no question. Asked again when the store has changed, unless `still` says it cannot matter. */
export function useAnswer<Q extends Question>(
  question: Q,
  params: Questions[Q]['ask'] | undefined,
  { still = false }: { readonly still?: boolean } = {},
): Asked<Questions[Q]['answer']> {
  const { ask } = usePanel();
  const version = useData((data) => (still ? 0 : data.version));
  const asked = useData((data) => data.asked);
  const key = params === undefined ? undefined : JSON.stringify(params);
  return usePromise(key === undefined ? undefined : `${question} ${key} ${version} ${asked}`, (signal) =>
    ask.question(question, JSON.parse(key ?? '{}') as Questions[Q]['ask'], signal),
  );
}

/** What the code says of these types and classes; asked again when the code was read again. */
export function useCode(
  types: readonly string[],
  classes: readonly string[] = [],
): { readonly answer: StoreCodeAnswer | undefined; type(name: string): StoredTypeCode | undefined } {
  const { ask } = usePanel();
  const version = useData((data) => data.codeVersion);
  const key = types.length + classes.length ? `${JSON.stringify([types, classes])} ${version}` : undefined;
  const { answer } = usePromise(key, (signal) => ask.code(types, classes, signal));
  const byType = useMemo(() => new Map(answer?.types.map((code) => [code.type, code])), [answer]);
  return { answer, type: (name) => byType.get(name) };
}

interface Shown<A> {
  readonly key?: string;
  readonly answer?: A;
  readonly problem?: string;
  readonly cancelled?: boolean;
}

/** What is asked is named by `key`: another key is another question. */
export function usePromise<A>(key: string | undefined, start: (signal: AbortSignal) => Promise<A>): Asked<A> {
  const [shown, show] = useState<Shown<A>>({});
  const [round, setRound] = useState(0);
  const running = useRef<AbortController>(undefined);
  const wanted = key === undefined ? undefined : `${key} ${round}`;
  useEffect(() => {
    if (wanted === undefined) return undefined;
    const controller = new AbortController();
    running.current = controller;
    start(controller.signal).then(
      (answer) => show({ key: wanted, answer }),
      (error: unknown) => {
        if (error instanceof Superseded) return;
        show(({ answer }) => ({
          key: wanted,
          answer,
          problem: error instanceof Error ? error.message : String(error),
        }));
      },
    );
    return () => controller.abort();
  }, [wanted]);
  const again = useCallback(() => setRound((count) => count + 1), []);
  const cancel = useCallback(() => {
    running.current?.abort();
    show(({ answer }) => ({ key: wanted, answer, cancelled: true }));
  }, [wanted]);
  const settled = shown.key === wanted;
  return {
    answer: key === undefined ? undefined : shown.answer,
    waiting: wanted !== undefined && !settled,
    problem: settled ? shown.problem : undefined,
    cancelled: settled && shown.cancelled === true,
    again,
    cancel,
  };
}

/** True once `on` has been for so long: what is quick shows no sign of waiting. */
export function useElapsed(on: boolean, milliseconds: number): boolean {
  const [over, setOver] = useState(false);
  useEffect(() => {
    if (!on) {
      setOver(false);
      return undefined;
    }
    const timer = setTimeout(() => setOver(true), milliseconds);
    return () => clearTimeout(timer);
  }, [on, milliseconds]);
  return on && over;
}
