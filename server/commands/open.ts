/** Opens the folder a command was given, with the cache that belongs to it. */
import { readdirSync, statSync } from 'node:fs';
import { isAbsolute, join, relative, resolve, sep } from 'node:path';
import { readFileSync } from 'node:fs';
import { diskCache } from '../cache';
import { keepCompiled } from '../compiled';
import { diskFiles, reasonOf } from '../files';
import type { Bus } from '../graph/bus';
import {
  build,
  cacheFolder,
  cacheRoot,
  compiledFolders,
  docsAddress,
  engine,
  programFolder,
  version,
} from '../installation';
import type { ReportOptions } from '../reports/report';
import { openSession, type Session } from '../session';
import { readSettings, settingsFile } from '../settings';
import { aheadThread } from '../startAhead';
import { grouped } from '../reports/ink';
import { UsageError, type Arguments } from './arguments';
import type { Terminal } from './terminal';

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
  const ahead = aheadThread(compiledFoldersOf(args));
  let session: Session;
  try {
    session = openSession({
      files: diskFiles(root),
      languages: () => Promise.resolve(engine(compiledFoldersOf(args)).languages),
      buses,
      ...(ahead && { ahead }),
      load: (name) => readFileSync(join(programFolder, name)),
      ...(!args.flag('no-cache') && { cache: diskCache(cacheFolder(root, cacheRoot(args.value('cache'))), build) }),
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
      const folder = compiledFoldersOf(args).at(-1);
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

export function compiledFoldersOf(args: Arguments): readonly string[] {
  return compiledFolders(args.flag('no-cache') ? undefined : cacheRoot(args.value('cache')));
}
