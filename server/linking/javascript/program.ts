/** The workspace while it is being linked: read files, name lookups, budgets; evaluates nothing itself. */
import type { JavaScriptFacts } from '../../languages/javascript/facts';
import type { Workspace } from '../../languages/language';
import { openModules, type Modules } from './modules';
import { openQueries, type Queries } from './queries';
import { passes, type Sieve } from './sieve';
import { openSource, type Source } from './sources';

/** A name looked up by text: only files that also say one of the owners count when the name is a common one. */
interface Demand {
  readonly needles: readonly string[];
  readonly owners: readonly string[];
  readonly sieve: Sieve;
}

export interface Program {
  readonly workspace: Workspace<JavaScriptFacts>;
  modules: Modules;
  readonly queries: Queries;
  /** Steps left for the running site, and how deep it is. */
  steps: number;
  /** Whether callers are being looked for. */
  searching: boolean;
  depth: number;
  readonly active: Map<object, Set<object | undefined>>;
  /** Whether this package's export is an emitter that says nothing about which one it is. */
  isEmitterType(module: string, path: string): boolean;
  /** Whether a package is one of those that the frameworks describe. */
  isLibrary(module: string): boolean;
  source(file: string): Source | undefined;
  /** Files whose text says one of the needles. Answers with nothing the first time and is asked again in the next round. */
  naming(needles: readonly string[], owners: readonly string[], sieve?: Sieve): readonly Source[];
  /** Looks up what was asked for since; the keys whose answers changed. */
  settle(): Set<string>;
  /** Forgets what depended on these files. */
  changed(files: ReadonlySet<string>): Set<string>;
  readonly sources: Map<string, Source | undefined>;
  /** Answers about the workspace as a whole. */
  readonly shared: Map<object | string, unknown>;
}

/** A name said in more files than this is looked up only where its owner is named as well. */
const commonName = 40;
const largestDemanded = 150_000;

const servedFolder = /(?:^|\/)(?:public|static|wwwroot|webroot)\//;

/**
 * A library's build, committed among the files a web server hands out: its minified twin stands beside it
 * (`bootstrap.js` and `bootstrap.min.js`, `leaflet-src.js` and `leaflet.js`). What it says is its own affair.
 */
export function isLibraryCopy(workspace: Workspace<JavaScriptFacts>, file: string): boolean {
  if (!file.endsWith('.js') || !servedFolder.test(file)) return false;
  const stem = file.slice(0, -'.js'.length);
  const source = /-src(?:\.esm)?$/.exec(stem);
  return workspace.has(`${stem}.min.js`) || (source !== null && workspace.has(`${stem.slice(0, source.index)}.js`));
}

export function openProgram(
  workspace: Workspace<JavaScriptFacts>,
  { isEmitterType, isLibrary }: Pick<Program, 'isEmitterType' | 'isLibrary'>,
): Program {
  const sources = new Map<string, Source | undefined>();
  const demands = new Map<string, Demand>();
  const found = new Map<string, readonly string[]>();
  let pending = new Map<string, Demand>();
  /** What the last search answered, needle by needle. */
  const answered = new Map<string, readonly string[]>();
  /** Whether a file passes the sieve of a demand. */
  const sifted = new Map<string, Map<string, boolean>>();
  let candidates: ReadonlySet<string> | undefined;
  const queries = openQueries();

  const source = (file: string): Source | undefined => {
    queries.read(`f:${file}`);
    if (sources.has(file)) return sources.get(file);
    const facts = isGenerated(file) ? undefined : workspace.facts(file);
    const opened = facts && openSource(file, facts);
    sources.set(file, opened);
    return opened;
  };

  /** Large files that say nothing about events themselves are generated types: read only for their own sites. */
  const isGenerated = (file: string): boolean => {
    if (isLibraryCopy(workspace, file)) return true;
    candidates ??= new Set(workspace.candidates);
    return !candidates.has(file) && (workspace.text(file)?.length ?? 0) > largestDemanded;
  };

  const sift = (key: string, sieve: Sieve, file: string): boolean => {
    if (!sieve.length) return true;
    let known = sifted.get(key);
    if (!known) sifted.set(key, (known = new Map()));
    let answer = known.get(file);
    if (answer === undefined) known.set(file, (answer = passes(workspace.text(file), sieve)));
    return answer;
  };

  const lookUp = (wanted: ReadonlyMap<string, Demand>): Map<string, readonly string[]> => {
    const needles = new Set<string>();
    for (const demand of wanted.values()) for (const needle of demand.needles) needles.add(needle);
    const hits = workspace.search([...needles]);
    for (const [needle, files] of hits) answered.set(needle, files);
    const union = (names: readonly string[], from: ReadonlyMap<string, readonly string[]>): string[] =>
      [...new Set(names.flatMap((name) => from.get(name) ?? []))].sort();
    const common = [...wanted].filter(
      ([, demand]) => demand.owners.length && union(demand.needles, hits).length > commonName,
    );
    const owners = common.length
      ? workspace.search([...new Set(common.flatMap(([, demand]) => demand.owners))])
      : new Map<string, readonly string[]>();
    for (const [needle, files] of owners) answered.set(needle, files);
    return new Map(
      [...wanted].map(([key, demand]) => {
        const files = union(demand.needles, hits);
        const sieved = (file: string): boolean => sift(key, demand.sieve, file);
        if (files.length <= commonName || !demand.owners.length) return [key, files.filter(sieved)];
        const owned = new Set(union(demand.owners, owners));
        return [key, files.filter((file) => owned.has(file) && sieved(file))];
      }),
    );
  };

  return {
    workspace,
    modules: openModules(workspace),
    queries,
    steps: 0,
    searching: false,
    depth: 0,
    active: new Map(),
    shared: new Map(),
    isEmitterType,
    isLibrary,
    sources,
    source,
    naming(needles, owners, sieve = []) {
      const key = `n:${needles.join('|')}\0${owners.join('|')}\0${sieve.join('&')}`;
      queries.read(key);
      const known = found.get(key);
      if (known) return known.flatMap((file) => source(file) ?? []);
      pending.set(key, { needles, owners, sieve });
      return [];
    },
    settle() {
      const wanted = pending;
      pending = new Map();
      if (!wanted.size) return new Set();
      const keys = new Set<string>();
      for (const [key, files] of lookUp(wanted)) {
        demands.set(key, wanted.get(key) as Demand);
        found.set(key, files);
        if (files.length) keys.add(key);
      }
      return keys;
    },
    changed(files) {
      candidates = undefined;
      const keys = new Set<string>();
      for (const file of files) {
        keys.add(`f:${file}`);
        sources.delete(file);
      }
      for (const known of sifted.values()) for (const file of files) known.delete(file);
      const before = new Map(answered);
      const now = workspace.search([...before.keys()]);
      for (const [needle, hits] of now) answered.set(needle, hits);
      const moved = new Set([...now].flatMap(([needle, hits]) => (before.get(needle) === hits ? [] : [needle])));
      const touched = new Map(
        [...demands].filter(
          ([, { needles, owners, sieve }]) =>
            needles.some((needle) => moved.has(needle)) ||
            owners.some((owner) => moved.has(owner)) ||
            (sieve.length && needles.some((needle) => [...files].some((file) => workspace.says(file, needle)))),
        ),
      );
      for (const [key, now] of lookUp(touched)) {
        const before = found.get(key) ?? [];
        if (before.length !== now.length || before.some((file, index) => file !== now[index])) {
          found.set(key, now);
          keys.add(key);
        }
      }
      return keys;
    },
  };
}
