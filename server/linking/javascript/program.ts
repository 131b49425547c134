/** The workspace while it is being linked: read files, name lookups, budgets; evaluates nothing itself. */
import type { Place } from '../../graph/graph';
import type { JavaScriptFacts } from '../../languages/javascript/facts';
import type { Workspace } from '../../languages/language';
import { openModules, type Modules } from './modules';
import { moveOf, type Move } from './moves';
import { openQueries, type Queries, type Trace } from './queries';
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
  /** The file for one who only wants to know whether it exports the name, or re-exports further. */
  exporting(file: string, name: string): Source | undefined;
  /** Where a place that linking knows stands now. */
  placed(file: string, line: number, column: number): Place;
  /** Files whose text says one of the needles. Answers with nothing the first time and is asked again in the next round. */
  naming(needles: readonly string[], owners: readonly string[], sieve?: Sieve): readonly Source[];
  /** Looks up what was asked for since; the keys whose answers changed. */
  settle(): Set<string>;
  /** Forgets what depended on these files; gives the sites among it. */
  changed(files: ReadonlySet<string>): Set<Trace>;
  readonly sources: Map<string, Source | undefined>;
  /** Answers about the workspace as a whole. */
  readonly shared: Map<object | string, unknown>;
}

/** A name said in more files than this is looked up only where its owner is named as well. */
const commonName = 40;
const largestDemanded = 150_000;

/** What sieves look for besides the name itself: only lines that say it, or the name, can change what passes. */
const loading = /(?:require|import)\s*\(|nextTick|setImmediate|queueMicrotask|setTimeout/;
const besides = /\b(?:extends|implements|subscribe)\b/;

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
  const demandsOf = new Map<string, Set<string>>();
  const found = new Map<string, readonly string[]>();
  /** Demands whose name is so common that only files that name an owner count. */
  const crowded = new Set<string>();
  let pending = new Map<string, Demand>();
  /** Whether a file passes the sieve of a demand. */
  const sifted = new Map<string, Map<string, boolean>>();
  /** Where files stand that say the same as when they were read, only elsewhere. */
  const moves = new Map<string, Move>();
  let candidates: ReadonlySet<string> = new Set();
  let listed: readonly string[] | undefined;
  const queries = openQueries();

  const opened = (file: string): Source | undefined => {
    if (sources.has(file)) return sources.get(file);
    const facts = isGenerated(file) ? undefined : workspace.facts(file);
    const source = facts && openSource(file, facts);
    sources.set(file, source);
    return source;
  };
  const source = (file: string): Source | undefined => {
    queries.read(`f:${file}`);
    return opened(file);
  };

  /** Large files that say nothing about events themselves are generated types: read only for their own sites. */
  const isGenerated = (file: string): boolean => {
    if (isLibraryCopy(workspace, file)) return true;
    if (listed !== workspace.candidates) candidates = new Set((listed = workspace.candidates));
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
    const union = (names: readonly string[], from: ReadonlyMap<string, readonly string[]>): string[] =>
      [...new Set(names.flatMap((name) => from.get(name) ?? []))].sort();
    const common = [...wanted].filter(
      ([, demand]) => demand.owners.length && union(demand.needles, hits).length > commonName,
    );
    const owners = common.length
      ? workspace.search([...new Set(common.flatMap(([, demand]) => demand.owners))])
      : new Map<string, readonly string[]>();
    return new Map(
      [...wanted].map(([key, demand]) => {
        const files = union(demand.needles, hits);
        const sieved = (file: string): boolean => sift(key, demand.sieve, file);
        if (files.length <= commonName || !demand.owners.length) {
          crowded.delete(key);
          return [key, files.filter(sieved)];
        }
        crowded.add(key);
        const owned = new Set(union(demand.owners, owners));
        return [key, files.filter((file) => owned.has(file) && sieved(file))];
      }),
    );
  };

  /** Whether one of the files is found by a demand now and was not, or the other way round. */
  const isTouched = (key: string, { needles, owners, sieve }: Demand, files: ReadonlySet<string>): boolean =>
    [...files].some((file) => {
      const isFound =
        workspace.has(file) &&
        needles.some((needle) => workspace.says(file, needle)) &&
        (!crowded.has(key) || owners.some((owner) => workspace.says(file, owner))) &&
        sift(key, sieve, file);
      return isFound !== Boolean(found.get(key)?.includes(file));
    });

  /** Reads a changed file again and says what is another one because of it. */
  const reread = (file: string, keys: Set<string>): void => {
    const before = sources.get(file);
    const facts = before && !isGenerated(file) ? workspace.facts(file) : undefined;
    const move = before && facts ? moveOf(before.facts, facts) : 'other';
    if (move !== 'other') {
      if (move !== 'same') moves.set(file, move);
      if (move !== 'same' || moves.delete(file)) keys.add(`m:${file}`);
      return;
    }
    keys.add(`f:${file}`);
    if (moves.delete(file)) keys.add(`m:${file}`);
    if (before && facts) sources.set(file, openSource(file, facts));
    else sources.delete(file);
    if (!before || !facts || isOpen(before.facts) !== isOpen(facts)) keys.add(`x:${file}`);
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
    exporting(file, name) {
      queries.readName(`x:${file}`, name);
      if (!sources.has(file) && !mayExport(workspace, file, name)) return undefined;
      const target = opened(file);
      return target && (name === 'default' || isOpen(target.facts) || Object.hasOwn(target.facts.exports, name))
        ? target
        : undefined;
    },
    placed(file, line, column) {
      queries.read(`m:${file}`);
      const move = moves.get(file);
      if (!move) return { file, line, column };
      const shift = column === 1 ? 0 : (move.shifts.get(line) ?? 0);
      return { file, line: move.lines.get(line) ?? line, column: column + shift };
    },
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
        const demand = wanted.get(key) as Demand;
        demands.set(key, demand);
        for (const needle of [...demand.needles, ...demand.owners]) {
          const known = demandsOf.get(needle);
          if (known) known.add(key);
          else demandsOf.set(needle, new Set([key]));
        }
        found.set(key, files);
        if (files.length) keys.add(key);
      }
      return keys;
    },
    changed(files) {
      const keys = new Set<string>();
      const stale = new Set<Trace>();
      for (const file of files) {
        const before = sources.get(file);
        reread(file, keys);
        const now = sources.get(file);
        if (!before || !now || before === now) continue;
        const names = exportsThatDiffer(before.facts, now.facts);
        if (names.size) for (const trace of queries.invalidateNames(`x:${file}`, names)) stale.add(trace);
      }
      const lines = [...files].map((file) => workspace.rewritten(file));
      const says = (pattern: RegExp): boolean =>
        lines.some((one) => !one || pattern.test(one.before) || pattern.test(one.now));
      const [loads, words] = [says(loading), says(besides)];
      const said = (needle: string): boolean =>
        lines.some((one) => !one || one.before.includes(needle) || one.now.includes(needle));
      const touched = new Map<string, Demand>();
      for (const needle of workspace.moved())
        for (const key of demandsOf.get(needle) ?? []) touched.set(key, demands.get(key) as Demand);
      for (const [needle, keys] of demandsOf) {
        const near = said(needle);
        if (!near && !loads && !words) continue;
        for (const key of keys) {
          const demand = demands.get(key) as Demand;
          if (!demand.sieve.length || !(near || (demand.sieve.length > 1 ? words : loads))) continue;
          for (const file of files) sifted.get(key)?.delete(file);
          if (!touched.has(key) && isTouched(key, demand, files)) touched.set(key, demand);
        }
      }
      for (const [key, now] of lookUp(touched)) {
        const before = found.get(key) ?? [];
        if (before.length !== now.length || before.some((file, index) => file !== now[index])) {
          found.set(key, now);
          keys.add(key);
        }
      }
      for (const trace of queries.invalidate(keys)) stale.add(trace);
      return stale;
    },
  };
}

/** Whether more than its own list says what a file exports: other files, `module.exports`, JSDoc. */
function isOpen({ exports, stars, typed }: JavaScriptFacts): boolean {
  return stars.length > 0 || !typed || Object.hasOwn(exports, 'module.exports');
}

function exportsThatDiffer(before: JavaScriptFacts, now: JavaScriptFacts): ReadonlySet<string> {
  const names = [...Object.keys(before.exports), ...Object.keys(now.exports)];
  return new Set(names.filter((name) => Object.hasOwn(before.exports, name) !== Object.hasOwn(now.exports, name)));
}

const exportings = new Map<string, RegExp>();

/** A barrel re-exports hundreds of files: only those that say the name, or re-export further, are read. */
function mayExport(workspace: Workspace<JavaScriptFacts>, file: string, name: string): boolean {
  if (workspace.says(file, 'export *')) return true;
  if (!workspace.says(file, name)) return false;
  const text = workspace.text(file) ?? '';
  let exporting = exportings.get(name);
  if (!exporting)
    exportings.set(
      name,
      (exporting = new RegExp(
        String.raw`export\s+(?:default\s+|declare\s+|abstract\s+|async\s+|const\s+(?=enum))*(?:class|function\s*\*?|const|let|var|enum|interface|type|namespace)\s+${name.replace(/[^\w$]/g, '.')}\b|export\s*(?:type\s*)?(?:const\s*)?\{[^}]*\b${name.replace(/[^\w$]/g, '.')}\b|exports\.`,
      )),
    );
  return exporting.test(text);
}
