/** Who dispatches and who hears each event: the graph's sites by event id, indexed once per graph. */
import type { Dispatch, EventNode, Graph, Listen, Place, Site } from './graph';

export interface Links {
  event(id: string): EventNode | undefined;
  /** Wrapper bodies left out: their callers are dispatches of their own. */
  dispatchesOf(id: string): readonly Dispatch[];
  /** Every listener that hears the event: by its own name, by a pattern, by an interface. */
  listensOf(id: string): readonly Listen[];
}

const known = new WeakMap<Graph, Links>();

export function linksOf(graph: Graph): Links {
  const before = known.get(graph);
  if (before) return before;
  const events = new Map(graph.events.map((event) => [event.id, event]));
  const dispatches = new Map<string, Dispatch[]>();
  const listens = new Map<string, Listen[]>();
  for (const dispatch of graph.dispatches)
    if (dispatch.eventId !== null && !dispatch.wrapper) put(dispatches, dispatch.eventId, dispatch);
  for (const listen of graph.listens)
    if (!listen.wrapper) for (const id of new Set(reachedBy(listen))) put(listens, id, listen);
  const links: Links = {
    event: (id) => events.get(id),
    dispatchesOf: (id) => dispatches.get(id) ?? [],
    listensOf: (id) => listens.get(id) ?? [],
  };
  known.set(graph, links);
  return links;
}

/** Ids of the events a listener hears. */
export function reachedBy(listen: Listen): readonly string[] {
  return listen.matches ?? (listen.eventId === null ? [] : [listen.eventId]);
}

/** Part of the product's own code, as against tests and code of the runtime or a package. */
export function isOwn(site: Site): boolean {
  return !site.test && !site.external;
}

/** TypeScript and JavaScript are one world at run time. */
export function worldOf(event: EventNode): string {
  return event.language === 'typescript' ? 'javascript' : event.language;
}

export function samePlace(a: Place, b: Place): boolean {
  return a.file === b.file && a.line === b.line && a.column === b.column;
}

/** The place alone, without what else the value knows. */
export function placeOf({ file, line, column, endLine, endColumn }: Place): Place {
  return {
    file,
    line,
    column,
    ...(endLine !== undefined && { endLine }),
    ...(endColumn !== undefined && { endColumn }),
  };
}

function put<Value>(map: Map<string, Value[]>, key: string, value: Value): void {
  const list = map.get(key);
  if (list) list.push(value);
  else map.set(key, [value]);
}
