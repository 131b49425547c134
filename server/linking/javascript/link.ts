/** Runs all sites of a workspace in rounds until no new file is asked for, and again only those that an edit touched. */
import { emitterType, isLibrary } from '../../frameworks/javascript';
import { emptyLanguageGraph, type FileProblem, type LanguageGraph } from '../../graph/graph';
import type { JavaScriptFacts } from '../../languages/javascript/facts';
import type { Linker, Workspace } from '../../languages/language';
import { openAssembly, type Assembly } from './assemble';
import type { Findings } from './emissions';
import { declaredTypes, declaresTypes, objectSite, type DeclaredType } from './eventTypes';
import { isLibraryCopy, openProgram, type Program } from './program';
import type { Trace } from './queries';
import { isCandidate, siteOf } from './sites/site';
import { startSite } from './sites/judge';
import { subscriberFunctions, subscriberSite } from './subscribers';
import type { Source } from './sources';

const mostRounds = 12;

interface Root {
  readonly source: Source;
  readonly run: () => Findings;
  trace?: Trace;
  findings: Findings;
}

interface Opened {
  readonly program: Program;
  readonly assembly: Assembly;
  readonly roots: Map<string, readonly Root[]>;
  readonly byTrace: Map<Trace, Root>;
  readonly problems: Map<string, FileProblem>;
}

const nothing: Findings = { emissions: [], commands: [] };

export function openLinker(workspace: Workspace<JavaScriptFacts>): Linker {
  let opened: Opened | undefined;
  let known = '';
  const buses = new Set(
    workspace.buses.flatMap((bus) => [...(bus.dispatch ?? []), ...(bus.listen ?? [])].map((one) => one.call)),
  );

  const start = (): Opened => {
    const program = openProgram(workspace, {
      isEmitterType: (module, path) => emitterType(module, path) !== undefined,
      isLibrary,
    });
    return { program, assembly: openAssembly(program), roots: new Map(), byTrace: new Map(), problems: new Map() };
  };

  const rootsOf = ({ program }: Opened, file: string): readonly Root[] => {
    const source = program.source(file);
    if (!source) return [];
    const calls = source.facts.calls.flatMap((call, index) =>
      isCandidate(source, call, buses) ? [() => siteOf(program, source, call, index)] : [],
    );
    const subscribers = subscriberFunctions(source).map((index) => () => subscriberSite(program, source, index));
    const objects = source.facts.objects.map((fact) => () => objectSite(program, source, fact, typesOf(program)));
    return [...calls, ...subscribers, ...objects].map((site) => ({
      source,
      // Whatever was run before must not tell how far this site may go.
      run: (): Findings => {
        startSite(program);
        return site();
      },
      findings: nothing,
    }));
  };

  /** Takes a candidate's sites in, or out when it is none any more; gives those to run. */
  const reopen = (current: Opened, file: string, wanted: boolean): readonly Root[] => {
    for (const { trace } of current.roots.get(file) ?? []) if (trace) drop(current, trace);
    current.roots.delete(file);
    const own = wanted ? rootsOf(current, file) : [];
    if (wanted) current.roots.set(file, own);
    return own;
  };

  const drop = ({ program, byTrace }: Opened, trace: Trace): void => {
    byTrace.delete(trace);
    program.queries.release(trace);
  };

  const run = (current: Opened, root: Root): void => {
    if (root.trace) drop(current, root.trace);
    delete root.trace;
    try {
      const { value, trace } = current.program.queries.trace(root.run);
      root.findings = value;
      root.trace = trace;
      current.byTrace.set(trace, root);
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      // Code nested beyond any reason costs its own site only.
      root.findings = nothing;
    }
  };

  /** The sites among what was forgotten. */
  const sitesAmong = ({ assembly, byTrace }: Opened, traces: ReadonlySet<Trace>): readonly Root[] => {
    assembly.stale(traces);
    return [...traces].flatMap((trace) => byTrace.get(trace) ?? []);
  };

  /** What an edit asks to be run again. */
  const edit = (current: Opened, changed: ReadonlySet<string>): readonly Root[] => {
    const { program, roots } = current;
    const before = new Map([...changed].map((file) => [file, program.sources.get(file)]));
    const fresh = new Set(sitesAmong(current, program.changed(changed)));
    const candidates = workspace.candidates;
    for (const file of changed) {
      const wanted = isAmong(candidates, file);
      note(current, file, wanted);
      const source = before.get(file);
      if (source && source === program.sources.get(file) && wanted === roots.has(file)) continue;
      for (const root of roots.get(file) ?? []) fresh.delete(root);
      const own = reopen(current, file, wanted);
      for (const root of own) fresh.add(root);
      if (!own.length) current.assembly.put(file, nothing);
    }
    return [...fresh];
  };

  const note = ({ problems }: Opened, file: string, wanted: boolean): void => {
    const problem = wanted ? problemOf(workspace, file) : undefined;
    if (problem) problems.set(file, problem);
    else problems.delete(file);
  };

  /** Runs sites in rounds until nothing is asked for that was not asked before. */
  const settle = (current: Opened, wanted: readonly Root[]): LanguageGraph => {
    const { program, assembly, roots } = current;
    let pending = wanted;
    let graph: LanguageGraph | undefined;
    for (let round = 0; round < mostRounds; round++) {
      const touched = new Set<string>();
      for (const root of pending) {
        run(current, root);
        touched.add(root.source.file);
      }
      for (const file of touched) assembly.put(file, findingsOf(roots.get(file) ?? []));
      let keys = program.settle();
      if (!keys.size) {
        graph = assembly.graph(typesOf(program), sortedProblems(current));
        keys = program.settle();
        if (!keys.size) return graph;
      }
      pending = sitesAmong(current, program.queries.invalidate(keys));
    }
    return graph ?? assembly.graph(typesOf(program), sortedProblems(current));
  };

  return {
    link(changed): LanguageGraph {
      const files = workspace.files;
      if (!files.length) return emptyLanguageGraph;
      const listing = `${files.length}:${files[0] ?? ''}:${files[files.length - 1] ?? ''}`;
      const before = listing === known ? opened : undefined;
      known = listing;
      // Only a run that came to its end may be built on.
      opened = undefined;
      const current =
        before && changed && [...changed].every((file) => workspace.has(file) || !before.program.sources.has(file))
          ? before
          : start();
      const pending =
        current === before && changed
          ? edit(current, changed)
          : workspace.candidates.flatMap((file) => {
              const own = reopen(current, file, true);
              note(current, file, true);
              return own;
            });
      const graph = settle(current, pending);
      opened = current;
      return graph;
    },
  };
}

function findingsOf(roots: readonly Root[]): Findings {
  return {
    emissions: roots.flatMap(({ findings }) => findings.emissions),
    commands: roots.flatMap(({ findings }) => findings.commands),
  };
}

/** Whether a sorted list holds the file. */
function isAmong(sorted: readonly string[], file: string): boolean {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] ?? '') < file) low = middle + 1;
    else high = middle;
  }
  return sorted[low] === file;
}

/** Event types declared anywhere in the workspace, by their literal name. */
function typesOf(program: Program): ReadonlyMap<string, DeclaredType> {
  return program.queries.ask<ReadonlyMap<string, DeclaredType>>(
    program.shared,
    'types',
    () =>
      new Map(
        declaresTypes(program).flatMap((source) =>
          source.test ? [] : declaredTypes(source).map((type) => [type.text, type] as const),
        ),
      ),
    new Map(),
  );
}

function problemOf(workspace: Workspace<JavaScriptFacts>, file: string): FileProblem | undefined {
  if (isLibraryCopy(workspace, file))
    return { file, message: "Not read: a library's build among served files, its minified twin stands beside it." };
  const problem = workspace.facts(file)?.problem;
  return problem && { file, ...problem };
}

function sortedProblems({ problems }: Opened): readonly FileProblem[] {
  return [...problems.values()].sort((a, b) => (a.file < b.file ? -1 : 1));
}
