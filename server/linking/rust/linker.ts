/**
 * Runs the Rust frameworks over a workspace and keeps what they found per file, with what it relied on.
 *
 * An edit is reconciled with the declarations that were known: what only moved stays what it was, and what changed its
 * meaning has exactly those files read again that relied on it. When even the known events differ, bodies are read anew.
 */
import { rustFrameworks } from '../../frameworks/rust';
import type { RustFramework, RustWorld } from '../../frameworks/rust/contract';
import { emptyLanguageGraph } from '../../graph/graph';
import type { Dispatch, LanguageGraph, Listen, Place, Reference } from '../../graph/graph';
import type { Linker, Workspace } from '../../languages/language';
import type { RustFacts } from '../../languages/rust/facts';
import { isIntegrationTest } from '../../languages/rust/read';
import type { Answer } from '../../languages/rust/reliance';
import { alike } from './alike';
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
  const { member } = one;
  for (let round = 0; round < mostRounds; round++) {
    one.files = filesOf(world, one);
    for (const file of one.files) if (!one.found.has(file)) readOne(world, one, file);
    const grown = member.grow?.(one.survey, one.found);
    if (grown === undefined) return;
    const known = new Set(member.wrappers?.(one.survey) ?? []);
    one.survey = grown;
    const fresh = (member.wrappers?.(grown) ?? []).filter((name) => !known.has(name));
    for (const files of world.search(fresh).values())
      for (const file of files) if (member.meets?.(world, file, fresh) !== false) one.found.delete(file);
  }
}

function readOne(world: RustWorld, one: Reading, file: string): void {
  const answer = world.names.reliance.record(() => one.member.read(world, one.survey, file));
  one.found.set(file, answer.value);
  one.relied.set(file, answer);
}

function filesOf(world: RustWorld, { member, survey }: Reading): ReadonlySet<string> {
  return new Set([...member.files(world, survey)].sort());
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

/** Reads what was edited and what relied on it, until that teaches nothing new; wrappers that differ have everything read. */
function readAgain(world: RustWorld, one: Reading, edited: readonly string[]): void {
  let stale: ReadonlySet<string> = new Set(edited);
  if (one.rebased) stale = new Set([...edited, ...(resurvey(world, one) ?? [])]);
  for (let round = 0; round < mostRounds; round++) {
    const taught = readStale(world, one, stale);
    if (taught === 'nothing') return;
    if (taught === 'wrappers' || !one.member.differs) break;
    const differing = resurvey(world, one);
    if (!differing) return;
    stale = differing;
  }
  startOver(world, one);
}

/** The survey as it now grows from its base; gives the files that may say something else under it, nothing when it says the same. */
function resurvey(world: RustWorld, one: Reading): ReadonlySet<string> | undefined {
  const before = one.survey;
  const now = one.member.grow?.(one.base, one.found) ?? one.base;
  one.rebased = false;
  if (alike(before, now)) return undefined;
  one.survey = now;
  const words = one.member.differs?.(before, now) ?? [];
  return new Set(words.length > 0 ? [...world.search(words).values()].flat() : []);
}

/** What reading again taught about others that was not known before, or is known no longer. */
type Taught = 'nothing' | 'others' | 'wrappers';

function readStale(world: RustWorld, one: Reading, stale: ReadonlySet<string>): Taught {
  const { reliance } = world.names;
  const files = filesOf(world, one);
  const again = new Set<string>();
  for (const file of files) {
    const relied = one.relied.get(file);
    if (!relied || stale.has(file) || !one.found.has(file) || !reliance.holds(relied)) again.add(file);
  }
  let taught: Taught = 'nothing';
  const compare = (before: unknown, now: unknown): void => {
    if (learned(before, /[wW]rappers$/) !== learned(now, /[wW]rappers$/)) taught = 'wrappers';
    // What is learned may be told in the same words and be another declaration.
    else if (taught === 'nothing' && learned(before, /^learned$/) + learned(now, /^learned$/) !== '') taught = 'others';
  };
  for (const file of one.found.keys())
    if (!files.has(file)) {
      compare(one.found.get(file), undefined);
      one.found.delete(file);
      one.relied.delete(file);
    }
  for (const file of again) {
    const before = one.found.get(file);
    readOne(world, one, file);
    compare(before, one.found.get(file));
  }
  one.files = files;
  return taught;
}

/** What a file taught about others in lists of these names, as text. */
function learned(found: unknown, names: RegExp): string {
  if (typeof found !== 'object' || found === null) return '';
  const lists = Object.entries(found).filter(
    ([name, value]) => names.test(name) && Array.isArray(value) && value.length > 0,
  );
  return lists.length > 0
    ? JSON.stringify(lists, (name, value: unknown) => (name === 'item' || name === 'spot' ? undefined : value))
    : '';
}

function graphOf({ world, running }: State): LanguageGraph {
  const parts = running.map((one) => ({
    id: one.member.id,
    part: one.member.finish(world, one.reading.survey, one.reading.found),
  }));
  const all = <K extends keyof LanguageGraph>(key: K): LanguageGraph[K][number][] =>
    parts.flatMap(({ part }) => [...((part[key] ?? []) as readonly LanguageGraph[K][number][])]);
  const used = parts.filter(
    ({ part }) =>
      (part.dispatches?.length ?? 0) +
        (part.listens?.length ?? 0) +
        (part.events?.length ?? 0) +
        (part.commands?.length ?? 0) >
      0,
  );
  return {
    ...emptyLanguageGraph,
    events: unique(all('events'), (event) => event.id),
    dispatches: unique(
      all('dispatches').filter((site) => !unitTest(site)),
      (site) => `${key(site)}|${site.eventId ?? ''}`,
    ).sort(byPlace),
    listens: unique(
      all('listens').filter((site) => !unitTest(site)),
      (site) => `${key(site)}|${site.eventId ?? site.event ?? ''}|${site.handler}|${site.handlerLine ?? ''}`,
    ).sort(byPlace),
    jobs: all('jobs').sort(byPlace),
    commands: all('commands').sort(byPlace),
    observers: unique(all('observers'), key).sort(byPlace),
    channels: unique(all('channels'), key).sort(byPlace),
    references: unique(
      [...all('references'), ...unitTestReferences([...all('dispatches'), ...all('listens')])],
      (site) => `${key(site)}|${site.eventId ?? ''}`,
    ).sort(byPlace),
    unwired: unique(all('unwired'), key).sort(byPlace),
    frameworks: used.map(({ id }) => id),
  };
}

/** What tests dispatch and register only refers to events; integration tests are programs that dispatch, and wire nothing. */
function unitTest(site: Dispatch | Listen): boolean {
  return site.test === true && ('handler' in site || !isIntegrationTest(site.file));
}

function unitTestReferences(sites: readonly (Dispatch | Listen)[]): Reference[] {
  return sites
    .filter((site) => unitTest(site) && site.eventId !== null)
    .map(({ file, line, column, via, in: symbol, certainty, framework, eventId, event }) => ({
      file,
      line,
      column,
      via,
      ...(symbol !== undefined && { in: symbol }),
      certainty,
      framework,
      eventId,
      event,
      test: true as const,
    }));
}

function key(place: Place): string {
  return `${place.file}:${place.line}:${place.column}`;
}

function unique<T>(values: readonly T[], keyOf: (value: T) => string): T[] {
  const seen = new Set<string>();
  return values.filter((value) => {
    const own = keyOf(value);
    return !seen.has(own) && seen.add(own);
  });
}

function byPlace(left: Place, right: Place): number {
  return left.file < right.file
    ? -1
    : left.file > right.file
      ? 1
      : left.line - right.line || left.column - right.column;
}
