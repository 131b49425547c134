/** The workspace as Rust frameworks see it: crates, names, types, and the facts of files on demand. */
import type { RustWorld } from '../../frameworks/rust/contract';
import { readCrates } from '../../languages/rust/crates';
import type { RustFacts } from '../../languages/rust/facts';
import { createInference } from '../../languages/rust/infer';
import { openInsides } from '../../languages/rust/insides';
import type { Workspace } from '../../languages/language';
import { createNames } from '../../languages/rust/names';
import { createReliance } from '../../languages/rust/reliance';
import type { Answer } from '../../languages/rust/reliance';
import { reconcile } from './reconcile';
import type { Reconciled } from './reconcile';

export interface LivingWorld extends RustWorld {
  /** The file's text is another now. Undefined when everything may have to do with it. */
  change(file: string): Change | undefined;
}

export interface Change {
  /** Something may mean something else now. */
  readonly changed: boolean;
  readonly moved: Reconciled['moved'];
}

export function createWorld(workspace: Workspace<RustFacts>): LivingWorld {
  const crates = readCrates(workspace);
  const reliance = createReliance();
  /** Facts that were asked for; their declarations keep being the same objects from edit to edit. */
  const living = new Map<string, RustFacts | undefined>();
  const factsNow = (file: string): RustFacts | undefined => {
    const found = workspace.facts(file);
    if (found) openInsides(found, file, workspace.text(file) ?? '');
    return found;
  };
  const factsOf = (file: string): RustFacts | undefined => {
    if (living.has(file)) return living.get(file);
    const found = factsNow(file);
    living.set(file, found);
    return found;
  };
  const names = createNames(crates, factsOf, reliance);
  const inference = createInference(
    names,
    () => workspace.candidates,
    (file) => workspace.text(file) ?? '',
  );
  const reads = createReads(workspace);
  /** Said by all files together, until the next edit. */
  const whole = new Map<object, unknown>();
  const derived = new Map<object, Map<string, Answer<unknown>>>();
  return {
    names,
    inference,
    get candidates() {
      return workspace.candidates;
    },
    facts: (file) => {
      reliance.note(file, '');
      return factsOf(file);
    },
    text: (file) => workspace.text(file) ?? '',
    reads: reads.read,
    once: <T>(work: (world: RustWorld) => T, world: RustWorld): T => {
      if (!whole.has(work)) whole.set(work, work(world));
      return whole.get(work) as T;
    },
    derive: <T>(file: string, work: (world: RustWorld, file: string) => T, world: RustWorld): T => {
      let answers = derived.get(work);
      if (!answers) derived.set(work, (answers = new Map<string, Answer<unknown>>()));
      let known = answers.get(file);
      if (!known || !reliance.holds(known)) answers.set(file, (known = reliance.record(() => work(world, file))));
      else reliance.noteAll(known.keys);
      return known.value as T;
    },
    search: (words) => workspace.search(words),
    buses: workspace.buses,
    depends: (packageName) => crates.dependencies.has(packageName),
    change(file) {
      const before = living.get(file);
      whole.clear();
      reads.forget(file);
      for (const answers of derived.values()) answers.delete(file);
      const headed = inference.retext(file);
      reliance.change('impls', headed);
      if (!living.has(file)) return { changed: headed.size > 0, moved: new Map() };
      const now = factsNow(file);
      if (!before || !now) return undefined;
      const told = reconcile(before, now);
      living.set(file, told.facts);
      const changed = [...told.changed];
      const declared = told.impls.length > 0 || changed.some((name) => !name.startsWith('body:'));
      if (declared) {
        names.forget(file);
        changed.push('');
      }
      reliance.change(file, changed);
      if (declared) reliance.change('impls', inference.forget(file, told.impls));
      return { changed: changed.length > 0 || headed.size > 0, moved: told.moved };
    },
  };
}

interface Reads {
  readonly read: RustWorld['reads'];
  forget(file: string): void;
}

/** Answers of patterns, file by file. */
function createReads(workspace: Workspace<RustFacts>): Reads {
  const answers = new Map<RegExp, Map<string, boolean>>();
  return {
    read(file, pattern) {
      let known = answers.get(pattern);
      if (!known) answers.set(pattern, (known = new Map<string, boolean>()));
      let answer = known.get(file);
      if (answer === undefined) known.set(file, (answer = pattern.test(workspace.text(file) ?? '')));
      return answer;
    },
    forget(file) {
      for (const known of answers.values()) known.delete(file);
    },
  };
}
