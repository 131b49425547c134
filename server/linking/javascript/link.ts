/** Runs all sites of a workspace in rounds until no new file is asked for, and again only those that an edit touched. */
import { emitterType, isLibrary } from '../../frameworks/javascript';
import { emptyLanguageGraph, type FileProblem, type LanguageGraph } from '../../graph/graph';
import type { JavaScriptFacts } from '../../languages/javascript/facts';
import type { Linker, Workspace } from '../../languages/language';
import { assemble } from './assemble';
import type { Findings } from './emissions';
import { declaredTypes, declaresTypes, objectSite, type DeclaredType } from './eventTypes';
import { isLibraryCopy, openProgram, type Program } from './program';
import type { Trace } from './queries';
import { isCandidate, siteOf } from './sites';
import { subscriberFunctions, subscriberSite } from './subscribers';
import type { Source } from './sources';

const mostRounds = 12;

interface Root {
  readonly source: Source;
  readonly run: () => Findings;
  trace?: Trace;
  findings: Findings;
}

export function openLinker(workspace: Workspace<JavaScriptFacts>): Linker {
  let program: Program | undefined;
  let roots = new Map<string, readonly Root[]>();
  let byTrace = new Map<Trace, Root>();
  let known = '';
  const buses = new Set(
    workspace.buses.flatMap((bus) => [...(bus.dispatch ?? []), ...(bus.listen ?? [])].map((one) => one.call)),
  );

  const start = (): Program => {
    roots = new Map();
    byTrace = new Map();
    return openProgram(workspace, {
      isEmitterType: (module, path) => emitterType(module, path) !== undefined,
      isLibrary,
    });
  };

  const rootsOf = (current: Program, file: string): readonly Root[] => {
    const source = current.source(file);
    if (!source) return [];
    return source.facts.calls.flatMap((call, index): Root[] =>
      isCandidate(source, call, buses)
        ? [{ source, run: () => siteOf(current, source, call, index), findings: { emissions: [], commands: [] } }]
        : [],
    );
  };

  const objectRoots = (current: Program, file: string): readonly Root[] => {
    const source = current.source(file);
    if (!source) return [];
    const subscribers = subscriberFunctions(source).map((index): Root => ({
      source,
      run: () => subscriberSite(current, source, index),
      findings: { emissions: [], commands: [] },
    }));
    return [
      ...subscribers,
      ...source.facts.objects.map((fact): Root => ({
        source,
        run: () => objectSite(current, source, fact, typesOf(current)),
        findings: { emissions: [], commands: [] },
      })),
    ];
  };

  const run = (current: Program, root: Root): void => {
    if (root.trace) byTrace.delete(root.trace);
    try {
      const { value, trace } = current.queries.trace(root.run);
      root.findings = value;
      root.trace = trace;
      byTrace.set(trace, root);
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      // Code nested beyond any reason costs its own site only.
      root.findings = { emissions: [], commands: [] };
    }
  };

  return {
    link(changed): LanguageGraph {
      const files = workspace.files;
      if (!files.length) return emptyLanguageGraph;
      const listing = `${files.length}:${files[0] ?? ''}:${files[files.length - 1] ?? ''}`;
      const sameFiles =
        program !== undefined &&
        changed !== undefined &&
        listing === known &&
        [...changed].every((file) => workspace.has(file) || !program?.sources.has(file));
      known = listing;
      let pending: Root[] = [];
      let current: Program;
      const candidates = workspace.candidates;
      if (!program || !changed || !sameFiles) {
        current = program = start();
        for (const file of candidates) {
          const own = [...rootsOf(current, file), ...objectRoots(current, file)];
          roots.set(file, own);
          pending.push(...own);
        }
      } else {
        current = program;
        const stale = current.queries.invalidate(current.changed(changed));
        const fresh = new Set<Root>();
        for (const file of changed) {
          for (const root of roots.get(file) ?? []) if (root.trace) byTrace.delete(root.trace);
          roots.delete(file);
        }
        for (const trace of stale) {
          const root = byTrace.get(trace);
          if (root) fresh.add(root);
        }
        const wanted = new Set(candidates);
        for (const file of changed) {
          if (!wanted.has(file)) continue;
          const own = [...rootsOf(current, file), ...objectRoots(current, file)];
          roots.set(file, own);
          for (const root of own) fresh.add(root);
        }
        pending = [...fresh];
      }
      for (let round = 0; round < mostRounds; round++) {
        for (const root of pending) run(current, root);
        const keys = current.settle();
        if (!keys.size) break;
        pending = [];
        for (const trace of current.queries.invalidate(keys)) {
          const root = byTrace.get(trace);
          if (root) pending.push(root);
        }
      }
      const ordered = candidates.flatMap((file) => roots.get(file) ?? []);
      return assemble(
        current,
        ordered.flatMap((root) => root.findings.emissions),
        ordered.flatMap((root) => root.findings.commands),
        [...typesOf(current).values()],
        problemsOf(current, candidates),
      );
    },
  };
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

function problemsOf(program: Program, candidates: readonly string[]): FileProblem[] {
  return candidates.flatMap((file): FileProblem[] => {
    if (isLibraryCopy(program.workspace, file))
      return [{ file, message: "Not read: a library's build among served files, its minified twin stands beside it." }];
    const problem = program.sources.get(file)?.facts.problem;
    return problem ? [{ file, ...problem }] : [];
  });
}
