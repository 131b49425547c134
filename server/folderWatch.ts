/**
 * Watches folders for changes that may matter to the wiring. Only folders are watched, never single files: a folder
 * tells of its files, and one watch for each of fifteen thousand files would cost more memory than their graph.
 */
import { join, relative, sep } from 'node:path';
import { neverScanned } from './files';
import { isOfInterest } from './session';
import { settingsFile } from './settings';

export interface FolderWatch {
  /** Changes from here on are told; some before may be missing. */
  readonly ready: Promise<void>;
  close(): Promise<void>;
}

export async function watchFolders(
  roots: readonly string[],
  /** With the path where it is known. */
  changed: (path?: string) => void,
  failed: (error: unknown) => void,
): Promise<FolderWatch> {
  const { watch } = await import('chokidar');
  const watcher = watch([...roots], {
    ignoreInitial: true,
    followSymlinks: false,
    ignored: (path, stats) => stats?.isFile() === true || isNoise(roots, path, false),
  });
  watcher.on('all', (_event, path) => {
    changed(path);
  });
  watcher.on('raw', (_event: string, name: unknown, details: unknown) => {
    const { watchedPath } = details as { readonly watchedPath?: string };
    if (typeof name !== 'string' || watchedPath === undefined) changed();
    else if (!isNoise(roots, join(watchedPath, name), true)) changed(join(watchedPath, name));
  });
  watcher.on('error', failed);
  return {
    ready: new Promise((resolve) => {
      watcher.once('ready', () => {
        resolve();
      });
    }),
    close: () => watcher.close(),
  };
}

/** Folders that are never mapped, and files that can say nothing about events. */
function isNoise(roots: readonly string[], path: string, file: boolean): boolean {
  const root = roots.find((one) => path === one || path.startsWith(one + sep));
  const parts = relative(root ?? '', path).split(sep);
  const name = parts.at(-1) ?? '';
  if (parts.length === 1 && (name === '' || name === settingsFile || name === '.gitignore')) return false;
  if (parts.some((part) => neverScanned.has(part) || (part.startsWith('.') && part !== '.gitignore'))) return true;
  return file && name !== '.gitignore' && !isOfInterest(name.toLowerCase());
}
