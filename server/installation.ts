/** Where the product's own files, its caches and its pages are on this machine. Knows no workspace. */
import { createHash } from 'node:crypto';
import { homedir } from 'node:os';
import { isAbsolute, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { loadCompiled } from './compiled';
import type * as linking from './linking';
import type * as storeLibrary from './stores/library';

declare const __VERSION__: string;
declare const __BUILD__: string;
declare const __HOMEPAGE__: string;

export const version = __VERSION__;
/** Changes with every change of the program. */
export const build = __BUILD__;

/** The folder of the built files. */
export const programFolder = __dirname;

/** Languages and frameworks are a file of their own, which a run answered from the cache never loads. */
export function engine(folders: readonly string[]): typeof linking {
  return loadCompiled(join(programFolder, 'engine.js'), folders) as typeof linking;
}

/** What opens and reads event stores, which no command about code ever loads. */
export function stores(folders: readonly string[]): typeof storeLibrary {
  return loadCompiled(join(programFolder, 'stores.js'), folders) as typeof storeLibrary;
}

/** The build keeps compiled code for the Node it ran on; for any other one a run keeps its own beside the caches. */
export function compiledFolders(caches: string | undefined): readonly string[] {
  return [programFolder, ...(caches === undefined ? [] : [join(caches, 'code')])];
}

/** One folder for each workspace, so that two of them never fight over one cache. */
export function cacheFolder(root: string, caches: string): string {
  return join(caches, createHash('sha256').update(root).digest('hex').slice(0, 16));
}

export function cacheRoot(chosen: string | undefined): string {
  return chosen === undefined ? join(userCaches(), 'event-wiring') : resolve(chosen);
}

function userCaches(): string {
  const { XDG_CACHE_HOME: xdg, LOCALAPPDATA: local } = process.env;
  if (xdg !== undefined && isAbsolute(xdg)) return xdg;
  if (process.platform === 'win32' && local !== undefined) return local;
  return process.platform === 'darwin' ? join(homedir(), 'Library', 'Caches') : join(homedir(), '.cache');
}

/** Where the pages on the diagnostics are: on the product's site, or beside this program. */
export function docsAddress(): string {
  const local = pathToFileURL(join(programFolder, '..', 'docs', 'diagnostics')).href;
  return __HOMEPAGE__ === '' ? `${local}/` : `${__HOMEPAGE__.replace(/\/$/, '')}/docs/diagnostics/`;
}
