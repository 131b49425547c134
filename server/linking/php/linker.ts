/** Keeps the findings of every file between edits and puts the share of the event graph together; knows no framework. */
import type { LanguageGraph } from '../../graph/graph';
import type { Linker, Workspace } from '../../languages/language';
import { createEvaluator } from '../../languages/php/evaluation/evaluator';
import type { PhpFacts } from '../../languages/php/facts';
import { openProject } from '../../languages/php/project';
import { phpFrameworks } from '../../frameworks/php';
import type { Context, Wrapper } from '../../frameworks/phpFramework';
import { openAssembly } from './assemble';
import { openMemory } from './memory';
import { collect, scanFile, type FileFindings } from './scan';

/** Wrappers of wrappers are followed this far. */
const rounds = 6;

export function createLinker(workspace: Workspace<PhpFacts>): Linker {
  let state: State | undefined;
  let latest: LanguageGraph | undefined;
  return {
    link: (changed) => {
      // Of files in other languages it reads manifests and service files, and those come with `undefined`.
      const own = changed && new Set([...changed].filter((file) => file.toLowerCase().endsWith('.php')));
      if (own?.size === 0 && latest) return latest;
      if (!own || !state || !state.update(own)) {
        state = openState(workspace);
        state.scanAll();
      }
      latest = state.graph();
      return latest;
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
  const context: Context = {
    project,
    evaluator,
    buses: workspace.buses,
    get wrappers() {
      return wrappers;
    },
    get registrations() {
      return assembly.registrations();
    },
  };
  const assembly = openAssembly(context, memory);
  /** Files of which a part does not read as PHP. */
  const broken = new Map<string, PhpFacts>();
  /** What the workspace as a whole said last, as text. */
  let overall = '';

  /** Wrappers by the file that says so; most files say nothing. */
  const said = new Map<string, readonly Wrapper[]>();
  /** Files with findings that stand in other files. */
  const elsewhere = new Map<string, readonly string[]>();
  let wrappersMoved = false;

  const keep = (file: string, found: FileFindings | undefined): void => {
    if (found) files.set(file, found);
    else files.delete(file);
    if (found?.facts.error === undefined) broken.delete(file);
    else broken.set(file, found.facts);
    assembly.put(file, found?.silent ? undefined : found);
    if (found && found.elsewhere.length > 0) elsewhere.set(file, found.elsewhere);
    else elsewhere.delete(file);
    const before = said.get(file) ?? [];
    const after = found?.wrappers ?? [];
    if (before.length === 0 && after.length === 0) return;
    wrappersMoved ||= JSON.stringify(before) !== JSON.stringify(after);
    if (after.length > 0) said.set(file, after);
    else said.delete(file);
  };

  const scan = (file: string): void => {
    const facts = project.facts(file);
    keep(file, facts && scanFile(file, facts, context));
  };

  const collectWrappers = (): Map<string, Wrapper[]> => {
    const found = new Map<string, Wrapper[]>();
    const seen = new Set<string>();
    for (const file of [...said.keys()].sort())
      for (const wrapper of said.get(file) ?? []) {
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
    for (let round = 0; round < rounds && wrappersMoved; round++) {
      wrappersMoved = false;
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

  return {
    scanAll: () => {
      for (const file of workspace.candidates) scan(file);
      settle();
    },
    update: (changed) => {
      const news = project.edited(changed);
      if (!news) return false;
      memory.forget(news);
      const again = new Set<string>();
      for (const file of changed) {
        const facts = workspace.facts(file);
        const wanted =
          workspace.candidates.includes(file) ||
          facts?.called.some((name) => name === '*' || wrappers.has(name)) === true ||
          (facts?.blade.length ?? 0) > 0;
        if (wanted) again.add(file);
        else keep(file, undefined);
      }
      for (const file of news.changed) if (files.has(file)) again.add(file);
      for (const [file, others] of elsewhere) if (others.some((other) => changed.has(other))) again.add(file);
      for (const file of again) scan(file);
      settle();
      return true;
    },
    graph: () => {
      const { findings, sink } = collect('');
      for (const framework of phpFrameworks) framework.workspace?.(context, sink);
      const text = JSON.stringify(findings);
      if (text !== overall) assembly.put('', { ...findings, file: '' });
      overall = text;
      return assembly.graph(broken);
    },
  };
}
