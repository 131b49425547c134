/** Opens a store and answers what is asked of it; every failure is a sentence. Knows no question by name. */
import type { Inspector, InspectorOptions, Question, Questions } from '../questions';
import { openSource } from '../sources';
import { nameOf } from '../sources/sqliteFile';
import { StoreProblem, type Source } from '../store';
import type { World } from '../world';
import { openStore, settingsOf, type OpenStore } from './openStore';
import { answers } from './questions';
import type { Answering } from './questions/question';

/** A file; the source is closed with the inspector, and at once when it cannot be read. */
export async function openInspector(path: string, world: World, options: InspectorOptions = {}): Promise<Inspector> {
  const source = await openSource(path, world);
  try {
    return await inspect(source, options, { name: nameOf(path), path, size: () => world.state(path)?.size });
  } catch (error) {
    await source.close();
    throw error;
  }
}

export interface Named {
  readonly name: string;
  /** What mappings by hand are matched with; the name where there is no file. */
  readonly path?: string;
  readonly size?: () => number | undefined;
}

export async function inspect(source: Source, options: InspectorOptions, named: Named): Promise<Inspector> {
  let store: OpenStore = await openStore({
    source,
    name: named.name,
    path: named.path ?? named.name,
    size: named.size ?? ((): undefined => undefined),
    settings: settingsOf(options),
    become: (next) => {
      store = next;
    },
  });
  return {
    ask: async <Q extends Question>(question: Q, params: Questions[Q]['ask'], signal?: AbortSignal) => {
      const answer = answers[question] as Answering<Q> | undefined;
      if (!answer) throw new StoreProblem(`${store.name} cannot be asked for "${question}".`);
      try {
        return await answer(store, params, signal);
      } catch (error) {
        throw error instanceof StoreProblem ? error : new StoreProblem(sentenceOf(error, store.name));
      }
    },
    close: () => source.close(),
  };
}

const sentenceOf = (error: unknown, name: string): string =>
  `${name} could not be read to answer this: ${error instanceof Error ? error.message : String(error)}.`;
