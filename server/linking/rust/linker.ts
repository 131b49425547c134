/**
 * Runs the Rust frameworks over a workspace and keeps what they found per file, with what it relied on.
 *
 * An edit is reconciled with the declarations that were known: what only moved stays what it was, and what changed its
 * meaning has exactly those files read again that relied on it. When even the known events differ, bodies are read anew.
 */
import { rustFrameworks } from '../../frameworks/rust';
import type { RustFramework, RustWorld } from '../../frameworks/rust/contract';
import type { LanguageGraph } from '../../graph/graph';
import type { Linker, Workspace } from '../../languages/language';
import type { RustFacts } from '../../languages/rust/facts';
import type { Answer } from '../../languages/rust/reliance';
import { alike } from './alike';
import { joinParts } from './joinParts';
import { placesIn, rebase } from './rebase';
import type { Reconciled } from './reconcile';
import { createWorld } from './world';
import type { LivingWorld } from './world';

/** What was read from the bodies of files; frameworks of one family share it. */
interface Reading {
  readonly member: RustFramework;
  /** As declarations alone say it. */
  base: unknown;
  /** The base is another than the one that the survey has grown from. */
  rebased: boolean;
  /** With what bodies taught. */
  survey: unknown;
  readonly found: Map<string, unknown>;
  /** What each file's reading relied on. */
  readonly relied: Map<string, Answer<unknown>>;
  /** Files its words lead to, candidates among them. */
  files: ReadonlySet<string>;
}

interface Running {
  readonly member: RustFramework;
  readonly reading: Reading;
}

interface State {
  readonly world: LivingWorld;
  readonly files: readonly string[];
  candidates: readonly string[];
  readonly running: readonly Running[];
  readonly readings: readonly Reading[];
}

const mostRounds = 8;

export function createRustLinker(workspace: Workspace<RustFacts>): Linker {
  let state: State | undefined;
  return {
    link(changed) {
      if (changed && state && refresh(workspace, state, changed)) return graphOf(state);
      state = start(workspace);
      return graphOf(state);
    },
  };
}

function start(workspace: Workspace<RustFacts>): State {
  const world = createWorld(workspace);
  const running: Running[] = [];
  const readings: Reading[] = [];
  for (const member of rustFrameworks) {
    const base = member.survey(world);
    if (base === undefined) continue;
    let reading = readings.find((one) => member.reads !== undefined && one.member.reads === member.reads);
    if (!reading) {
      reading = {
        member,
        base,
        rebased: false,
        survey: base,
        found: new Map(),
        relied: new Map(),
        files: new Set(),
      };
      readings.push(reading);
      readAll(world, reading);
    }
    running.push({ member, reading });
  }
  return { world, files: workspace.files, candidates: world.candidates, running, readings };
}

/** Reads until nothing new is learned: a wrapper found in one round has its callers read in the next. */
function readAll(world: RustWorld, one: Reading): void {
  for (let round = 0; round < mostRounds; round++) {
    one.files = filesOf(world, one);
    for (const file of one.found.keys()) if (!one.files.has(file)) drop(one, file);
    for (const file of one.files) if (!one.found.has(file)) readOne(world, one, file);
    const before = one.survey;
    const grown = one.member.grow?.(before, one.found);
    if (grown === undefined) return;
    one.survey = grown;
    for (const file of hearingOf(world, one.member, before, grown)) drop(one, file);
  }
}

function drop(one: Reading, file: string): void {
  one.found.delete(file);
  one.relied.delete(file);
}

/** Files in which bodies may say more under the second survey. */
function hearingOf(world: RustWorld, member: RustFramework, before: unknown, after: unknown): ReadonlySet<string> {
  const known = member.wrappers?.(before);
  const fresh = [...(member.wrappers?.(after) ?? [])].filter(([key]) => !known?.has(key));
  const words = member.differs?.(before, after) ?? [];
  const saying = words.length > 0 ? [...world.search(words).values()].flat() : [];
  return new Set([
    ...callersOf(
      world,
      member,
      fresh.map(([, name]) => name),
    ),
    ...saying,
  ]);
}

function callersOf(world: RustWorld, member: RustFramework, wrappers: readonly string[]): readonly string[] {
  const names = [...new Set(wrappers)];
  if (names.length === 0) return [];
  const files = new Set([...world.search(names).values()].flat());
  return [...files].filter((file) => member.meets?.(world, file, names) !== false);
}

function readOne(world: RustWorld, one: Reading, file: string): void {
  const answer = world.names.reliance.record(() => one.member.read(world, one.survey, file));
  one.found.set(file, answer.value);
  one.relied.set(file, answer);
}

function filesOf(world: RustWorld, one: Reading): ReadonlySet<string> {
  const files = one.member.files(world, one.survey);
  if (files.length === one.files.size && files.every((file) => one.files.has(file))) return one.files;
  return new Set([...files].sort());
}

/** False when everything has to be worked out anew. */
function refresh(workspace: Workspace<RustFacts>, state: State, edited: ReadonlySet<string>): boolean {
  const { world, running, readings } = state;
  const sources = [...edited].filter((file) => file.endsWith('.rs'));
  if (sources.length === 0 && [...edited].every((file) => !/(^|\/)Cargo\.toml$/.test(file))) return true;
  if (sources.length !== edited.size || workspace.files.length !== state.files.length) return false;
  if (!sources.every((file) => workspace.has(file))) return false;
  let mayDeclare = sources.some((file) => workspace.candidates.includes(file) || state.candidates.includes(file));
  state.candidates = workspace.candidates;
  for (const file of sources) {
    const change = world.change(file);
    if (!change) return false;
    mayDeclare ||= change.changed;
    if (change.moved.size > 0) for (const one of readings) rebaseAll(one, file, change.moved);
  }
  if (mayDeclare && !surveysHold(world, running)) return false;
  for (const one of readings) readAgain(world, one, sources);
  return true;
}

function rebaseAll(one: Reading, file: string, moved: Reconciled['moved']): void {
  const seen = new Set<unknown>();
  for (const [other, found] of one.found)
    if (other !== file && placesIn(found).has(file)) rebase(found, file, moved, seen);
}

/** What declarations say about events is what it was; otherwise the frameworks concerned read all bodies anew. */
function surveysHold(world: LivingWorld, running: readonly Running[]): boolean {
  const present = new Map(running.map((one) => [one.member.id, one.reading]));
  const renewed = new Set<Reading>();
  for (const member of rustFrameworks) {
    const survey = member.survey(world);
    const reading = present.get(member.id);
    if ((survey === undefined) !== (reading === undefined)) return false;
    if (!reading || renewed.has(reading) || alike(reading.base, survey)) continue;
    renewed.add(reading);
    reading.base = survey;
    if (reading.member.differs) reading.rebased = true;
    else startOver(world, reading);
  }
  return true;
}

function startOver(world: RustWorld, reading: Reading): void {
  reading.survey = reading.base;
  reading.rebased = false;
  reading.found.clear();
  reading.relied.clear();
  readAll(world, reading);
}

/** Reads what was edited and what relied on it, and what has to do with whatever that taught. */
function readAgain(world: RustWorld, one: Reading, edited: readonly string[]): void {
  const stale = new Set(edited);
  if (one.rebased) {
    const survey = grownFrom(one);
    for (const file of hearingOf(world, one.member, one.survey, survey)) stale.add(file);
    one.survey = survey;
    one.rebased = false;
  }
  const { again, taught } = readStale(world, one, stale);
  if (!taught) return;
  if (!one.member.differs || !learn(world, one, again)) startOver(world, one);
}

function grownFrom({ member, base, found }: Reading): unknown {
  return member.grow?.(base, found) ?? base;
}

/** Reads what other wrappers and other declarations make stale; false when that does not settle. */
function learn(world: RustWorld, one: Reading, again: ReadonlySet<string>): boolean {
  const { member } = one;
  const wrappersOf = (survey: unknown): ReadonlyMap<string, string> => member.wrappers?.(survey) ?? new Map();
  const isSame = (left: unknown, right: unknown): boolean =>
    sameKeys(wrappersOf(left), wrappersOf(right)) &&
    member.differs?.(left, right).length === 0 &&
    member.differs(right, left).length === 0;
  const before = one.survey;
  const grown = grownFrom(one);
  if (isSame(before, grown)) return true;
  const now = wrappersOf(grown);
  const lost = [...wrappersOf(before)].filter(([key]) => !now.has(key)).map(([, name]) => name);
  if (lost.length > 0) {
    // What was taught by callers of what is lost is lost with it, until they are read again and teach it anew.
    const doubtful = new Set(again);
    let names: readonly string[] = lost;
    const doubted = new Set<string>();
    while (names.length > 0) {
      for (const name of names) doubted.add(name);
      const callers = callersOf(world, member, names).filter((file) => one.found.has(file));
      const taught = new Map(callers.filter((file) => !doubtful.has(file)).map((file) => [file, one.found.get(file)]));
      for (const file of callers) doubtful.add(file);
      names = [...wrappersOf(member.grow?.(one.base, taught) ?? one.base).values()].filter(
        (name) => !doubted.has(name),
      );
    }
    for (const file of doubtful) drop(one, file);
  }
  one.survey = grownFrom(one);
  for (const file of hearingOf(world, member, before, one.survey)) drop(one, file);
  readAll(world, one);
  return isSame(one.survey, grownFrom(one));
}

function sameKeys(left: ReadonlyMap<string, unknown>, right: ReadonlyMap<string, unknown>): boolean {
  return left.size === right.size && [...left.keys()].every((key) => right.has(key));
}

interface ReadAgain {
  readonly again: ReadonlySet<string>;
  /** They teach something about others, or did so before, that is not plainly the same. */
  readonly taught: boolean;
}

function readStale(world: RustWorld, one: Reading, stale: ReadonlySet<string>): ReadAgain {
  const { reliance } = world.names;
  const files = filesOf(world, one);
  const again = new Set<string>();
  for (const file of files) {
    const relied = one.relied.get(file);
    if (!relied || stale.has(file) || !one.found.has(file) || !reliance.holds(relied)) again.add(file);
  }
  let taught = false;
  const compare = (before: unknown, now: unknown): void => {
    taught ||= saidIn(before, /[wW]rappers$/) !== saidIn(now, /[wW]rappers$/);
    // A declaration may be learned in the same words and be another one.
    taught ||= saidIn(before, /^learned$/) + saidIn(now, /^learned$/) !== '';
  };
  for (const file of one.found.keys())
    if (!files.has(file)) {
      compare(one.found.get(file), undefined);
      drop(one, file);
    }
  for (const file of again) {
    const before = one.found.get(file);
    readOne(world, one, file);
    compare(before, one.found.get(file));
  }
  one.files = files;
  return { again, taught };
}

/** What a file taught about others in lists of these names, as text. */
function saidIn(found: unknown, names: RegExp): string {
  if (typeof found !== 'object' || found === null) return '';
  const lists = Object.entries(found).filter(
    ([name, value]) => names.test(name) && Array.isArray(value) && value.length > 0,
  );
  return lists.length > 0
    ? JSON.stringify(lists, (name, value: unknown) => (name === 'item' || name === 'spot' ? undefined : value))
    : '';
}

function graphOf({ world, running }: State): LanguageGraph {
  return joinParts(
    running.map(({ member, reading }) => ({
      id: member.id,
      part: member.finish(world, reading.survey, reading.found),
    })),
  );
}
