/**
 * The open stores of an editor: one thread for each place, however often it is open; answers to questions, following,
 * and what lenses need. Knows no database and no thread but by what it is handed.
 */
import type { ConnectedStore } from '../graph/stored';
import type {
  About,
  AskStoreParams,
  CloseStoreParams,
  OpenStoreAnswer,
  OpenStoreParams,
  Questions,
  RunPreparedAnswer,
  RunPreparedParams,
  StoreChanged,
} from '../protocol';
import { settingsFile } from '../settings';
import { storeFacts, type StoreFacts } from './storeFacts';
import type { Choice, OpenPlace, StoreRequest, StoreSettings, StoreThread, StoreThreadEvents } from './storeMessages';
import { openStoreQueue, StoreRefusal, type Asked, type StoreQueue } from './storeQueue';

export interface StoresOptions {
  start(events: StoreThreadEvents): StoreThread;
  settings(): StoreSettings;
  /** Path of a `file:` URI; undefined for any other. */
  pathOf(uri: string): string | undefined;
  /** Calls back when one of these files changes, appears or goes; the function ends it. */
  watch(paths: readonly string[], changed: () => void): () => void;
  changed(change: StoreChanged): void;
  /** All that is known of connected stores, whenever it changed. */
  learned(stores: readonly ConnectedStore[]): void;
  /** A sentence for the user. */
  said(message: string): void;
  readonly now?: () => number;
}

export interface Stores {
  open(params: OpenStoreParams): Asked;
  ask(params: AskStoreParams): Asked;
  run(params: RunPreparedParams): Asked;
  close(params: CloseStoreParams): void;
  /** Settings, folders or their settings files changed: what is open is opened again with them. */
  configure(): void;
  readonly known: readonly ConnectedStore[];
  stop(): void;
}

/** Databases and file systems tell nobody when they change. */
const pollMilliseconds = 2_000;

interface Place {
  readonly key: string;
  readonly place: OpenPlace;
  readonly uri: string | undefined;
  readonly queue: StoreQueue;
  /** Ids it is open under, and which of them follow. */
  readonly ids: Map<string, boolean>;
  readonly facts: StoreFacts;
  name: string;
  choice: Choice | undefined;
  /** Added to the versions of a thread, so that they grow over its successors too. */
  base: number;
  version: number;
  known: ConnectedStore | undefined;
  problem: string | undefined;
  following: (() => void) | undefined;
}

export function openStores(options: StoresOptions): Stores {
  const { start, settings, pathOf, watch, changed, learned, said, now = Date.now } = options;
  const places = new Map<string, Place>();
  const byId = new Map<string, Place>();
  let lastId = 0;
  let stopped = false;
  let unwatchSettings: (() => void) | undefined;

  const all = (): readonly ConnectedStore[] => [...places.values()].flatMap(({ known }) => known ?? []);
  const opening = (one: Pick<Place, 'place' | 'choice'>): StoreRequest => ({
    kind: 'open',
    place: one.place,
    settings: settings(),
    ...(one.choice && { choice: one.choice }),
  });
  const grown = (one: Place, version: number): number => (one.version = Math.max(one.version, one.base + version));
  const tell = (one: Place, change: Omit<StoreChanged, 'id' | 'version'>, except?: string): void => {
    for (const id of one.ids.keys()) if (id !== except) changed({ id, version: one.version, ...change });
  };
  /** Mappings, sentences and masks of a folder count as soon as they are saved. */
  const watchSettings = (): void => {
    unwatchSettings?.();
    unwatchSettings = undefined;
    const files = places.size ? settings().folders.map((folder) => `${folder}/${settingsFile}`) : [];
    if (files.length) unwatchSettings = watch(files, configure);
  };
  const configure = (): void => {
    for (const one of places.values()) {
      one.queue.ask(opening(one)).answer.then(
        (answer) => {
          one.base = one.version;
          grown(one, (answer as About).version);
          tell(one, { added: null });
          one.facts.look();
        },
        (error: unknown) => {
          if (error instanceof StoreRefusal) tell(one, { added: null, problem: error.message });
        },
      );
    }
  };
  const drop = (one: Place): void => {
    if (places.get(one.key) === one) places.delete(one.key);
    if (!places.size) watchSettings();
    one.following?.();
    one.following = undefined;
    one.facts.stop();
    one.queue.stop();
    if (one.known && !stopped) learned(all());
  };

  const begin = (key: string, place: OpenPlace, uri: string | undefined): Place => {
    const one: Place = {
      key,
      place,
      uri,
      ids: new Map(),
      name: nameOf(place),
      choice: undefined,
      base: 0,
      version: 0,
      known: undefined,
      problem: undefined,
      following: undefined,
      facts: storeFacts({
        ask: (request) => one.queue.askQuietly(request).answer,
        learned(facts) {
          const [id] = one.ids.keys();
          if (id === undefined) return;
          one.known = { id, name: one.name, ...(one.uri !== undefined && { uri: one.uri }), ...facts };
          learned(all());
        },
        now,
      }),
      queue: openStoreQueue({
        start,
        // Asked for the first time before there is anything but the place.
        opening: () => opening(places.get(key) ?? { place, choice: undefined }),
        opened(answer) {
          const about = answer as About;
          const isFirst = one.version === 0;
          one.name = about.name;
          one.base = one.version;
          grown(one, about.version);
          if (!isFirst) tell(one, { added: null });
          one.facts.look();
        },
        died(reason, final) {
          const sentence = final
            ? `${one.name} is not read any more, because what reads it stopped twice: ${reason}. Open it again to try once more.`
            : `Reading ${one.name} had to start again, because what reads it stopped: ${reason}.`;
          said(sentence);
          if (!final) return;
          tell(one, { added: null, problem: sentence });
          drop(one);
        },
      }),
    };
    places.set(key, one);
    if (places.size === 1) watchSettings();
    return one;
  };

  const refresh = (one: Place): void => {
    if (isAsking.has(one)) return;
    isAsking.add(one);
    one.queue
      .askQuietly({ kind: 'ask', question: 'refresh', params: {} })
      .answer.then(
        (answer) => {
          const { changed: isNew, version, added } = answer as Questions['refresh']['answer'];
          const before = one.version;
          grown(one, version);
          const wasProblem = one.problem !== undefined;
          one.problem = undefined;
          if (!isNew && one.version === before && !wasProblem) return;
          tell(one, { added: wasProblem && !isNew ? 0 : added });
          one.facts.look();
        },
        (error: unknown) => {
          if (!(error instanceof StoreRefusal) || error.message === one.problem) return;
          one.problem = error.message;
          tell(one, { added: null, problem: error.message });
        },
      )
      .finally(() => isAsking.delete(one));
  };
  const isAsking = new Set<Place>();
  const follow = (one: Place): void => {
    const isWanted = [...one.ids.values()].includes(true);
    if (isWanted === (one.following !== undefined)) return;
    one.following?.();
    one.following = undefined;
    if (!isWanted) return;
    const look = (): void => {
      refresh(one);
    };
    const poll = setInterval(look, pollMilliseconds);
    const { place } = one;
    const files = place.kind === 'file' ? ['', '-wal', '-journal'].map((end) => place.path + end) : [];
    const unwatch = files.length ? watch(files, look) : (): void => undefined;
    one.following = () => {
      clearInterval(poll);
      unwatch();
    };
  };
  const placeOf = (id: string): Place => {
    const one = byId.get(id);
    if (one) return one;
    throw new StoreRefusal('This store is not open any more. Open it again.');
  };
  const failed = (error: unknown): Asked => ({ answer: Promise.reject(error as Error), cancel: () => undefined });

  return {
    open({ place, layout, follow: wanted = false }) {
      const target = targetOf(place, pathOf);
      if (typeof target === 'string') return failed(new StoreRefusal(target));
      const key = target.kind === 'file' ? target.path : `connection ${target.connection}`;
      const one = places.get(key) ?? begin(key, target, place.kind === 'file' ? place.uri : undefined);
      const id = `store${++lastId}`;
      one.ids.set(id, wanted);
      byId.set(id, one);
      const leave = (): void => {
        byId.delete(id);
        one.ids.delete(id);
        if (one.ids.size === 0) drop(one);
        else follow(one);
      };
      let asked = one.queue.ask({ kind: 'ask', question: 'about', params: {} });
      const answer = (async (): Promise<OpenStoreAnswer> => {
        try {
          let about = (await asked.answer) as About;
          if (layout !== undefined && about.layouts[0]?.key !== layout && hasLayout(about, layout)) {
            one.choice = { key: layout };
            asked = one.queue.ask({ kind: 'ask', question: 'choose', params: one.choice });
            about = (await asked.answer) as About;
          }
          follow(one);
          one.name = about.name;
          one.facts.look();
          return { id, about: { ...about, version: grown(one, about.version) } };
        } catch (error) {
          leave();
          throw error;
        }
      })();
      return {
        answer,
        cancel() {
          asked.cancel();
        },
      };
    },
    ask({ id, question, params }) {
      try {
        const one = placeOf(id);
        const { answer, cancel } = one.queue.ask({ kind: 'ask', question, params });
        return {
          cancel,
          answer: answer.then((result) => {
            if (question === 'choose') one.choice = params as Choice;
            if (question === 'about' || question === 'choose' || question === 'refresh') {
              const before = one.version;
              const versioned = result as About | Questions['refresh']['answer'];
              const version = grown(one, versioned.version);
              if (question === 'choose' || version > before) {
                tell(one, { added: null }, id);
                one.facts.look();
              }
              return { ...versioned, version };
            }
            return result;
          }),
        };
      } catch (error) {
        return failed(error);
      }
    },
    run({ id, ...wanted }) {
      try {
        const one = placeOf(id);
        const { answer } = one.queue.ask({ kind: 'run', wanted });
        return {
          answer: answer.then((result) => {
            refresh(one);
            return result as RunPreparedAnswer;
          }),
          // What may already be written is not cancelled.
          cancel: () => undefined,
        };
      } catch (error) {
        return failed(error);
      }
    },
    close({ id }) {
      const one = byId.get(id);
      if (!one) return;
      byId.delete(id);
      one.ids.delete(id);
      if (one.ids.size === 0) {
        drop(one);
        return;
      }
      follow(one);
      const [other] = one.ids.keys();
      if (one.known?.id === id && other !== undefined) {
        one.known = { ...one.known, id: other };
        learned(all());
      }
    },
    configure() {
      watchSettings();
      configure();
    },
    get known() {
      return all();
    },
    stop() {
      stopped = true;
      for (const one of [...places.values()]) drop(one);
      byId.clear();
    },
  };
}

/** A path or a connection, or the sentence that says why it is neither. */
function targetOf(place: OpenStoreParams['place'], pathOf: (uri: string) => string | undefined): OpenPlace | string {
  if (place.kind === 'connection') return place;
  const path = pathOf(place.uri);
  return path === undefined
    ? `${place.uri} is not on this machine's disk, so it cannot be read.`
    : { kind: 'file', path };
}

const nameOf = (place: OpenPlace): string =>
  place.kind === 'connection' ? place.name : (/[^\\/]+$/.exec(place.path)?.[0] ?? place.path);

const hasLayout = ({ layouts }: About, key: string): boolean => layouts.some((one) => one.key === key);
