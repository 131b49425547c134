/**
 * The open folders of an editor, each a session: takes in edits and changes on disk, answers with snapshots. Knows the
 * disk only through what it is handed, and no request's meaning.
 */
import type { Bus } from '../graph/bus';
import type { Graph } from '../graph/graph';
import type { ConnectedStore } from '../graph/stored';
import type { CheckedGraph } from '../diagnostics';
import type { Snapshot } from '../features/feature';
import type { EditorSettings } from '../protocol';
import type { Session } from '../session';
import { settingsFile } from '../settings';
import type { FolderName } from './messages';

export interface FoldersOptions {
  /** Throws when the folder cannot be read. */
  open(path: string, settings: { readonly buses: readonly Bus[] }): Session;
  /** Path of a `file:` URI on this machine, with forward slashes and none at the end; undefined for any other. */
  pathOf(uri: string): string | undefined;
  busesOf(settings: EditorSettings): readonly Bus[];
  /** Where the pages on the diagnostics are, with a slash at the end. */
  readonly docs: string;
}

export interface Folders {
  use(folders: readonly FolderName[], settings: EditorSettings): void;
  edited(uri: string, text: string | undefined): void;
  /** Without a list anything may have changed. */
  changed(uris: readonly string[] | undefined): void;
  /** What connected stores hold, for every snapshot from now on. */
  stored(stores: readonly ConnectedStore[]): void;
  /** Linked and ready to be asked; folders that cannot be read are left out and named in `problems`. */
  snapshots(): Promise<readonly Snapshot[]>;
  readonly problems: readonly string[];
  /** Writes what makes the next start faster. */
  keep(): void;
}

interface Folder extends FolderName {
  readonly path: string;
  session: Session;
  graph?: Graph;
  checked?: CheckedGraph;
  version: number;
  /** Its files are found, so that open documents can be laid over them. */
  found: boolean;
}

/** More changes at once are a switch of branches: looking at the whole folder is cheaper than at each of them. */
const many = 500;

export function openFolders({ open, pathOf, busesOf, docs }: FoldersOptions): Folders {
  let folders: Folder[] = [];
  let settings: EditorSettings | undefined;
  let stores: readonly ConnectedStore[] = [];
  const failed = new Map<string, string>();
  /** Text of every open document by path; those the folder does not know may be known after the next look at it. */
  const documents = new Map<string, string>();

  const folderOf = (path: string): { folder: Folder; file: string } | undefined => {
    let best: Folder | undefined;
    for (const folder of folders)
      if (isBelow(path, folder.path) && (!best || folder.path.length > best.path.length)) best = folder;
    return best && { folder: best, file: path.slice(best.path.length + 1) };
  };
  const showDocuments = (folder: Folder): void => {
    for (const [path, text] of documents) {
      const own = folderOf(path);
      if (own?.folder === folder && folder.session.knows(own.file) && folder.session.text(own.file) !== text)
        folder.session.edited(own.file, text);
    }
  };
  const reopen = (folder: Folder): void => {
    folder.session = open(folder.path, { buses: settings ? busesOf(settings) : [] });
    folder.found = false;
  };
  const rescan = (folder: Folder): void => {
    try {
      const changed = folder.session.rescan();
      failed.delete(folder.uri);
      if (changed.includes(settingsFile)) reopen(folder);
      else showDocuments(folder);
    } catch (error) {
      failed.set(folder.uri, `${folder.name} cannot be read any longer: ${reason(error)}.`);
    }
  };

  return {
    use(wanted, now) {
      const sameBuses = JSON.stringify(settings?.buses) === JSON.stringify(now.buses);
      settings = now;
      failed.clear();
      const before = new Map(folders.map((folder) => [folder.uri, folder]));
      folders = wanted.flatMap(({ uri, name }): Folder[] => {
        const known = before.get(uri);
        if (known && sameBuses) return [Object.assign(known, { name })];
        const path = pathOf(uri);
        if (path === undefined) {
          failed.set(uri, `${name} is not on this machine's disk, so its event wiring cannot be read.`);
          return [];
        }
        try {
          return [
            {
              uri,
              name,
              path,
              session: open(path, { buses: busesOf(now) }),
              version: known?.version ?? 0,
              found: false,
            },
          ];
        } catch (error) {
          failed.set(uri, `${name} cannot be read: ${reason(error)}.`);
          return [];
        }
      });
    },
    edited(uri, text) {
      const path = pathOf(uri);
      if (path === undefined) return;
      if (text === undefined) documents.delete(path);
      else documents.set(path, text);
      const own = folderOf(path);
      // The settings count once they are saved.
      if (!own?.folder.session.knows(own.file) || own.file === settingsFile) return;
      if (text === undefined || own.folder.session.text(own.file) !== text) own.folder.session.edited(own.file, text);
    },
    changed(uris) {
      const whole = new Set<Folder>(uris === undefined || uris.length > many ? folders : []);
      const single = new Map<Folder, string[]>();
      for (const uri of whole.size ? [] : (uris ?? [])) {
        const path = pathOf(uri);
        const own = path === undefined ? undefined : folderOf(path);
        if (!own) continue;
        // What is new may be ignored by git, and a folder that went takes its files along: only a look tells.
        if (!own.folder.session.knows(own.file) || own.file === settingsFile) whole.add(own.folder);
        else single.set(own.folder, [...(single.get(own.folder) ?? []), own.file]);
      }
      for (const folder of whole) rescan(folder);
      for (const [folder, files] of single) if (!whole.has(folder)) folder.session.changed(files);
    },
    stored(now) {
      stores = now;
    },
    async snapshots() {
      const answers: Snapshot[] = [];
      for (const folder of folders) {
        if (!settings) continue;
        if (!folder.found) await folder.session.graph();
        if (!folder.found) showDocuments(folder);
        folder.found = true;
        answers.push(await snapshotOf(folder, settings, docs, stores));
      }
      return answers;
    },
    get problems() {
      return [...failed.values()];
    },
    keep() {
      for (const { session } of folders) session.save();
    },
  };
}

async function snapshotOf(
  folder: Folder,
  settings: EditorSettings,
  docs: string,
  stored: readonly ConnectedStore[],
): Promise<Snapshot> {
  const { session, uri, name } = folder;
  const graph = await session.graph();
  if (folder.graph !== graph) {
    folder.graph = graph;
    folder.version += 1;
    delete folder.checked;
  }
  return {
    root: uri,
    name,
    version: folder.version,
    graph,
    checked: () => (folder.checked ??= session.findings(graph)),
    text: session.text,
    files: session.sources,
    settings,
    docs,
    configured: session.settings.diagnostics,
    stored,
    now: Date.now(),
  };
}

function isBelow(path: string, folder: string): boolean {
  return path.startsWith(folder) && path[folder.length] === '/';
}

const reason = (error: unknown): string => (error instanceof Error ? error.message : String(error));
