/**
 * All sites together, joined into this language's share of the graph. Everything is kept by file, by event and by name,
 * with what it was made of, and only what an edit reaches is made again.
 */
import { byDeclaration, byPlace } from '../../graph/assemble';
import type { Command, Dispatch, EventNode, FileProblem, LanguageGraph, Listen, Site } from '../../graph/graph';
import { commandsOf } from './commandList';
import { distinctEmissions, type Entry } from './distinct';
import type { CommandSite, Emission, Findings } from './emissions';
import { classId, typeId } from './eventIds';
import { declarationsOf, eventNode, type Declaration } from './eventNodes';
import type { DeclaredType } from './eventTypes';
import { dispatchOf, listenOf } from './graphSites';
import { openKeeper, openLedger, type Keeper } from './ledger';
import { decorated } from './ownDecorators';
import type { Program } from './program';
import type { Trace } from './queries';
import { sameTold, toldOf, type Telling, type Told } from './reach';
import { aliases, borrowed, declarations, recorded, type Step } from './settle';

export interface Assembly {
  /** What the sites of a file turned out to be; nothing when it has none any more. */
  put(file: string, findings: Findings): void;
  /** These computations were forgotten; some of them may have been made here. */
  stale(traces: Iterable<Trace>): void;
  graph(types: ReadonlyMap<string, DeclaredType>, problems: readonly FileProblem[]): LanguageGraph;
}

type Units = ReadonlyMap<string, readonly Emission[]>;
const none: readonly Emission[] = [];

export function openAssembly(program: Program): Assembly {
  const keeper = openKeeper(program.queries);
  const steps = [
    openStep(program, keeper, borrowed, 'b'),
    openStep(program, keeper, decorated, 'o'),
    openStep(program, keeper, aliases, 'a'),
    openStep(program, keeper, recorded, 'r'),
    openStep(program, keeper, declarations, 'd'),
  ];
  const places = openPlaces();
  const dispatches = keeper.open<readonly Dispatch[]>();
  const listens = keeper.open<readonly Listen[]>();
  const events = keeper.open<EventNode>();
  const commands = keeper.open<readonly Command[]>();
  const declaredBy = openLedger<Declaration>(() => false);
  const toldBy = openLedger<Entry>(() => false);
  const recordedBy = openLedger<true>();
  const frameworksOf = openLedger<true>();
  const told = new Map<string, readonly Told[]>();
  const commandSites = new Map<string, readonly CommandSite[]>();
  let put = new Map<string, readonly Emission[]>();
  let types: ReadonlyMap<string, DeclaredType> = new Map();
  const joined = {
    dispatches: openJoin(dispatches.values),
    listens: openJoin(listens.values),
    commands: openJoin(commands.values),
  };
  let sortedEvents: readonly EventNode[] = [];

  const telling: Telling = {
    told(text) {
      program.queries.read(`t:${text}`);
      return told.get(text) ?? [];
    },
    texts() {
      program.queries.read('t*');
      return told.keys();
    },
    recorded(id) {
      program.queries.read(`c:${id}`);
      return recordedBy.has(id);
    },
  };

  /** Takes in what stands in a file now; gives what others may have read of it. */
  const settled = (file: string): string[] => {
    const entries = places.at(file);
    const declared = openLists<Declaration>();
    const said = openLists<Entry>();
    const classes = openLists<true>();
    const frameworks = openLists<true>();
    for (const entry of entries) {
      const { event, direction, external, framework } = entry.emission;
      declarationsOf(entry, declared.add);
      if (event.kind === 'string') said.add(event.text, entry);
      if (event.kind === 'class' && direction === 'dispatch') classes.add(classId(event.class), true);
      if (!external) frameworks.add(framework, true);
    }
    dispatches.soil(file);
    listens.soil(file);
    frameworksOf.say(file, frameworks.lists);
    for (const id of declaredBy.say(file, declared.lists)) events.soil(id);
    return [
      ...recordedBy.say(file, classes.lists).map((id) => `c:${id}`),
      ...toldBy.say(file, said.lists).map((text) => `t:${text}`),
    ];
  };

  /** Who is told what by name: only what is really another answer goes on. */
  const tell = (keys: readonly string[]): void => {
    const changed = new Set<string>();
    for (const key of new Set(keys)) {
      if (!key.startsWith('t:')) {
        changed.add(key);
        continue;
      }
      const text = key.slice(2);
      const entries = toldBy.said(text);
      const now = entries.length ? toldOf(entries) : undefined;
      if (sameTold(told.get(text), now)) continue;
      if (now) told.set(text, now);
      else told.delete(text);
      changed.add(key).add('t*');
    }
    keeper.changed([...changed]);
  };

  const takeTypes = (now: ReadonlyMap<string, DeclaredType>): void => {
    if (now === types) return;
    for (const text of [...types.keys(), ...now.keys()]) events.soil(typeId(text));
    types = now;
  };

  const refreshSites = (): void => {
    const of = (file: string, direction: Emission['direction']): readonly Emission[] =>
      places.at(file).flatMap(({ emission }) => (emission.direction === direction ? [emission] : []));
    joined.dispatches.changed(
      dispatches.refresh((file) => sorted(of(file, 'dispatch').map((emission) => dispatchOf(program, emission)))),
    );
    joined.listens.changed(
      listens.refresh((file) => sorted(of(file, 'listen').map((emission) => listenOf(program, emission, telling)))),
    );
  };

  const refreshEvents = (): void => {
    const typeIds = new Map([...types].map(([text, type]) => [typeId(text), type]));
    const changed = events.refresh((id) => eventNode(program, id, declaredBy.said(id), typeIds.get(id)));
    if (!changed.size) return;
    const fresh = [...changed].flatMap((id) => events.values.get(id) ?? []);
    sortedEvents = [...sortedEvents.filter(({ id }) => !changed.has(id)), ...fresh].sort(byDeclaration);
  };

  return {
    put(file, { emissions, commands: sites }) {
      put.set(file, emissions);
      if (sites.length || commandSites.has(file)) commands.soil('');
      if (sites.length) commandSites.set(file, sites);
      else commandSites.delete(file);
    },
    stale: keeper.stale,
    graph(now, problems) {
      let units: Units = put;
      put = new Map();
      for (const step of steps) units = step(units);
      const files = new Set<string>();
      for (const [unit, emissions] of units) for (const file of places.put(unit, emissions)) files.add(file);
      tell([...files].flatMap(settled));
      takeTypes(now);
      refreshSites();
      refreshEvents();
      joined.commands.changed(
        commands.refresh(() => {
          const units = [...commandSites.keys()].sort();
          return commandsOf(
            program,
            units.flatMap((unit) => commandSites.get(unit) ?? []),
          );
        }),
      );
      const listed = joined.commands.all();
      return {
        events: sortedEvents,
        dispatches: joined.dispatches.all(),
        listens: joined.listens.all(),
        jobs: [],
        commands: listed,
        observers: [],
        channels: [],
        references: [],
        unwired: [],
        problems,
        frameworks: [...new Set([...frameworksOf.keys(), ...(listed.length ? ['nestCqrs'] : [])])].sort(),
      };
    },
  };
}

/** Runs one step over the files that were put, and over those to which the others now tell something else. */
function openStep<Value>(
  program: Program,
  keeper: Keeper,
  step: Step<Value>,
  letter: string,
): (changed: Units) => Units {
  const ledger = openLedger<Value>(step.same);
  const inputs = new Map<string, readonly Emission[]>();
  const outputs = keeper.open<readonly Emission[]>();
  const told = (key: string): readonly Value[] => {
    program.queries.read(`${letter}:${key}`);
    return ledger.said(key);
  };
  return (changed) => {
    const keys: string[] = [];
    for (const [unit, emissions] of changed) {
      if (emissions.length) inputs.set(unit, emissions);
      else inputs.delete(unit);
      const tells = openLists<Value>();
      for (const emission of emissions) step.tell(emission, tells.add);
      for (const key of ledger.say(unit, tells.lists)) keys.push(`${letter}:${key}`);
      outputs.soil(unit);
    }
    keeper.changed(keys);
    const again = outputs.refresh((unit) =>
      inputs.get(unit)?.flatMap((emission) => step.settle(program, emission, told) ?? []),
    );
    return new Map([...again].map((unit) => [unit, outputs.values.get(unit) ?? none]));
  };
}

/** Emissions by the file that they stand in, which may be another one than the file whose sites found them. */
function openPlaces(): {
  put(unit: string, emissions: readonly Emission[]): Iterable<string>;
  at(file: string): readonly Entry[];
} {
  const byFile = new Map<string, Map<string, readonly Entry[]>>();
  const filesOf = new Map<string, readonly string[]>();
  const kept = new Map<string, readonly Entry[]>();
  return {
    put(unit, emissions) {
      const now = openLists<Entry>();
      emissions.forEach((emission, index) => {
        now.add(emission.spot.source.file, { emission, unit, index });
      });
      const touched = new Set([...(filesOf.get(unit) ?? []), ...now.lists.keys()]);
      filesOf.set(unit, [...now.lists.keys()]);
      for (const file of touched) {
        kept.delete(file);
        const entries = now.lists.get(file);
        const units = byFile.get(file) ?? new Map<string, readonly Entry[]>();
        if (entries) byFile.set(file, units.set(unit, entries));
        else if (units.delete(unit) && !units.size) byFile.delete(file);
      }
      return touched;
    },
    at(file) {
      const known = kept.get(file);
      if (known) return known;
      const units = byFile.get(file);
      const found = distinctEmissions([...(units?.keys() ?? [])].sort().flatMap((unit) => units?.get(unit) ?? []));
      if (units) kept.set(file, found);
      return found;
    },
  };
}

function openLists<Value>(): {
  readonly lists: ReadonlyMap<string, readonly Value[]>;
  readonly add: (key: string, value: Value) => void;
} {
  const lists = new Map<string, Value[]>();
  return {
    lists,
    add(key, value) {
      const list = lists.get(key);
      if (list) list.push(value);
      else lists.set(key, [value]);
    },
  };
}

/** The slices of all files in the order of their files, joined again only when one of them changed. */
function openJoin<Value>(slices: ReadonlyMap<string, readonly Value[]>): {
  changed(files: ReadonlySet<string>): void;
  all(): readonly Value[];
} {
  let all: readonly Value[] | undefined;
  let ordered: readonly string[] = [];
  const known = new Set<string>();
  return {
    changed(files) {
      if (files.size) all = undefined;
      const foreign = [...files].filter((file) => known.has(file) !== slices.has(file));
      if (!foreign.length) return;
      for (const file of foreign) if (!known.delete(file)) known.add(file);
      ordered = [...known].sort();
    },
    all: () => (all ??= ordered.flatMap((file) => slices.get(file) ?? [])),
  };
}

function sorted<Entry extends Site & { readonly event: string | null }>(sites: Entry[]): Entry[] | undefined {
  return sites.length ? sites.sort((a, b) => byPlace(a, b) || compare(a.event, b.event)) : undefined;
}

function compare(a: string | null, b: string | null): number {
  return (a ?? '') < (b ?? '') ? -1 : (a ?? '') > (b ?? '') ? 1 : 0;
}
