/**
 * Events of which one half is missing in the workspace's own code: dispatched and never heard, or heard and never
 * dispatched. Each is told once, and pairs that are one misspelt name are told as one.
 */
import { lettersOf, near, slip, type Letters } from './alike';
import type { Dispatch, EventNode, Graph, Listen, Site } from './graph';
import { isOwn, linksOf, reachedBy, worldOf, type Links } from './links';
import { isLibraryCode, packageOf } from './packages';

/** From this number on events of which half is elsewhere are the way things are done. */
const many = 5;
/** From this number on, and when they are the most, unheard events of an application are its plugins' events. */
const aPluginSystem = 15;

export interface Orphan {
  readonly missing: 'listener' | 'dispatch';
  readonly event: EventNode;
  /** The half that exists, by place. */
  readonly sites: readonly [Site, ...Site[]];
  /** A site decided at run time that may be the other half. */
  readonly maybe?: Site;
  /** Code outside the workspace may hold the other half. */
  readonly offered: boolean;
  /** What publishes the event as well, and may hear it: `its library`, `stream`. */
  readonly shared?: string;
  /** Most events of this package are dispatched for code that is not here: plugins. */
  readonly forPlugins?: boolean;
}

export interface Misspelt extends Pick<Orphan, 'event' | 'sites'> {
  /** `event` stands for a name that code asks for and that no event has. */
  readonly missing: Orphan['missing'] | 'event';
  readonly meant: EventNode;
  /** Where the other name has the half that is missing here. */
  readonly there: Site;
}

export interface Orphans {
  readonly plain: readonly Orphan[];
  readonly misspelt: readonly Misspelt[];
}

const known = new WeakMap<Graph, Orphans>();

export function orphansOf(graph: Graph): Orphans {
  const before = known.get(graph);
  if (before) return before;
  const links = linksOf(graph);
  const all = [...withPlugins(unheard(graph, links), graph, links), ...undispatched(graph, links)];
  const misspelt = findMisspelt(all, graph, links);
  const told = new Set(misspelt.flatMap(({ event, meant }) => [event.id, meant.id]));
  const orphans: Orphans = {
    plain: withoutTheUsual(all, graph).filter(({ event }) => !told.has(event.id)),
    misspelt: [...misspelt, ...askedForInVain(graph, links)],
  };
  known.set(graph, orphans);
  return orphans;
}

function unheard(graph: Graph, links: Links): Orphan[] {
  const overlooked = new Set(graph.listens.flatMap((listen) => listen.neverReached ?? []));
  // That its listener is not registered is the fault then, and told there.
  const meantFor = new Set(graph.unwired.flatMap(({ problem, events }) => (problem ? events : [])));
  const mayHear = graph.listens.filter(
    (listen) => isOwn(listen) && !listen.wrapper && listen.certainty === 'dynamic' && listen.eventId === null,
  );
  return graph.events.flatMap((event): Orphan[] => {
    if (event.external || event.broadcast || event.heardBy !== undefined || overlooked.has(event.id)) return [];
    if (event.kind === 'class' && meantFor.has(event.name)) return [];
    const [first, ...rest] = links.dispatchesOf(event.id).filter(isOwn);
    if (!first || links.listensOf(event.id).length) return [];
    const maybe = mayHear.find((listen) => mayMean(listen, event, [first, ...rest]));
    const offered = isLibraryCode(graph, first.file) || isHook(event, links);
    const shared = event.publishedBy;
    return [
      {
        missing: 'listener',
        event,
        sites: [first, ...rest],
        offered,
        ...(maybe && { maybe }),
        ...(shared && { shared }),
      },
    ];
  });
}

/** An application most of whose events nobody hears dispatches them for plugins; a few unheard ones are faults. */
function withPlugins(orphans: readonly Orphan[], graph: Graph, links: Links): Orphan[] {
  const folderOf = (site: Site): string => packageOf(graph, site.file)?.folder ?? '';
  const count = (places: readonly (Site | undefined)[]): ReadonlyMap<string, number> => {
    const counts = new Map<string, number>();
    for (const place of places) if (place) counts.set(folderOf(place), (counts.get(folderOf(place)) ?? 0) + 1);
    return counts;
  };
  const unheardOf = count(orphans.map(({ sites }) => sites[0]));
  if ([...unheardOf.values()].every((unheardHere) => unheardHere < aPluginSystem)) return [...orphans];
  const dispatchedOf = count(graph.events.map((event) => links.dispatchesOf(event.id).find(isOwn)));
  return orphans.map((orphan) => {
    const folder = folderOf(orphan.sites[0]);
    const here = unheardOf.get(folder) ?? 0;
    return here >= aPluginSystem && 2 * here > (dispatchedOf.get(folder) ?? 0)
      ? { ...orphan, forPlugins: true }
      : orphan;
  });
}

function undispatched(graph: Graph, links: Links): Orphan[] {
  // A wrapper's callers are told by name; only where its closed set goes beyond them may one be decided at run time.
  const mayDispatch = graph.dispatches.filter(
    (dispatch) =>
      isOwn(dispatch) &&
      dispatch.certainty === 'dynamic' &&
      dispatch.eventId === null &&
      (!dispatch.wrapper || dispatch.candidates),
  );
  return graph.events.flatMap((event): Orphan[] => {
    if (event.external || event.publishedBy !== undefined || links.dispatchesOf(event.id).length) return [];
    const [first, ...rest] = links.listensOf(event.id).filter((listen) => hearsByName(listen, event, links));
    if (!first) return [];
    const maybe = mayDispatch.find((dispatch) => mayMean(dispatch, event, [first, ...rest]));
    const offered = isLibraryCode(graph, event.file ?? first.file);
    return [{ missing: 'dispatch', event, sites: [first, ...rest], offered, ...(maybe && { maybe }) }];
  });
}

/** `order.save.before` and `order.save.after` around one action: said for whoever wants to hook in. */
function isHook(event: EventNode, links: Links): boolean {
  if (event.kind === 'class') return false;
  const other = event.name.replace(/(?<=[.:_-])(?:before|after)$/, (side) => (side === 'before' ? 'after' : 'before'));
  return other !== event.name && event.id.endsWith(event.name)
    ? links.dispatchesOf(event.id.slice(0, -event.name.length) + other).length > 0
    : false;
}

/**
 * So many of one kind are no oversight: a package that offers them to its users, who are not here, or one call that
 * dispatches whatever class it is given.
 */
function withoutTheUsual(orphans: readonly Orphan[], graph: Graph): readonly Orphan[] {
  const groupOf = ({ missing, sites, maybe, offered }: Orphan): string | undefined => {
    if (maybe) return `${missing} ${maybe.file}:${maybe.line}:${maybe.column}`;
    return offered ? `${missing} ${packageOf(graph, sites[0].file)?.folder ?? ''}` : undefined;
  };
  const groups = orphans.map(groupOf);
  const sizes = new Map<string | undefined, number>();
  for (const group of groups) sizes.set(group, (sizes.get(group) ?? 0) + 1);
  return orphans.filter((_, index) => groups[index] === undefined || (sizes.get(groups[index]) ?? 0) < many);
}

/** Patterns have a diagnostic of their own, and so have events that do not exist and parents nobody calls. */
function hearsByName(listen: Listen, event: EventNode, links: Links): boolean {
  if (!isOwn(listen) || listen.unknownEvent || listen.neverReached?.length) return false;
  return listen.eventId === event.id && !reachedBy(listen).some((id) => links.dispatchesOf(id).length);
}

/** On the same emitter or, where events have none, of the same framework; and not a closed set without it. */
function mayMean(site: (Dispatch | Listen) & Site, event: EventNode, sites: readonly Site[]): boolean {
  if (site.candidates && !site.candidates.includes(event.name)) return false;
  if (event.emitter !== undefined && site.emitter !== undefined) return site.emitter === event.emitter;
  return sites.some(({ framework }) => framework === site.framework);
}

interface Counterpart {
  readonly event: EventNode;
  readonly letters: Letters;
  readonly there: Site;
}

function findMisspelt(orphans: readonly Orphan[], graph: Graph, links: Links): Misspelt[] {
  const named = orphans.filter(({ event }) => isText(event));
  if (!named.length) return [];
  const lonely = new Set(named.map(({ event }) => event.id));
  const counterparts = new Map<string, Counterpart[]>();
  const add = (event: EventNode, has: Orphan['missing'], there: Site | undefined): void => {
    if (!there) return;
    const key = `${has} ${busOf(event)}`;
    const counterpart = { event, letters: lettersOf(event.name), there };
    const list = counterparts.get(key);
    if (list) list.push(counterpart);
    else counterparts.set(key, [counterpart]);
  };
  for (const event of graph.events) {
    if (!isText(event)) continue;
    add(event, 'listener', links.listensOf(event.id).find(isOwn));
    add(event, 'dispatch', links.dispatchesOf(event.id).find(isOwn));
  }
  const indexes = new Map([...counterparts].map(([key, list]) => [key, near(list)]));
  const pairs = named.flatMap((orphan) => {
    const letters = lettersOf(orphan.event.name);
    return (indexes.get(`${orphan.missing} ${busOf(orphan.event)}`)?.(letters) ?? []).flatMap((other) => {
      // Half an event is no surprise in a library, so there the other name must lack its half as well.
      if (orphan.offered && !lonely.has(other.event.id)) return [];
      const far = slip(letters, other.letters);
      return far === undefined ? [] : [{ orphan, meant: other.event, there: other.there, far }];
    });
  });
  const used = (event: EventNode): number => links.dispatchesOf(event.id).length + links.listensOf(event.id).length;
  // The nearest pair first; of its two names the rarer one is the slip, and of two equally rare ones the listener's.
  pairs.sort(
    (a, b) =>
      a.far - b.far ||
      used(a.orphan.event) - used(b.orphan.event) ||
      Number(a.orphan.missing === 'listener') - Number(b.orphan.missing === 'listener'),
  );
  const told = new Set<string>();
  return pairs.flatMap(({ orphan, meant, there }): Misspelt[] => {
    if (told.has(orphan.event.id)) return [];
    told.add(orphan.event.id);
    told.add(meant.id);
    return [{ ...orphan, meant, there }];
  });
}

/** As against classes and Rust's enums, whose names the compiler knows. */
const isText = (event: EventNode): boolean => event.kind !== 'class' && event.language !== 'rust';

/** Code that compares an event's name with one that no event has, and nearly does. */
function askedForInVain(graph: Graph, links: Links): Misspelt[] {
  const live = (event: EventNode): Site | undefined =>
    links.dispatchesOf(event.id).find(isOwn) ?? links.listensOf(event.id).find(isOwn);
  const strangers = new Map<string, [Site, ...Site[]]>();
  for (const reference of graph.references) {
    if (!isOwn(reference) || reference.event === null || reference.certainty === 'dynamic') continue;
    if (reference.eventId !== null && links.event(reference.eventId)?.kind === 'class') continue;
    const before = strangers.get(reference.event);
    if (before) before.push(reference);
    else strangers.set(reference.event, [reference]);
  }
  if (!strangers.size) return [];
  const namesOf = (event: EventNode): readonly string[] => [event.name, ...(event.aliases ?? [])];
  const existing = graph.events.flatMap((event) => {
    const there = live(event);
    if (!there || event.external) return [];
    const world = worldOfFile(event.file ?? there.file);
    return namesOf(event).map((name) => ({ event, name, letters: lettersOf(name), there, world }));
  });
  const names = new Set(graph.events.flatMap((event) => (event.kind === 'class' || live(event) ? namesOf(event) : [])));
  const nearest = near(existing);
  return [...strangers].flatMap(([name, sites]): Misspelt[] => {
    if (names.has(name)) return [];
    const world = worldOfFile(sites[0].file);
    const letters = lettersOf(name);
    const close = nearest(letters)
      .flatMap((other) => {
        const far = other.world === world ? slip(letters, other.letters) : undefined;
        return far === undefined ? [] : [{ meant: { ...other.event, name: other.name }, there: other.there, far }];
      })
      .sort((a, b) => a.far - b.far)[0];
    if (!close) return [];
    const event: EventNode = { id: name, name, language: close.meant.language, kind: 'string' };
    return [{ missing: 'event', event, sites, meant: close.meant, there: close.there }];
  });
}

function worldOfFile(file: string): string {
  return file.endsWith('.php') ? 'php' : file.endsWith('.rs') ? 'rust' : 'javascript';
}

/** The id without the name: precise where two emitters look alike to people. */
function busOf(event: EventNode): string {
  const end = `|${event.name}`;
  if (event.id.endsWith(end)) return event.id.slice(0, -end.length);
  return `${worldOf(event)}:${event.emitter ?? ''}`;
}
