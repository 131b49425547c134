/** What the reading thread does with each message: one at a time, in order, every failure named. Knows no thread. */
import { allFindings } from '../features/findings';
import { findingsOfStores } from '../features/storeFindings';
import { Refusal, type Feature, type Snapshot } from '../features/feature';
import { refreshRequest, type EditorSettings, type State } from '../protocol';
import { defaultEditorSettings } from '../protocol';
import type { Folders } from './folders';
import type { FolderName, FromWorker, ToWorker } from './messages';

/** Without a request for so long the graph is made anew by itself, for problems and counts. */
const settleMilliseconds = 150;
/** Without anything to do for so long, what was read is kept on disk for the next start. */
const keepMilliseconds = 2_000;

export interface AnsweringOptions {
  readonly folders: Folders;
  readonly features: readonly Feature[];
  post(message: FromWorker): void;
}

/** Answers with a function that takes each message. */
export function answering({ folders, features, post }: AnsweringOptions): (message: ToWorker) => void {
  const byMethod = new Map(features.map((feature) => [feature.method, feature]));
  let settings: EditorSettings = defaultEditorSettings;
  let names: readonly FolderName[] = [];
  let tail: Promise<void> = Promise.resolve();
  let settling: NodeJS.Timeout | undefined;
  let keeping: NodeJS.Timeout | undefined;
  let shown: { readonly versions: string; readonly failure: string } | undefined;
  let counted: Problems | undefined;
  let version = 0;

  const later = (): void => {
    clearTimeout(settling);
    settling = setTimeout(() => {
      enqueue(settle);
    }, settleMilliseconds);
    clearTimeout(keeping);
    keeping = setTimeout(() => {
      enqueue(() => {
        folders.keep();
        return Promise.resolve();
      });
    }, keepMilliseconds);
  };
  const settle = async (): Promise<void> => {
    const snapshots = await folders.snapshots();
    const versions = snapshots.map((snapshot) => `${snapshot.root}@${snapshot.version}`).join(' ');
    const failure = folders.problems.join(' ');
    if (shown?.versions === versions && shown.failure === failure) return;
    shown = { versions, failure };
    version += 1;
    counted = problemsOf(snapshots);
    post({ kind: 'state', state: stateOf(snapshots, folders.problems, version) });
  };
  /** A store that is followed changes every few seconds: the map and the tree need not hear of it. */
  const settleStored = async (): Promise<void> => {
    const same = JSON.stringify(problemsOf(await folders.snapshots())) === JSON.stringify(counted);
    if (!same) shown = undefined;
    await settle();
    if (same) post({ kind: 'refresh' });
  };
  const take = async (message: ToWorker): Promise<void> => {
    switch (message.kind) {
      case 'settings':
        settings = message.settings;
        shown = undefined;
        folders.use(names, settings);
        later();
        return;
      case 'folders':
        names = message.folders;
        if (names.length) post({ kind: 'state', state: { kind: 'indexing', message: 'Looking for files' } });
        // Whoever was told that something goes on hears that it is over, also when nothing came of it.
        shown = undefined;
        folders.use(names, settings);
        await settle();
        later();
        return;
      case 'edited':
        folders.edited(message.uri, message.text);
        later();
        return;
      case 'changed':
        folders.changed(message.uris);
        later();
        return;
      case 'stored':
        folders.stored(message.stores);
        await settleStored();
        return;
      case 'request':
        post({ kind: 'answer', id: message.id, result: await answer(message.method, message.params) });
    }
  };
  const answer = async (method: string, params: unknown): Promise<unknown> => {
    if (method === refreshRequest) {
      folders.changed(undefined);
      await settle();
      return null;
    }
    const feature = byMethod.get(method);
    if (!feature) throw new Error(`There is no request ${method}.`);
    const all = await folders.snapshots();
    const uri = documentOf(params);
    const asked = uri === undefined ? all : all.filter((snapshot) => snapshot === ownerOf(uri, all));
    return uri !== undefined && !asked.length ? null : (feature.answer(asked, params as never) ?? null);
  };
  const enqueue = (work: () => Promise<void>, failed?: (error: unknown) => void): void => {
    tail = tail.then(work).catch((error: unknown) => {
      if (failed) failed(error);
      else post({ kind: 'log', message: error instanceof Error ? (error.stack ?? error.message) : String(error) });
    });
  };

  return (message) => {
    enqueue(
      () => take(message),
      message.kind === 'request'
        ? (error) => {
            const { message: sentence, stack } = error instanceof Error ? error : new Error(String(error));
            post({
              kind: 'failure',
              id: message.id,
              message: sentence,
              ...(stack !== undefined && !(error instanceof Refusal) && { stack }),
            });
          }
        : undefined,
    );
  };
}

function stateOf(snapshots: readonly Snapshot[], problems: readonly string[], version: number): State {
  const [first] = problems;
  if (first !== undefined && !snapshots.length) return { kind: 'failed', message: first };
  return {
    kind: 'ready',
    version,
    events: sum(snapshots, ({ graph, settings }) =>
      graph.events.reduce((events, { external }) => events + (external && !settings.showExternal ? 0 : 1), 0),
    ),
    files: sum(snapshots, ({ graph }) => graph.files.read),
    problems: problemsOf(snapshots),
  };
}

type Problems = Readonly<Record<'error' | 'warning' | 'information', number>>;

function problemsOf(snapshots: readonly Snapshot[]): Problems {
  const count = { error: 0, warning: 0, information: 0 };
  for (const snapshot of snapshots)
    for (const { severity } of allFindings(snapshot)) if (severity !== 'hint') count[severity] += 1;
  for (const { severity } of findingsOfStores(snapshots)) if (severity !== 'hint') count[severity] += 1;
  return count;
}

/** The document a request of the protocol is about: `textDocument.uri`, or an item of a call hierarchy. */
function documentOf(params: unknown): string | undefined {
  if (typeof params !== 'object' || params === null) return undefined;
  const { textDocument, item } = params as Readonly<Record<string, unknown>>;
  for (const holder of [textDocument, item]) {
    if (typeof holder !== 'object' || holder === null) continue;
    const { uri: own } = holder as Readonly<Record<string, unknown>>;
    if (typeof own === 'string') return own;
  }
  return undefined;
}

/** Of nested folders the innermost. */
function ownerOf(uri: string, snapshots: readonly Snapshot[]): Snapshot | undefined {
  let best: Snapshot | undefined;
  for (const snapshot of snapshots)
    if (sameStart(uri, snapshot.root) && (!best || snapshot.root.length > best.root.length)) best = snapshot;
  return best;
}

/** Editors differ in what they escape in a URI. */
function sameStart(uri: string, root: string): boolean {
  return uri.startsWith(`${root}/`) || decoded(uri).startsWith(`${decoded(root)}/`);
}

function decoded(uri: string): string {
  try {
    return decodeURIComponent(uri);
  } catch {
    return uri;
  }
}

const sum = <Item>(items: readonly Item[], of: (item: Item) => number): number =>
  items.reduce((total, item) => total + of(item), 0);
