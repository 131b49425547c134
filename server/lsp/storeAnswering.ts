/** What the thread of a store does with each message: opens, asks, cancels, runs. Knows no thread and no database. */
import type { Inspector, InspectorOptions } from '../stores/questions';
import { StoreProblem } from '../stores/store';
import type { Writer } from '../stores/writers/writer';
import { runPrepared } from './runPrepared';
import type { Choice, FromStoreThread, OpenPlace, StoreSettings, ToStoreThread } from './storeMessages';

export interface StoreAnsweringOptions {
  open(place: OpenPlace, options: InspectorOptions): Promise<Inspector>;
  /** What the folders' settings files say of stores. */
  configured(folders: readonly string[]): Pick<InspectorOptions, 'mappings' | 'sentences' | 'mask'>;
  /** Throws a `StoreProblem` where nothing here can write to such a store. */
  writer(place: OpenPlace): Writer;
  post(message: FromStoreThread): void;
}

interface Open {
  readonly place: OpenPlace;
  readonly inspector: Inspector;
}

/** Answers with a function that takes each message. */
export function storeAnswering({
  open,
  configured,
  writer,
  post,
}: StoreAnsweringOptions): (message: ToStoreThread) => void {
  let current: Promise<Open> = Promise.reject(new StoreProblem('No store is open.'));
  current.catch(() => undefined);
  const running = new Map<number, AbortController>();

  const openAgain = async (
    before: Promise<Open>,
    place: OpenPlace,
    { mask, folders }: StoreSettings,
    choice: Choice | undefined,
  ): Promise<Open> => {
    const old = await before.catch(() => undefined);
    await old?.inspector.close();
    const own = configured(folders);
    const inspector = await open(place, { ...own, mask: [...mask, ...(own.mask ?? [])] });
    // A layout that is no longer there is no reason not to open it.
    if (choice) await inspector.ask('choose', choice).catch(() => undefined);
    return { place, inspector };
  };
  const answer = async (message: Exclude<ToStoreThread, { kind: 'cancel' }>, signal: AbortSignal): Promise<unknown> => {
    const { inspector, place } = await current;
    if (signal.aborted) throw new StoreProblem('The question was stopped before it was answered.');
    post({ kind: 'began', number: message.number });
    switch (message.kind) {
      case 'open':
        return inspector.ask('about', {});
      case 'ask':
        return inspector.ask(message.question, message.params as never, signal);
      case 'run':
        return runPrepared(inspector, message.wanted, () => writer(place));
    }
  };

  return (message) => {
    if (message.kind === 'cancel') {
      running.get(message.number)?.abort();
      return;
    }
    const { number } = message;
    const controller = new AbortController();
    running.set(number, controller);
    if (message.kind === 'open') {
      current = openAgain(current, message.place, message.settings, message.choice);
      current.catch(() => undefined);
    }
    void answer(message, controller.signal)
      .then(
        (result) => {
          post({ kind: 'answer', number, result });
        },
        (error: unknown) => {
          const { message: sentence, stack } = error instanceof Error ? error : new Error(String(error));
          const own = !(error instanceof StoreProblem);
          post({ kind: 'failure', number, message: sentence, ...(own && stack !== undefined && { stack }) });
        },
      )
      .finally(() => running.delete(number));
  };
}
