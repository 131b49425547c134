/** Changes on disk, in bursts: told by the editor where it can watch, by chokidar where it cannot. */
import { DidChangeWatchedFilesNotification, type Connection } from 'vscode-languageserver/node';
import { watchFolders } from '../folderWatch';
import { extensions } from '../session';
import { settingsFile } from '../settings';

/** A switch of branches touches thousands of files within moments: quiet for this long means it is over. */
const quietMilliseconds = 80;

export interface Burst {
  add(uris: readonly string[] | undefined): void;
  stop(): void;
}

/** Collects changes until they pause; `undefined` for a burst of which nobody knows the files. */
export function bursts(take: (uris: readonly string[] | undefined) => void): Burst {
  let uris = new Set<string>();
  let unknown = false;
  let timer: NodeJS.Timeout | undefined;
  return {
    add(more) {
      if (more) for (const uri of more) uris.add(uri);
      else unknown = true;
      clearTimeout(timer);
      timer = setTimeout(() => {
        const all = unknown ? undefined : [...uris];
        uris = new Set();
        unknown = false;
        take(all);
      }, quietMilliseconds);
    },
    stop() {
      clearTimeout(timer);
    },
  };
}

/** Every file that may say something about the wiring. */
export function watchThroughClient(connection: Connection): Promise<unknown> {
  const sources = extensions.map((extension) => extension.slice(1)).join(',');
  const manifests = [
    'package.json',
    'composer.json',
    'Cargo.toml',
    '{ts,js}config*.json',
    '*.{yaml,yml,xml}',
    '.gitignore',
  ];
  return connection.client.register(DidChangeWatchedFilesNotification.type, {
    watchers: [`**/*.{${sources}}`, ...manifests.map((name) => `**/${name}`), `**/${settingsFile}`].map(
      (globPattern) => ({
        globPattern,
      }),
    ),
  });
}

export interface Watcher {
  stop(): void;
}

export async function watchOurselves(roots: readonly string[], changed: (path?: string) => void): Promise<Watcher> {
  // A folder that went, or more folders than the machine may watch: what is known stays, a refresh reads it anew.
  const watch = await watchFolders(roots, changed, () => {
    changed();
  });
  await watch.ready;
  return {
    stop: () => {
      void watch.close();
    },
  };
}

/** A few files that need not be there yet; the function ends it. */
export function watchFiles(paths: readonly string[], changed: () => void): () => void {
  let watcher: { close(): Promise<void> } | undefined;
  let ended = false;
  void import('chokidar').then(({ watch }) => {
    if (ended) return;
    const files = watch([...paths], { ignoreInitial: true, followSymlinks: true });
    files.on('all', changed);
    // What cannot be watched is looked at now and then.
    files.on('error', () => undefined);
    watcher = files;
  });
  return () => {
    ended = true;
    void watcher?.close();
  };
}
