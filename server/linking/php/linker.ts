/** Keeps the findings of every file between edits and puts the share of the event graph together; knows no framework. */
import type { LanguageGraph } from '../../graph/graph';
import type { Linker, Workspace } from '../../languages/language';
import { createEvaluator } from '../../languages/php/evaluate';
import type { PhpFacts } from '../../languages/php/facts';
import { openProject } from '../../languages/php/project';
import { phpFrameworks } from '../../frameworks/php';
import type { Context, RawRegistration, Wrapper } from '../../frameworks/phpFramework';
import { assemble } from './assemble';
import { openMemory } from './memory';
import { collect, scanFile, type FileFindings, type Findings } from './scan';

/** Wrappers of wrappers are followed this far. */
const rounds = 6;

export function createLinker(workspace: Workspace<PhpFacts>): Linker {
  let state: State | undefined;
  return {
    link: (changed) => {
      if (!changed || !state || !state.update(changed)) {
        state = openState(workspace);
        state.scanAll();
      }
      return state.graph();
    },
  };
}

interface State {
  scanAll(): void;
  /** False when the change is of a kind that only a fresh start answers. */
  update(changed: ReadonlySet<string>): boolean;
  graph(): LanguageGraph;
}

function openState(workspace: Workspace<PhpFacts>): State {
  const project = openProject(workspace);
  const evaluator = createEvaluator(project);
  const memory = openMemory(project);
  const files = new Map<string, FileFindings>();
  let wrappers = new Map<string, Wrapper[]>();
  let registrations: RawRegistration[] = [];
  const context: Context = {
    project,
    evaluator,
    buses: workspace.buses,
    get wrappers() {
      return wrappers;
    },
    get registrations() {
      return registrations;
    },
  };

  const scan = (file: string): void => {
    const facts = project.facts(file);
    if (facts) files.set(file, scanFile(file, facts, context));
    else files.delete(file);
  };

  const collectWrappers = (): Map<string, Wrapper[]> => {
    const found = new Map<string, Wrapper[]>();
    const seen = new Set<string>();
    for (const file of [...files.keys()].sort())
      for (const wrapper of files.get(file)?.wrappers ?? []) {
        const key = JSON.stringify(wrapper);
        if (seen.has(key)) continue;
        seen.add(key);
        const list = found.get(wrapper.name);
        if (list) list.push(wrapper);
        else found.set(wrapper.name, [wrapper]);
      }
    return found;
  };

  /** Files that call a wrapper by its name, whether or not they were candidates. */
  const callersOf = (names: readonly string[]): Set<string> => {
    const found = new Set<string>();
    if (names.length === 0) return found;
    for (const list of workspace.search(names.map((name) => `${name}(`)).values())
      for (const file of list) found.add(file);
    for (const [file, known] of files)
      if (known.facts.called.includes('*') || names.some((name) => known.facts.called.includes(name))) found.add(file);
    return found;
  };

  const settle = (): void => {
    for (let round = 0; round < rounds; round++) {
      const next = collectWrappers();
      const fresh = [...next.keys()].filter(
        (name) => JSON.stringify(next.get(name)) !== JSON.stringify(wrappers.get(name)),
      );
      const gone = [...wrappers.keys()].filter((name) => !next.has(name));
      wrappers = next;
      if (fresh.length + gone.length === 0) return;
      for (const file of callersOf([...fresh, ...gone])) scan(file);
    }
  };

  const declaredIn = (facts: PhpFacts | undefined): string =>
    JSON.stringify([
      facts?.bodies.filter((body) => body.owner < 0 && body.parent < 0).map((body) => body.name),
      facts?.constants,
      facts?.classes.map((fact) => [fact.name, fact.kind, fact.abstract, fact.extends, fact.implements, fact.traits]),
    ]);

  return {
    scanAll: () => {
      for (const file of workspace.candidates) scan(file);
      settle();
    },
    update: (changed) => {
      if ([...changed].some((file) => !file.endsWith('.php'))) return false;
      const again = new Set<string>();
      const candidates = new Set(workspace.candidates);
      for (const file of changed) {
        const before = project.consulted.get(file);
        const after = workspace.facts(file);
        if (!workspace.has(file) || !after) return false;
        const wanted =
          candidates.has(file) ||
          after.called.includes('*') ||
          after.called.some((name) => wrappers.has(name)) ||
          after.blade.length > 0;
        if (wanted) again.add(file);
        else files.delete(file);
        if (!before) {
          if (project.awaits(after)) return false;
          continue;
        }
        if (declaredIn(before) !== declaredIn(after)) return false;
        if (!sameMeaning(before, after)) for (const [other, known] of files) if (known.uses.has(file)) again.add(other);
      }
      project.forget(changed);
      for (const file of again) scan(file);
      settle();
      return true;
    },
    graph: () => {
      const all: FileFindings[] = [...files.keys()].sort().flatMap((file) => {
        const known = files.get(file);
        return known && !known.silent ? known : [];
      });
      registrations = all.flatMap((known) => known.registrations);
      const { findings: overall, sink } = collect('');
      for (const framework of phpFrameworks) framework.workspace?.(context, sink);
      return assemble([...all, overall as Findings], files, context, memory);
    },
  };
}

/** Whether two readings of a file differ in more than positions. */
function sameMeaning(before: PhpFacts, after: PhpFacts): boolean {
  const positions: ReadonlySet<string> = new Set(['at', 'end', 'nameAt', 'lineStarts']);
  const print = (facts: PhpFacts): string =>
    JSON.stringify(facts, (key, value: unknown) => (positions.has(key) ? undefined : value));
  return print(before) === print(after);
}
