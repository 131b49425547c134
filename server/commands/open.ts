/** Opens the folder a command was given, with the cache that belongs to it. */
import { createHash } from 'node:crypto';
import { readdirSync, statSync } from 'node:fs';
import { homedir } from 'node:os';
import { isAbsolute, join, relative, resolve, sep } from 'node:path';
import { pathToFileURL } from 'node:url';
import { readFileSync } from 'node:fs';
import { diskCache } from '../cache';
import { keepCompiled, loadCompiled } from '../compiled';
import { diskFiles, reasonOf } from '../files';
import type { Bus } from '../graph/bus';
import type * as linking from '../linking';
import type { ReportOptions } from '../reports/report';
import { openSession, type Session } from '../session';
import { readSettings, settingsFile } from '../settings';
import { grouped } from '../reports/ink';
import { UsageError, type Arguments } from './arguments';
import type { Terminal } from './terminal';

declare const __VERSION__: string;
declare const __BUILD__: string;
declare const __HOMEPAGE__: string;

export const version = __VERSION__;

export interface Opened {
  /** As the user named it. */
  readonly folder: string;
  readonly root: string;
  readonly session: Session;
  /** One sentence for each thing wrong in the settings file. */
  readonly settingsProblems: readonly string[];
  /** How reports of this folder look here; `milliseconds` since the start. */
  options(): ReportOptions;
  /** Writes what makes the next run faster; to be called when the user has the answer. */
  keep(): void;
}

const stages = { finding: 'Looking for files', reading: 'Reading', linking: 'Linking', done: '' } as const;

/** Throws a `UsageError` when the folder cannot be used. */
export function openFolder(folder: string, args: Arguments, terminal: Terminal): Opened {
  const started = performance.now();
  const root = resolve(folder);
  const unusable = whyUnusable(root);
  if (unusable !== undefined) throw new UsageError(`${folder} cannot be mapped: ${unusable}.`);
  const buses = busesOf(args.value('buses'));
  let session: Session;
  try {
    session = openSession({
      files: diskFiles(root),
      languages: () => Promise.resolve(engine(args).languages),
      buses,
      load: (name) => readFileSync(join(__dirname, name)),
      ...(!args.flag('no-cache') && { cache: diskCache(cacheFolder(root, args.value('cache')), __BUILD__) }),
      progress: (stage, files) => {
        const text = stages[stage];
        terminal.progress(text && files ? `${text} ${grouped(files)} files …` : text && `${text} …`);
      },
    });
  } catch (error) {
    throw new UsageError(`${folder} cannot be mapped: ${reasonOf(error)}.`);
  }
  return {
    folder,
    root,
    session,
    keep: () => {
      session.save();
      const folder = compiledFolders(args).at(-1);
      if (!args.flag('no-cache') && folder !== undefined) keepCompiled(folder);
    },
    settingsProblems: session.settingsProblems.map((problem) => `${join(folder, settingsFile)}: ${problem}`),
    options: () => ({
      folder,
      prefix: prefixOf(root),
      milliseconds: Math.round(performance.now() - started),
      version,
      docs: docsAddress(),
      ...terminal.look(args),
    }),
  };
}

/** Throws a `UsageError` that says what is wrong with the list. */
function busesOf(json: string | undefined): readonly Bus[] {
  if (json === undefined) return [];
  const { settings, problems } = readSettings(`{"buses": ${json}}`);
  if (problems.length) throw new UsageError(`--buses cannot be used: ${problems.join(' ')}`);
  return settings.buses;
}

export function whyUnusable(root: string): string | undefined {
  try {
    if (!statSync(root).isDirectory()) return 'it is a file, not a folder';
    readdirSync(root);
    return undefined;
  } catch (error) {
    return reasonOf(error);
  }
}

/** The way to the workspace from here, or its whole path when that is shorter. */
function prefixOf(root: string): string {
  const near = relative(process.cwd(), root);
  if (near === '') return '';
  const path = isAbsolute(near) || near.length > root.length ? root : near;
  const slashed = path.split(sep).join('/');
  return slashed.endsWith('/') ? slashed : `${slashed}/`;
}

/** Languages and frameworks are a file of their own, which a run answered from the cache never loads. */
function engine(args: Arguments): typeof linking {
  return loadCompiled(join(__dirname, 'engine.js'), compiledFolders(args)) as typeof linking;
}

/** The build keeps compiled code for the Node it ran on; for any other one a run keeps its own beside the caches. */
export function compiledFolders(args: Arguments): readonly string[] {
  return [__dirname, ...(args.flag('no-cache') ? [] : [join(cacheRoot(args.value('cache')), 'code')])];
}

/** One folder for each workspace, so that two of them never fight over one cache. */
function cacheFolder(root: string, chosen: string | undefined): string {
  const name = createHash('sha256').update(root).digest('hex').slice(0, 16);
  return join(cacheRoot(chosen), name);
}

function cacheRoot(chosen: string | undefined): string {
  return chosen === undefined ? join(userCaches(), 'event-wiring') : resolve(chosen);
}

function userCaches(): string {
  const { XDG_CACHE_HOME: xdg, LOCALAPPDATA: local } = process.env;
  if (xdg !== undefined && isAbsolute(xdg)) return xdg;
  if (process.platform === 'win32' && local !== undefined) return local;
  return process.platform === 'darwin' ? join(homedir(), 'Library', 'Caches') : join(homedir(), '.cache');
}

/** Where the pages on the diagnostics are: on the product's site, or beside this program. */
function docsAddress(): string {
  const local = pathToFileURL(join(__dirname, '..', 'docs', 'diagnostics')).href;
  return __HOMEPAGE__ === '' ? `${local}/` : `${__HOMEPAGE__.replace(/\/$/, '')}/docs/diagnostics/`;
}
