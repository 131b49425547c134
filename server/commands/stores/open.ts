/** Opens the store a command was given, with the settings that belong to it; what cannot be read is one sentence. */
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { keepCompiled } from '../../compiled';
import { reasonOf } from '../../files';
import { programFolder, stores } from '../../installation';
import { readSettings, settingsFile, type Settings } from '../../settings';
import { diskWorld } from '../../stores/disk';
import type { About, Inspector, InspectorOptions, Question, Questions } from '../../stores/questions';
import type { Confirmed } from '../../stores/writers/writer';
import { UsageError, type Arguments } from '../arguments';
import { compiledFoldersOf } from '../open';
import type { Terminal } from '../terminal';

export interface OpenedStore {
  /** Short, for sentences; a connection without its password. */
  readonly name: string;
  /** Absolute; undefined where the store is no file. */
  readonly path: string | undefined;
  readonly about: About;
  /** Rejects with a `UsageError` where the store cannot answer. */
  ask<Q extends Question>(
    question: Q,
    params: Questions[Q]['ask'],
    signal?: AbortSignal,
  ): Promise<Questions[Q]['answer']>;
  /** Changes the store as it was shown; rejects with a `UsageError` where it is as it was. Rows changed. */
  carryOut(confirmed: Confirmed): Promise<number>;
  close(): Promise<void>;
}

/** Whoever waits at a terminal wants numbers that are exact. */
const patience = 120_000;

export async function openStore(given: string, args: Arguments, terminal: Terminal): Promise<OpenedStore> {
  const folders = compiledFoldersOf(args);
  const library = stores(folders);
  const isFile = !library.isConnection(given);
  const path = isFile ? resolve(given) : undefined;
  const options = optionsFrom(settingsFor(path === undefined ? process.cwd() : dirname(path), terminal));
  const inspector = await inWords(() => (path === undefined ? database(given) : file(path)));
  try {
    const about = await inWords(() => inspector.ask('about', {}));
    return {
      name: about.name,
      path,
      about,
      ask: (question, params, signal) => inWords(() => inspector.ask(question, params, signal)),
      carryOut: (confirmed) =>
        inWords(() =>
          library.carryOut(confirmed, () =>
            path === undefined
              ? library.databaseWriter(given, { read: (name) => readFileSync(name) })
              : library.sqliteWriter(diskWorld(load), path),
          ),
        ),
      close: async () => {
        await inspector.close();
        const kept = folders.at(-1);
        if (kept !== undefined) keepCompiled(kept);
      },
    };
  } catch (error) {
    await inspector.close();
    throw error;
  }

  function file(path: string): Promise<Inspector> {
    return library.openInspector(path, diskWorld(load), options);
  }

  /** Its password is in no name and no sentence. */
  async function database(text: string): Promise<Inspector> {
    const connection = library.parseConnection(text);
    const source = await library.openDatabase(text, { read: (path) => readFileSync(path) });
    try {
      return await library.inspect(source, options, { name: connection.database ?? library.placeOf(connection) });
    } catch (error) {
      await source.close();
      throw error;
    }
  }

  async function inWords<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      throw error instanceof library.StoreProblem ? new UsageError(error.message) : error;
    }
  }
}

const load = (name: string): Uint8Array => readFileSync(join(programFolder, name));

const optionsFrom = ({ stores: mappings, mask, sentences }: Settings): InspectorOptions => ({
  patience,
  ...(mappings && { mappings }),
  ...(mask && { mask }),
  ...(sentences && { sentences }),
});

/** The file nearest to the store, going up; else the one nearest to where the command was called. */
function settingsFor(folder: string, terminal: Terminal): Settings {
  const file = nearest(folder) ?? nearest(process.cwd());
  if (file === undefined) return readSettings('{}').settings;
  try {
    const { settings, problems } = readSettings(readFileSync(file, 'utf8'));
    for (const problem of problems) terminal.tell(`warning: ${relative('.', file)}: ${problem}`);
    return settings;
  } catch (error) {
    // What it masks is not known then: rather no answer than one that shows too much.
    throw new UsageError(`${relative('.', file)} cannot be read: ${reasonOf(error)}.`);
  }
}

function nearest(folder: string): string | undefined {
  const file = join(folder, settingsFile);
  if (existsSync(file)) return file;
  return dirname(folder) === folder ? undefined : nearest(dirname(folder));
}
