/** All sites together: ids, declarations, patterns and related emitters joined into this language's share of the graph. */
import type { Command, Dispatch, EventNode, Field, FileProblem, LanguageGraph, Listen, Site } from '../../graph/graph';
import type { ClassMember, TypeFact } from '../../languages/javascript/facts';
import type { DeclaredType } from './eventTypes';
import { enclosing, type CommandSite, type Emission, type HandlerPlace, type Spot } from './emissions';
import type { Emitter } from './emitters';
import { findName } from './evaluate';
import { isFunctionFact, isSubclass, nameOfClass, parentsOf } from './members';
import { settleDecorated } from './ownDecorators';
import type { Program } from './program';
import { publisherOf } from './published';
import type { Source } from './sources';
import type { ClassValue, Declared } from './values';

const languageOf = (file: string): 'typescript' | 'javascript' =>
  /\.[cm]?tsx?$/i.test(file) ? 'typescript' : 'javascript';

export function assemble(
  program: Program,
  emissions: readonly Emission[],
  commandSites: readonly CommandSite[],
  types: readonly DeclaredType[],
  problems: readonly FileProblem[],
): LanguageGraph {
  const owned = ownedEmitters(emissions);
  const subscribers = new Set(
    emissions.flatMap(({ role, via, handler, event }) =>
      role === 'subscriber' && event.kind === 'class' && /ubscribed|listensTo|andledEvents/.test(via) && handler
        ? [handler.handler]
        : [],
    ),
  );
  const named = settleAliases(
    settleDecorated(emissions)
      .filter(
        (emission) =>
          !(
            emission.derived &&
            emission.event.kind === 'string' &&
            emission.handler &&
            subscribers.has(emission.handler.handler)
          ),
      )
      .map((emission) => settleBorrowed(emission, owned)),
  );
  const kept = distinctEmissions(settleDeclarations(program, settleRecorded(named)));
  const events = new Map<string, EventNode>();
  for (const emission of kept) declareEvent(program, events, emission);
  for (const emission of kept) declareSiblings(events, emission);
  for (const { text, place } of types) {
    const id = `js:type|${text}`;
    if (!events.has(id))
      events.set(id, {
        id,
        name: text,
        language: languageOf(place.source.file),
        kind: 'typeLiteral',
        file: place.source.file,
        line: place.line,
        column: place.column,
        endColumn: place.column + place.length,
        framework: 'emmett',
      });
  }
  const byText = dispatchedByText(kept);
  const dispatches = kept.filter((emission) => emission.direction === 'dispatch').map(dispatchOf);
  const listens = kept
    .filter((emission) => emission.direction === 'listen')
    .map((emission) => listenOf(program, emission, byText));
  const inOrder = (a: Site, b: Site): number =>
    a.file < b.file ? -1 : a.file > b.file ? 1 : a.line - b.line || a.column - b.column;
  const commands = commandsOf(commandSites);
  return {
    events: [...events.values()].sort((a, b) => (a.id < b.id ? -1 : 1)),
    dispatches: dispatches.sort((a, b) => inOrder(a, b) || compare(a.event, b.event)),
    listens: listens.sort((a, b) => inOrder(a, b) || compare(a.event, b.event)),
    jobs: [],
    commands,
    observers: [],
    channels: [],
    references: [],
    unwired: [],
    problems,
    frameworks: [
      ...new Set([
        ...kept.filter((emission) => !emission.external).map((emission) => emission.framework),
        ...(commands.length ? ['nestCqrs'] : []),
      ]),
    ].sort(),
  };
}

function compare(a: string | null, b: string | null): number {
  return (a ?? '') < (b ?? '') ? -1 : (a ?? '') > (b ?? '') ? 1 : 0;
}

/** Library objects made here on which the workspace itself emits, and the page's events that it dispatches itself. */
function ownedEmitters(emissions: readonly Emission[]): ReadonlySet<string> {
  return new Set(
    emissions.flatMap((emission): string[] => {
      const { emitter, direction, external, event } = emission;
      if (direction !== 'dispatch' || external) return [];
      if (emitter?.borrowed) return [emitter.key];
      return event.kind === 'string' && isOfPage(emission) ? [`page|${event.text}`] : [];
    }),
  );
}

function isOfPage({ emitter, framework }: Emission): boolean {
  return Boolean(emitter?.page) || (framework === 'eventTarget' && Boolean(emitter?.native));
}

function settleBorrowed(emission: Emission, owned: ReadonlySet<string>): Emission {
  const { emitter, event } = emission;
  if (emitter?.borrowed && !owned.has(emitter.key)) return { ...emission, external: true };
  if (
    emission.direction === 'listen' &&
    isOfPage(emission) &&
    !(event.kind === 'string' && owned.has(`page|${event.text}`))
  )
    return { ...emission, external: true };
  return emission;
}

/** Objects of a class on a bus whose listeners name strings: the name they carry is the event. */
function settleAliases(emissions: readonly Emission[]): readonly Emission[] {
  const heard = new Set(
    emissions.flatMap(({ direction, event, emitter }) =>
      direction === 'listen' && event.kind === 'string' ? [`${emitter?.key}|${event.text}`] : [],
    ),
  );
  const byString = new Set(
    emissions.flatMap(({ direction, event, emitter }) =>
      direction === 'listen' && event.kind === 'string' && emitter ? [emitter.key] : [],
    ),
  );
  const byClass = new Set(
    emissions.flatMap(({ direction, event, emitter }) =>
      direction === 'listen' && event.kind === 'class' && emitter ? [emitter.key] : [],
    ),
  );
  return emissions.map((emission): Emission => {
    const { event, emitter } = emission;
    // Where all listeners name strings, an object of some class is a payload whose name is not to be seen.
    if (
      event.kind === 'class' &&
      event.alias === undefined &&
      emission.direction === 'dispatch' &&
      emitter &&
      byString.has(emitter.key) &&
      !byClass.has(emitter.key)
    )
      return {
        ...emission,
        event: { kind: 'unknown' },
        certainty: 'dynamic',
        reason: 'The name is carried by the object and decided at run time.',
      };
    if (event.kind !== 'class' || event.alias === undefined || !heard.has(`${emitter?.key}|${event.alias}`))
      return emission;
    return {
      ...emission,
      event: { kind: 'string', text: event.alias },
      ...(emitter && { framework: emitter.framework }),
    };
  });
}

/** Constants that a subclass uses as well are declared by the class that owns them alone. */
function settleDeclarations(program: Program, emissions: readonly Emission[]): readonly Emission[] {
  const owners = new Map<string, Emitter[]>();
  const placeOfEvent = (emission: Emission): string | undefined =>
    emission.event.kind === 'string' && emission.event.declared
      ? `${emission.event.declared.source.file}:${emission.event.declared.line}:${emission.event.declared.column}`
      : undefined;
  for (const emission of emissions) {
    const place = placeOfEvent(emission);
    if (place !== undefined && emission.emitter?.class)
      owners.set(place, [...(owners.get(place) ?? []), emission.emitter]);
  }
  return emissions.map((emission) => {
    const place = placeOfEvent(emission);
    const own = emission.emitter?.class;
    if (place === undefined || !own || emission.event.kind !== 'string') return emission;
    const inherited = owners
      .get(place)
      ?.some((other) => other.class && other.key !== emission.emitter?.key && isSubclass(program, own, other.class));
    return inherited ? { ...emission, event: { kind: 'string', text: emission.event.text } } : emission;
  });
}

export function eventIdOf(emission: Emission): string | null {
  const { event, emitter } = emission;
  switch (event.kind) {
    case 'string':
      return `js:${emitter?.key ?? 'string'}|${event.text}`;
    case 'class':
      return classId(event.class);
    case 'externalClass':
      return `js:${event.module}#${event.name}`;
    case 'type':
      return `js:type|${event.text}`;
    case 'token':
      return `js:${event.key}`;
    default:
      return null;
  }
}

function classId(value: ClassValue): string {
  return `js:${value.source.file}#${nameOfClass(value)}`;
}

function nameOf(emission: Emission): string | null {
  const { event } = emission;
  switch (event.kind) {
    case 'string':
    case 'type':
    case 'token':
      return event.text;
    case 'class':
      return nameOfClass(event.class);
    case 'externalClass':
      return event.name;
    default:
      return null;
  }
}

/** One entry per place and event; what was looked at directly wins over what came through a wrapper. */
function distinctEmissions(emissions: readonly Emission[]): Emission[] {
  const best = new Map<string, Emission>();
  const resolved = new Set<string>();
  const rank = (emission: Emission): number =>
    (emission.record ? -4 : 0) + (emission.derived ? 0 : 2) + (emission.certainty === 'exact' ? 1 : 0);
  for (const emission of emissions) {
    const { spot } = emission;
    const place = `${emission.direction}|${spot.source.file}:${spot.line}:${spot.column}`;
    const name = nameOf(emission);
    if (name !== null) resolved.add(place);
    const key = `${place}|${name ?? (emission.event.kind === 'pattern' ? emission.reason : '?') ?? '?'}`;
    const known = best.get(key);
    if (!known || rank(emission) > rank(known))
      best.set(key, known?.candidates && !emission.candidates ? { ...emission } : emission);
  }
  return [...best.values()].filter((emission) => {
    if (nameOf(emission) !== null || emission.wrapper) return true;
    return !resolved.has(
      `${emission.direction}|${emission.spot.source.file}:${emission.spot.line}:${emission.spot.column}`,
    );
  });
}

function siteOf(emission: Emission): Site {
  const { spot } = emission;
  const inside = enclosing(spot);
  return {
    file: spot.source.file,
    line: spot.line,
    column: spot.column,
    ...(spot.endColumn !== undefined && { endLine: spot.line, endColumn: spot.endColumn }),
    via: emission.via,
    ...(inside !== undefined && { in: inside }),
    certainty: emission.certainty,
    ...(emission.reason !== undefined && { reason: emission.reason }),
    ...(emission.candidates && { candidates: emission.candidates }),
    ...(emission.external && { external: true }),
    framework: emission.framework,
    ...(spot.source.test && { test: true }),
  };
}

function emitterName(emission: Emission): { emitter?: string } {
  const isString =
    emission.event.kind === 'string' || emission.event.kind === 'pattern' || emission.event.kind === 'unknown';
  return emission.emitter && isString ? { emitter: emission.emitter.name } : {};
}

function dispatchOf(emission: Emission): Dispatch {
  return {
    eventId: eventIdOf(emission),
    event: nameOf(emission),
    ...emitterName(emission),
    ...siteOf(emission),
    ...(emission.record && { stage: 'record' as const }),
    ...(emission.wrapper && { wrapper: true }),
  };
}

function handlerOf(
  handler: HandlerPlace | undefined,
  inTest: boolean,
): Pick<
  Listen,
  'handler' | 'handlerFile' | 'handlerLine' | 'handlerColumn' | 'handlerEndLine' | 'missing' | 'returnsFalse'
> {
  if (!handler) return { handler: 'closure' };
  // A test that registers a function of the program does not wire that function.
  const spot = inTest && !handler.spot?.source.test ? undefined : handler.spot;
  return {
    handler: handler.handler,
    ...(spot && { handlerFile: spot.source.file, handlerLine: spot.line, handlerColumn: spot.column }),
    ...(handler.endLine !== undefined && { handlerEndLine: handler.endLine }),
    ...(handler.missing && { missing: handler.missing }),
    ...(handler.returnsFalse && spot && { returnsFalse: { file: spot.source.file, ...handler.returnsFalse } }),
  };
}

interface Told {
  readonly id: string;
  readonly emitter: Emitter | undefined;
}

interface ToldByText extends ReadonlyMap<string, readonly Told[]> {
  /** Classes of which objects are recorded or published. */
  readonly recorded: ReadonlySet<string>;
}

function dispatchedByText(emissions: readonly Emission[]): ToldByText {
  const found = new Map<string, Map<string, Told>>();
  for (const emission of emissions) {
    if (emission.event.kind !== 'string') continue;
    const id = eventIdOf(emission);
    if (id === null) continue;
    const { text } = emission.event;
    let group = found.get(text);
    if (!group) found.set(text, (group = new Map()));
    if (emission.direction === 'dispatch' || !group.has(id)) group.set(id, { id, emitter: emission.emitter });
  }
  const recorded = new Set(
    emissions.flatMap(({ direction, event }) =>
      direction === 'dispatch' && event.kind === 'class' ? [classId(event.class)] : [],
    ),
  );
  return Object.assign(new Map([...found].map(([text, group]) => [text, [...group.values()]] as const)), { recorded });
}

function related(program: Program, a: Emitter | undefined, b: Emitter | undefined): boolean {
  if (!a || !b) return a === b;
  if (a.key === b.key) return true;
  if (!a.class || !b.class) return false;
  return isSubclass(program, a.class, b.class) || isSubclass(program, b.class, a.class);
}

/** Classes of recorded events by emitter and name, where the emitter is told them under the names of their classes. */
function recordedByName(emissions: readonly Emission[]): ReadonlyMap<string, readonly ClassValue[]> {
  const keys = new Set(emissions.flatMap(({ byClass, emitter }) => (byClass && emitter ? [emitter.key] : [])));
  const found = new Map<string, ClassValue[]>();
  for (const key of keys)
    for (const { record, event } of emissions) {
      if (!record || event.kind !== 'class') continue;
      const name = `${key}|${nameOfClass(event.class)}`;
      const known = found.get(name);
      if (!known) found.set(name, [event.class]);
      else if (!known.some((one) => one.class === event.class.class)) known.push(event.class);
    }
  return found;
}

/** A listener to a class's name hears the events of that class: the one it names, or the only one of that name. */
function settleRecorded(emissions: readonly Emission[]): readonly Emission[] {
  const recorded = recordedByName(emissions);
  if (!recorded.size) return emissions;
  return emissions.map((emission): Emission => {
    const { event, emitter } = emission;
    if (event.kind !== 'string' || !emitter) return emission;
    const classes = recorded.get(`${emitter.key}|${event.text}`) ?? [];
    const named = classes.find(
      (one) => one.source === event.declared?.source && one.class.line === event.declared.line,
    );
    const [only] = classes;
    const meant = named ?? (classes.length === 1 ? only : undefined);
    return meant ? { ...emission, event: { kind: 'class', class: meant } } : emission;
  });
}

function listenOf(program: Program, emission: Emission, byText: ToldByText): Listen {
  const { event, emitter } = emission;
  const own = eventIdOf(emission);
  let matches: string[] | undefined;
  let pattern = false;
  if (event.kind === 'string') {
    pattern = Boolean(emitter?.wildcards) && event.text.includes('*');
    const ids = new Set<string>();
    if (pattern) {
      const expression = wildcard(event.text);
      for (const [text, told] of byText)
        if (text !== event.text && expression.test(text))
          for (const one of told) if (related(program, emitter, one.emitter)) ids.add(one.id);
      matches = [...ids].sort();
    } else {
      for (const one of byText.get(event.text) ?? [])
        if (one.id === own || related(program, emitter, one.emitter)) ids.add(one.id);
      // `@OnEvent(OrderPlaced.name)` hears what is recorded as `new OrderPlaced()` and published under its class's name.
      const recorded = event.ofClass && classId(event.ofClass);
      if (recorded !== undefined && byText.recorded.has(recorded)) ids.add(recorded).add(own ?? recorded);
      if (ids.size > 1) matches = [...ids].sort();
    }
  }
  return {
    eventId: pattern ? null : own,
    event: nameOf(emission),
    ...emitterName(emission),
    ...(matches && { matches }),
    ...siteOf(emission),
    ...handlerOf(emission.handler, emission.spot.source.test),
    ...(emission.once && { once: true }),
    ...(emission.priority !== undefined && { priority: emission.priority }),
    ...(emission.role && { role: emission.role }),
    ...(emission.wrapper && { wrapper: true }),
  };
}

/** `*` is one part between `.` or `:`, `**` and a lone `*` any number of them. */
function wildcard(text: string): RegExp {
  if (text === '*' || text === '**') return /^[\s\S]*$/;
  const source = text
    .split(/(\*\*|\*)/)
    .map((part) => (part === '**' ? '.*' : part === '*' ? '[^.:]*' : part.replace(/[\\^$.+?()[\]{}|]/g, '\\$&')))
    .join('');
  return new RegExp(`^${source}$`);
}

function declareEvent(program: Program, events: Map<string, EventNode>, emission: Emission): void {
  const id = eventIdOf(emission);
  const { event } = emission;
  if (id === null) return;
  const external = emission.external ? { external: true } : {};
  if (event.kind === 'class') {
    if (!events.has(id)) events.set(id, classEvent(program, id, event.class, emission.framework));
    return;
  }
  if (event.kind === 'externalClass') {
    if (!events.has(id))
      events.set(id, {
        id,
        name: event.name,
        language: languageOf(emission.spot.source.file),
        kind: 'class',
        external: true,
        framework: emission.framework,
      });
    return;
  }
  const text = nameOf(emission) ?? '';
  const declared =
    event.kind === 'string' || event.kind === 'type' || event.kind === 'token' ? event.declared : undefined;
  const known = events.get(id);
  if (known && (known.file !== undefined || !declared)) {
    if (known.external && !emission.external) events.set(id, { ...known, external: false });
    return;
  }
  const publishedBy = event.kind === 'string' ? publisherOf(program, emission.emitter, text) : undefined;
  events.set(id, {
    ...stringEvent(emission, text, id, declared),
    ...external,
    ...(publishedBy !== undefined && { publishedBy }),
  });
}

function stringEvent(
  { event, emitter, spot, framework }: Emission,
  name: string,
  id: string,
  place: Declared | undefined,
): EventNode {
  return {
    id,
    name,
    language: languageOf(place?.source.file ?? spot.source.file),
    kind: event.kind === 'type' ? 'typeLiteral' : (place?.kind ?? 'string'),
    ...(emitter && event.kind === 'string' && { emitter: emitter.name }),
    ...(place && {
      file: place.source.file,
      line: place.line,
      column: place.column,
      endColumn: place.column + place.length,
    }),
    framework,
  };
}

/** The members around a used constant are events of the same emitter that nobody may use yet. */
function declareSiblings(events: Map<string, EventNode>, emission: Emission): void {
  const { event, emitter } = emission;
  const declared = event.kind === 'string' ? event.declared : undefined;
  if (!declared?.siblings || emission.external) return;
  for (const sibling of declared.siblings) {
    if (sibling.value.kind !== 'string') continue;
    const siblingId = `js:${emitter?.key ?? 'string'}|${sibling.value.text}`;
    const place: Declared = {
      ...declared,
      line: sibling.line,
      column: sibling.column,
      length: sibling.name?.length ?? 1,
    };
    const existing = events.get(siblingId);
    if (existing?.file !== undefined) continue;
    events.set(siblingId, {
      ...stringEvent(emission, sibling.value.text, siblingId, place),
      ...(existing?.external === undefined ? {} : { external: existing.external }),
    });
  }
}

function classEvent(program: Program, id: string, value: ClassValue, framework: string): EventNode {
  const { source, class: fact } = value;
  const parents = parentsOf(program, value).flatMap((parent) =>
    parent.kind === 'class' ? [{ id: classId(parent), how: 'extends' as const }] : [],
  );
  const fields = isFunctionFact(fact)
    ? []
    : fact.members
        .filter((member) => member.role === 'field' && !member.static && member.value?.kind !== 'function')
        .map((member) => fieldOf(source, member));
  return {
    id,
    name: nameOfClass(value),
    language: languageOf(source.file),
    kind: 'class',
    file: source.file,
    line: fact.line,
    column: fact.column,
    endColumn: fact.column + (fact.name?.length ?? 1),
    ...(fields.length && { fields }),
    ...(parents.length && { parents }),
    ...(!isFunctionFact(fact) && fact.abstract && { abstract: true }),
    framework,
  };
}

function fieldOf(source: Source, member: ClassMember): Field {
  const type = member.type && typeText(source, member.type, 0);
  return {
    name: member.name ?? '',
    ...(type !== undefined && { type }),
    ...(member.mutable && { mutable: true }),
    line: member.line,
    column: member.column,
  };
}

function typeText(source: Source, type: TypeFact, depth: number): string | undefined {
  if (depth > 4) return undefined;
  const inner = (of: TypeFact): string => typeText(source, of, depth + 1) ?? 'unknown';
  switch (type.kind) {
    case 'ref':
    case 'imported':
      return type.path.join('.') + (type.arguments ? `<${type.arguments.map(inner).join(', ')}>` : '');
    case 'union':
      return type.types.map(inner).join(' | ');
    case 'intersection':
      return type.types.map(inner).join(' & ');
    case 'array':
      return `${inner(type.of)}[]`;
    case 'literal':
      return `'${type.text}'`;
    case 'primitive':
      return type.name;
    case 'function':
      return 'function';
    case 'object':
      return 'object';
    default:
      return undefined;
  }
}

/** Each command with each of its handlers; without one, the command at its declaration. */
function commandsOf(sites: readonly CommandSite[]): Command[] {
  const groups = new Map<string, CommandSite[]>();
  for (const site of sites) {
    const id = site.command.kind === 'class' ? classId(site.command) : `js:${site.command.module}#${site.command.name}`;
    const group = groups.get(id);
    if (group) group.push(site);
    else groups.set(id, [site]);
  }
  const commands: Command[] = [];
  for (const [commandId, group] of groups) {
    const [first] = group;
    if (!first) continue;
    const seen = new Set<string>();
    const dispatches = group
      .flatMap((site) => (site.dispatch ? [placeOf(site.dispatch)] : []))
      .filter((place) => {
        const key = `${place.file}:${place.line}:${place.column}`;
        return !seen.has(key) && Boolean(seen.add(key));
      });
    const inTests = group.every((site) => (site.handler?.spot ?? site.dispatch)?.source.test ?? true);
    const shared = {
      ...(inTests && { test: true }),
      command: first.command.kind === 'class' ? nameOfClass(first.command) : first.command.name,
      commandId,
      kind: first.kind,
      dispatches,
      framework: 'nestCqrs',
    };
    const handled = group.filter((site) => site.handler);
    for (const { handler } of handled)
      if (handler?.spot)
        commands.push({
          ...shared,
          handler: handler.handler,
          ...placeOf(handler.spot),
          ...(handler.endLine !== undefined && { endLine: handler.endLine }),
        });
    if (!handled.length && first.command.kind === 'class') {
      const { source, class: fact } = first.command;
      commands.push({ ...shared, handler: null, file: source.file, line: fact.line, column: fact.column });
    }
  }
  return commands.sort((a, b) => (a.file < b.file ? -1 : a.file > b.file ? 1 : a.line - b.line));
}

function placeOf(spot: Spot): { file: string; line: number; column: number } {
  return { file: spot.source.file, line: spot.line, column: spot.column };
}

export { findName };
