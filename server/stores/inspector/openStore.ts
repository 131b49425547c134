/** One open store as all questions see it: source, chosen layout, options, and what is kept until the store changes. Knows no question. */
import { mappedByHand, type StoreMapping } from '../mappingFile';
import { recognise } from '../layouts';
import type { InspectorOptions } from '../questions';
import { StoreProblem, type Cell, type Mapping, type Recognised, type Source, type Table } from '../store';
import { bestOf, wholeMapping } from './companions';
import { eventReader, type EventReader } from './eventReader';
import { maskOf, type Mask } from './masking';
import { withMetadataRoles } from './metadataRoles';

export interface Settings {
  readonly mask: Mask;
  readonly sentences: Readonly<Record<string, string>>;
  readonly mappings: readonly StoreMapping[];
  readonly now: () => number;
  readonly patience: number;
}

export interface OpenStore {
  readonly source: Source;
  /** Name of the file or database, and its path where it is a file. */
  readonly name: string;
  readonly path: string;
  /** Bytes of the file; undefined for databases that do not say. */
  readonly size: () => number | undefined;
  readonly settings: Settings;
  readonly tables: readonly Table[];
  /** By rank; the one in use is `chosen`. */
  readonly layouts: readonly Recognised[];
  readonly chosen: Recognised | undefined;
  readonly mapping: Mapping;
  /** What its mappings by hand name and it does not have. */
  readonly problems: readonly string[];
  /** How its events are read; undefined where it has none. */
  readonly events: EventReader | undefined;
  /** Grows whenever a look at the store found something new. */
  readonly version: number;
  /** Made once for this version of the store, and asked for again by the same name. A failure is not kept. */
  readonly once: <T>(name: string, make: () => Promise<T>) => Promise<T>;
  /** Takes the place of this one for all questions asked from now on. */
  readonly become: (next: OpenStore) => void;
  /** Key of the newest event when this version was looked at; undefined without any. */
  readonly newest: readonly Cell[] | undefined;
  /** What outlives a version: learned from samples, or carried on from one version to the next. */
  readonly kept: Map<string, unknown>;
}

export interface Opening {
  readonly source: Source;
  readonly name: string;
  readonly path: string;
  readonly size: () => number | undefined;
  readonly settings: Settings;
  readonly become: (next: OpenStore) => void;
}

const defaultPatience = 400;

export function settingsOf(options: InspectorOptions): Settings {
  return {
    mask: maskOf(options.mask ?? []),
    sentences: options.sentences ?? {},
    mappings: (options.mappings ?? []) as readonly StoreMapping[],
    now: options.now ?? Date.now,
    patience: options.patience ?? defaultPatience,
  };
}

/** Reads the tables and takes the best layout. */
export async function openStore(opening: Opening): Promise<OpenStore> {
  const tables = await opening.source.tables();
  const { found, problems } = mappedByHand(opening.settings.mappings, opening.path, tables);
  const layouts = [...found, ...recognise(tables)];
  return withLayout({ ...opening, tables, layouts, problems, version: 1 }, found[0] ?? bestOf(layouts));
}

type Bare = Opening & Pick<OpenStore, 'tables' | 'layouts' | 'problems' | 'version'>;

/** The same store read in another way; `layouts` has it already or gets it. */
export async function withLayout(store: Bare, chosen: Recognised | undefined): Promise<OpenStore> {
  const whole: Mapping = chosen ? wholeMapping(chosen, store.layouts) : {};
  const columns = whole.events && (await withMetadataRoles(store.source, whole.events));
  const mapping: Mapping = columns ? { ...whole, events: columns } : whole;
  const events = columns && (await eventReader(store.source, store.tables, columns));
  const { source, name, path, size, settings, become, tables, layouts, problems, version } = store;
  const bare = { source, name, path, size, settings, become, tables, layouts, problems, version };
  const newest = events && (await newestOf(source, events));
  return { ...bare, chosen, mapping, events, newest, once: onceOf(), kept: new Map() };
}

/** The same store and layout after a look that found something new. */
export async function newVersion(store: OpenStore): Promise<OpenStore> {
  const version = store.version + 1;
  // An empty log said nothing about its times.
  if (!store.newest) return withLayout({ ...store, version }, store.chosen);
  return { ...store, version, once: onceOf(), newest: store.events && (await newestOf(store.source, store.events)) };
}

async function newestOf(source: Source, { from, order }: EventReader): Promise<readonly Cell[] | undefined> {
  const columns = order.map(({ column }) => column);
  const newestFirst = order.map(({ column, descending }) => ({ column, descending: !descending }));
  const [row] = await source.page({ ...from, columns, order: newestFirst, limit: 1 });
  return row && columns.map((column) => row[column] ?? null);
}

const keptAtMost = 200;

function onceOf(): OpenStore['once'] {
  const made = new Map<string, Promise<unknown>>();
  return <T>(name: string, make: () => Promise<T>): Promise<T> => {
    const known = made.get(name) as Promise<T> | undefined;
    if (known) return known;
    const [oldest] = made.keys();
    if (made.size >= keptAtMost && oldest !== undefined) made.delete(oldest);
    const making = make();
    made.set(name, making);
    making.catch(() => {
      if (made.get(name) === making) made.delete(name);
    });
    return making;
  };
}

/** As `once`, where the making may be stopped: by somebody else's signal it is begun again. */
export async function onceHeeding<T>(
  store: OpenStore,
  name: string,
  signal: AbortSignal | undefined,
  make: () => Promise<T>,
): Promise<T> {
  for (;;)
    try {
      return await store.once(name, make);
    } catch (error) {
      if (!(error instanceof Stopped) || signal?.aborted) throw error;
    }
}

/** How its events are read; a store without is a sentence. */
export function eventsOf(store: OpenStore): EventReader {
  if (store.events) return store.events;
  throw new StoreProblem(
    store.layouts.length > 0
      ? `${store.name} has no events in the layout that was chosen.`
      : `No table of ${store.name} is known to hold events. Map one by hand.`,
  );
}

class Stopped extends StoreProblem {}

/** Ends a long question that nobody waits for any more. */
export function heed(signal: AbortSignal | undefined): void {
  if (signal?.aborted) throw new Stopped('The question was stopped before it was answered.');
}
