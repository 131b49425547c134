/** Which event of the code a stored type is, and which events of the code could be stored and never were. */
import { lettersOf, near, slip, type Letters } from './alike';
import type { EventNode, Graph } from './graph';
import { bare, partsOf, spellingsOf, unversioned } from './spellings';

export interface StoredMatch {
  readonly type: string;
  readonly state: 'found' | 'several' | 'none';
  readonly certainty: 'exact' | 'inferred';
  /** One where `found`. */
  readonly events: readonly EventNode[];
  /** Where `none`: the event with the nearest name, when one is near. */
  readonly closest?: EventNode;
}

const known = new WeakMap<Graph, (type: string) => StoredMatch>();

/** Matches are kept as long as the graph is. */
export function storedTypesOf(graph: Graph): (type: string) => StoredMatch {
  const before = known.get(graph);
  if (before) return before;
  const find = spellingsOf(
    graph.events.map((event) => ({
      item: event,
      names: [...new Set([event.name, ...(event.language === 'rust' ? [event.id.replace(/^\w+:/, '')] : [])])],
      aliases: [...(event.aliases ?? []), ...(event.broadcastAs === undefined ? [] : [event.broadcastAs])],
    })),
  );
  const closestTo = closest(graph);
  const matches = new Map<string, StoredMatch>();
  const match = (type: string): StoredMatch => {
    const found = find(type);
    const events = found ? best(found.items) : [];
    const [only] = events;
    if (!only) {
      const nearest = closestTo(type);
      return { type, state: 'none', certainty: 'exact', events: [], ...(nearest && { closest: nearest }) };
    }
    return {
      type,
      state: events.length === 1 ? 'found' : 'several',
      certainty: found?.certainty ?? 'exact',
      events,
    };
  };
  const answer = (type: string): StoredMatch => {
    const made = matches.get(type) ?? match(type);
    matches.set(type, made);
    return made;
  };
  known.set(graph, answer);
  return answer;
}

/** The workspace's own before others', what can be stored before its interface, a class before a string of its name. */
function best(events: readonly EventNode[]): readonly EventNode[] {
  let left = events;
  for (const wanted of [
    (event: EventNode) => !event.external,
    (event: EventNode) => event.file !== undefined,
    (event: EventNode) => !event.abstract,
    (event: EventNode) => event.kind === 'class' || event.kind === 'enumMember',
  ])
    if (left.some(wanted)) left = left.filter(wanted);
  return left;
}

function closest(graph: Graph): (type: string) => EventNode | undefined {
  let nearBy: ((letters: Letters) => readonly { readonly letters: Letters; readonly event: EventNode }[]) | undefined;
  const own = graph.events.filter((event) => !event.external && event.file !== undefined);
  return (type) => {
    const name = partsOf(unversioned(type.slice(0, 500))).at(-1) ?? '';
    const wanted = bare(name);
    if (wanted === '') return undefined;
    const same = own.find((event) => bare(partsOf(event.name).at(-1) ?? '') === wanted);
    if (same) return same;
    nearBy ??= near(own.map((event) => ({ event, letters: lettersOf(partsOf(event.name).at(-1) ?? '') })));
    const letters = lettersOf(name);
    const ranked = nearBy(letters)
      .flatMap((one) => {
        const far = slip(letters, one.letters);
        return far === undefined ? [] : [{ far, event: one.event }];
      })
      .sort((a, b) => a.far - b.far);
    return ranked[0]?.event;
  };
}

/** Contracts of frameworks say how an event travels, not that it belongs with others. */
const isFamily = (id: string, own: ReadonlySet<string>): boolean => own.has(id);

/**
 * Events that could be in a store with these types and are not: of an interface or base class that stored events have,
 * or, where those have none, beside them in their namespace, enum or file.
 */
export function neverStoredOf(graph: Graph, types: readonly string[]): readonly EventNode[] {
  const match = storedTypesOf(graph);
  const matches = types.map(match);
  const stored = new Set(matches.flatMap(({ events }) => events.map(({ id }) => id)));
  if (!stored.size) return [];
  const own = new Set(graph.events.flatMap((event) => (event.external ? [] : [event.id])));
  const familiesOf = (event: EventNode): readonly string[] =>
    (event.parents ?? []).flatMap(({ id }) => (isFamily(id, own) || !isPackage(id, event) ? [id] : []));
  const families = new Set<string>();
  const places = new Set<string>();
  for (const event of graph.events) {
    if (!stored.has(event.id)) continue;
    const mine = familiesOf(event);
    for (const id of mine) families.add(id);
    if (!mine.length) places.add(placeOf(event));
  }
  return graph.events.filter((event) => {
    if (stored.has(event.id) || event.external || event.abstract || event.file === undefined) return false;
    if (event.kind === 'string') return false;
    const mine = familiesOf(event);
    return mine.some((id) => families.has(id)) || (!mine.length && places.has(placeOf(event)));
  });
}

/** `php:Illuminate\…` for an event of `App\…`: the first part of the name is another one. */
function isPackage(id: string, event: EventNode): boolean {
  if (event.language !== 'php') return false;
  const vendor = (name: string): string => name.replace(/^\w+:/, '').split('\\')[0] ?? '';
  return vendor(id) !== vendor(event.id);
}

/** What an event has in common with those beside it: its namespace, its enum, or its file. */
function placeOf(event: EventNode): string {
  const path = event.language === 'php' && event.kind === 'class' ? event.name : event.id.replace(/^\w+:/, '');
  if (event.language === 'php' || event.language === 'rust') {
    const end = Math.max(path.lastIndexOf('\\'), path.lastIndexOf('::'));
    return `${event.language} ${end < 0 ? (event.file ?? '') : path.slice(0, end)}`;
  }
  return `${event.kind} ${event.emitter ?? ''} ${event.file ?? ''}`;
}
