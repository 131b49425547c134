/**
 * One open workspace: finds its files, keeps its facts, answers with its event graph and the findings in it. The only
 * door to the core for the command line, the language server and the tests; it knows no rule about events.
 */
import { readAhead, type Ahead, type StartAhead } from './ahead';
import type { Cache, CachedRun } from './cache';
import { findingsOf, type CheckedGraph } from './diagnostics';
import type { BaselineEntry } from './diagnostics/baseline';
import { maximumFileSize, type Files, type FoundFile } from './files';
import { openJoin } from './graph/assemble';
import { joinBroadcasts } from './graph/broadcasts';
import type { Bus } from './graph/bus';
import {
  emptyLanguageGraph,
  type FileProblem,
  type Graph,
  type Language as LanguageName,
  type LanguageGraph,
} from './graph/graph';
import type { Language, Linker } from './languages/language';
import type { Package } from './graph/packages';
import { manifestNames, packagesOf } from './packages';
import { defaultSettings, readSettings, settingsFile, type Settings } from './settings';
import { openWorkspace, type LanguageWorkspace } from './workspace';

export interface SessionOptions {
  readonly files: Files;
  /** The languages, loaded only when the cache cannot answer. */
  readonly languages: () => Promise<readonly Language[]>;
  /** Bytes of a file shipped beside the program: the grammars. */
  readonly load: (name: string) => Uint8Array;
  readonly cache?: Cache;
  /** House-made buses beyond those of the settings file: the ones set in the editor. */
  readonly buses?: readonly Bus[];
  /** A workspace of more files lets go of its texts once linked: they are read again where an edit asks for them. */
  readonly mostTexts?: number;
  /** Where there is a processor for it: a second thread that reads many files on a first start. */
  readonly ahead?: StartAhead;
  /** So many files of the slower parsers are worth that thread's start. */
  readonly mostAlone?: number;
  readonly progress?: (stage: 'finding' | 'reading' | 'linking' | 'done', files: number) => void;
}

export interface Session {
  readonly settings: Settings;
  /** One sentence for each thing in the settings file that cannot be used. */
  readonly settingsProblems: readonly string[];
  graph(): Promise<Graph>;
  /** `known` replaces the baseline that the settings name. */
  check(known?: readonly BaselineEntry[]): Promise<CheckedGraph>;
  /** Findings in a graph of this session, with the text as it stands. */
  findings(graph: Graph): CheckedGraph;
  /** These files changed, appeared or vanished on disk. */
  changed(paths: readonly string[]): void;
  /** Looks at the whole folder again and takes in what changed; answers with those paths. Throws when it is gone. */
  rescan(): readonly string[];
  /** Text as it stands in an editor; undefined when the editor closes it and the disk counts again. */
  edited(path: string, text: string | undefined): void;
  /** Whether the folder's files were looked for under this path and found; false for what git ignores. */
  knows(path: string): boolean;
  /** Text as it stands, unsaved text included; undefined when there is none to be had. */
  text(path: string): string | undefined;
  /** Paths of the sources in any language that is read. */
  sources(): readonly string[];
  /** Writes what the next start wants to know. */
  save(): void;
}

interface Open {
  readonly language: Language;
  readonly workspace: LanguageWorkspace;
  readonly linker: Linker;
  /** What it contributed last. */
  graph?: LanguageGraph;
}

export const extensions = [
  '.ts',
  '.tsx',
  '.mts',
  '.cts',
  '.js',
  '.jsx',
  '.mjs',
  '.cjs',
  '.vue',
  '.svelte',
  '.astro',
  '.php',
  '.rs',
];
const manifests =
  /^(?:package\.json|composer\.json|cargo\.toml|[tj]sconfig[^/]*\.json|modules_statuses\.json|[^/]+\.(?:ya?ml|xml))$/;
/** By its lower-case name: whether the file can say anything about the wiring. */
export const isOfInterest = (name: string): boolean =>
  extensions.some((extension) => name.endsWith(extension)) || manifests.test(name) || name === settingsFile;
const isSource = (path: string): boolean => extensions.some((extension) => path.toLowerCase().endsWith(extension));

const isPackage = (path: string): boolean => manifestNames.some((name) => path === name || path.endsWith(`/${name}`));

/** Throws when the root itself cannot be read. */
export function openSession({
  files,
  languages,
  load,
  cache,
  progress,
  buses = [],
  mostTexts = 2_000,
  ahead: startAhead,
  mostAlone = 300,
}: SessionOptions): Session {
  progress?.('finding', 0);
  const configured = files.read(settingsFile);
  const { settings: written, problems: settingsProblems } =
    configured.kind === 'text' ? readSettings(configured.text) : { settings: defaultSettings, problems: [] };
  const settings: Settings = { ...written, buses: [...written.buses, ...buses] };
  const before: CachedRun | undefined = cache?.read(settings);
  const discovery = files.find(isOfInterest, settings.exclude, before?.paths);
  // Without a cache they are needed in any case, and git is still running.
  const early = before ? undefined : (async () => languages())();
  for (const begun of [discovery, early]) begun?.catch(() => undefined);
  const found = new Map<string, FoundFile>();
  const problems = new Map<string, FileProblem>();
  const skipped = new Set<string>();
  const failed = new Set<string>();
  const texts = new Map<string, string | undefined>();
  const overlay = new Map<string, string>();
  /** What files said when they were last linked, of those that changed since; undefined when it was never asked. */
  const former = new Map<string, string | undefined>();
  let paths: readonly string[] | undefined;
  let listed: ReadonlySet<string> = new Set();
  let sourcesFound: readonly string[] = [];
  let spoken: readonly LanguageName[] = [];
  let second: Ahead | undefined;
  let open: Promise<readonly Open[]> | undefined;
  let pending: Set<string> | undefined;
  let everything = true;
  let latest: Graph | undefined;
  let packages: readonly Package[] = [];
  const join = openJoin();

  const taken = discovery.then(({ files: here, problems: there }) => {
    for (const file of here) if (!found.has(file.path)) found.set(file.path, file);
    for (const problem of there) {
      problems.set(problem.file, problem);
      failed.add(problem.file);
    }
    paths = undefined;
    if (!pending && before?.sameFiles(found)) latest = before.graph();
  });
  taken.catch(() => undefined);

  const text = (path: string): string | undefined => {
    const edited = overlay.get(path);
    if (edited !== undefined) return edited;
    if (texts.has(path)) return texts.get(path);
    const answer = files.read(path, found.get(path)?.size);
    problems.delete(path);
    skipped.delete(path);
    failed.delete(path);
    if (answer.kind === 'binary') skipped.add(path);
    if (answer.kind === 'large') {
      skipped.add(path);
      const size = (answer.size / 1e6).toFixed(1);
      problems.set(path, {
        file: path,
        message: `Skipped: with ${size} MB it is larger than the limit of ${maximumFileSize / 1e6} MB for one source file.`,
      });
    }
    if (answer.kind === 'binary' && isSource(path))
      problems.set(path, { file: path, message: 'Skipped: the file is binary, whatever its name says.' });
    if (answer.kind === 'failed') {
      failed.add(path);
      problems.set(path, { file: path, message: `The file cannot be read: ${answer.message}.` });
    }
    const value = answer.kind === 'text' ? answer.text : undefined;
    texts.set(path, value);
    return value;
  };
  const sources = {
    paths: () => {
      if (!paths) {
        listed = new Set([...found.keys(), ...overlay.keys()]);
        paths = [...listed].sort();
        sourcesFound = paths.filter(isSource);
        spoken = languagesOf(sourcesFound);
      }
      return paths;
    },
    text,
    former: (path: string) => former.get(path),
    buses: settings.buses,
  };

  const start = async (): Promise<readonly Open[]> => {
    const all = await (early ?? languages());
    const present = all.filter((language) =>
      sources.paths().some((path) => language.extensions.some((extension) => path.toLowerCase().endsWith(extension))),
    );
    progress?.('reading', found.size);
    const remembered = new Map(present.map((language) => [language, before?.remembered(language, found)]));
    second = beginAhead(present, (language, path) => remembered.get(language)?.unchanged(path) === true);
    await Promise.all(present.map((language) => language.prepare(load)));
    return present.map((language) => {
      const workspace = openWorkspace(language, sources, remembered.get(language), (path) => second?.take(path));
      return { language, workspace, linker: language.linker(workspace.workspace) };
    });
  };
  const beginAhead = (
    present: readonly Language[],
    isKnown: (language: Language, path: string) => boolean,
  ): Ahead | undefined => {
    if (!startAhead) return undefined;
    const tasks = present.flatMap((language) => {
      if (!language.readAhead) return [];
      const mine = (path: string): boolean =>
        language.extensions.some((extension) => path.toLowerCase().endsWith(extension));
      const files = [...found.values()].filter(({ path }) => mine(path) && !isKnown(language, path));
      return [{ id: language.id, files }];
    });
    if (tasks.reduce((sum, { files }) => sum + files.length, 0) < mostAlone) return undefined;
    return readAhead({ root: files.root, buses: settings.buses, languages: tasks }, startAhead);
  };

  const link = async (): Promise<Graph> => {
    await taken;
    if (latest) return latest;
    open ??= start();
    const parts = await open;
    if (everything) packages = packagesOf(sources.paths().filter(isPackage), text, (path) => found.has(path));
    const changes = everything ? undefined : (pending ?? new Set<string>());
    if (pending) for (const part of parts) part.workspace.change(pending);
    pending = undefined;
    everything = false;
    progress?.('linking', found.size);
    const graphs = parts.map((part) => linkOne(part, changes, problems));
    second?.close();
    second = undefined;
    former.clear();
    const own = [...problems.values(), ...parts.flatMap((part) => [...part.workspace.problems.values()])];
    sources.paths();
    const files = {
      read: sourcesFound.length - skipped.size - failed.size,
      skipped: skipped.size,
      failed: failed.size,
    };
    latest = { ...joinBroadcasts(join(graphs, spoken, files, own)), packages };
    if (texts.size > mostTexts) texts.clear();
    progress?.('done', found.size);
    return latest;
  };

  /** What the file on disk says, as long as it is the one that was linked. */
  const untouched = (path: string): string | undefined => {
    const known = found.get(path);
    if (!known || files.stat(path)?.stamp !== known.stamp) return undefined;
    const answer = files.read(path, known.size);
    return answer.kind === 'text' ? answer.text : undefined;
  };
  const remember = (path: string): void => {
    if (!former.has(path)) former.set(path, overlay.get(path) ?? texts.get(path) ?? untouched(path));
  };
  const invalidate = (path: string): void => {
    latest = undefined;
    if (!paths || listed.has(path) !== (found.has(path) || overlay.has(path))) paths = undefined;
    texts.delete(path);
    (pending ??= new Set()).add(path);
    if (!isSource(path)) everything = true;
  };

  const changed = (changedPaths: readonly string[]): void => {
    for (const path of changedPaths) {
      remember(path);
      const now = files.stat(path);
      if (now) found.set(path, now);
      else found.delete(path);
      invalidate(path);
    }
  };

  return {
    settings,
    settingsProblems,
    graph: link,
    findings: (graph) => findingsOf(graph, settings, text),
    check: async (known) => findingsOf(await link(), settings, text, known),
    changed,
    rescan() {
      const now = files.discover(isOfInterest, settings.exclude);
      const present = new Set(now.files.map(({ path }) => path));
      const different = [
        ...[...found.keys()].filter((path) => !present.has(path)),
        ...now.files.filter(({ path, stamp }) => found.get(path)?.stamp !== stamp).map(({ path }) => path),
      ].sort();
      changed(different);
      return different;
    },
    knows: (path) => found.has(path),
    text,
    sources() {
      sources.paths();
      return sourcesFound;
    },
    edited(path, content) {
      remember(path);
      if (content === undefined) overlay.delete(path);
      else overlay.set(path, content);
      invalidate(path);
    },
    save() {
      if (!cache || !latest || overlay.size || !open) return;
      const graph = latest;
      void open.then((parts) => {
        cache.write(
          settings,
          found,
          graph,
          parts.map(({ language, workspace }) => ({ id: language.id, memory: workspace.memory() })),
        );
      });
    },
  };
}

/** A linker that fails costs its language's share and is named; the other languages are still mapped. */
function linkOne(
  part: Open,
  changes: ReadonlySet<string> | undefined,
  problems: Map<string, FileProblem>,
): LanguageGraph {
  const { language, linker, graph } = part;
  const isMine = (path: string): boolean =>
    language.extensions.some((extension) => path.toLowerCase().endsWith(extension));
  if (graph && changes && ![...changes].some(isMine)) return graph;
  const key = `*${language.id}`;
  problems.delete(key);
  delete part.graph;
  try {
    return (part.graph = linker.link(changes));
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    problems.set(key, { file: '.', message: `The ${language.title} wiring could not be linked: ${why}` });
    return emptyLanguageGraph;
  }
}

function languagesOf(paths: readonly string[]): LanguageName[] {
  const has = (pattern: RegExp): boolean => paths.some((path) => pattern.test(path));
  return [
    ...(has(/\.[mc]?tsx?$/i) ? (['typescript'] as const) : []),
    ...(has(/\.(?:[mc]?jsx?|vue|svelte|astro)$/i) ? (['javascript'] as const) : []),
    ...(has(/\.php$/i) ? (['php'] as const) : []),
    ...(has(/\.rs$/i) ? (['rust'] as const) : []),
  ];
}
