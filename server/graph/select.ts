/** A graph cut down: to what is the workspace's own, or to one event and what hangs on it. */
import type { EventNode, Graph } from './graph';
import { nearness } from './names';
import { keyOf, traceOf, type Link } from './trace';

export interface EventName {
  readonly id: string;
  readonly name: string;
  readonly emitter?: string;
  readonly node?: EventNode;
}

/** Every event the graph speaks of, declared or only named; each once. */
export function eventNames(graph: Graph): readonly EventName[] {
  const names = new Map<string, EventName>();
  for (const node of graph.events)
    names.set(node.id, {
      id: node.id,
      name: node.name,
      node,
      ...(node.emitter !== undefined && { emitter: node.emitter }),
    });
  for (const site of [...graph.dispatches, ...graph.listens])
    if (site.eventId !== null && !names.has(site.eventId))
      names.set(site.eventId, {
        id: site.eventId,
        name: site.event ?? site.eventId,
        ...(site.emitter !== undefined && { emitter: site.emitter }),
      });
  return [...names.values()];
}

/** The events a query means: those that match it best. */
export function eventsNamed(graph: Graph, query: string): readonly EventName[] {
  const scored = eventNames(graph).flatMap((event) => {
    const rank = nearness(query, [event.name, event.id, ...(event.node?.aliases ?? [])]);
    return rank === undefined ? [] : [{ event, rank }];
  });
  const best = Math.min(...scored.map(({ rank }) => rank));
  return scored.filter(({ rank }) => rank === best).map(({ event }) => event);
}

/** Without what belongs to frameworks, packages and the runtime. */
export function withoutExternal(graph: Graph): Graph {
  const own = <Entry extends { readonly external?: boolean }>(entries: readonly Entry[]): readonly Entry[] =>
    entries.filter(({ external }) => !external);
  return {
    ...graph,
    events: own(graph.events),
    dispatches: own(graph.dispatches),
    listens: own(graph.listens),
    jobs: own(graph.jobs),
    commands: own(graph.commands),
    observers: own(graph.observers),
    references: own(graph.references),
  };
}

/** These events with all their sites, and what they set off in turn. */
export function around(graph: Graph, events: readonly EventName[]): Graph {
  const trace = traceOf(graph);
  const chosen = new Set(events.map(({ id }) => id));
  const names = new Set(events.map(({ name }) => name));
  const reached = new Map<string, Link>();
  const sites = new Set<object>();
  const queue: Link[] = events.map(({ id, name }) => ({ kind: 'event', id, name }));
  for (let link = queue.shift(); link; link = queue.shift()) {
    if (reached.has(keyOf(link))) continue;
    reached.set(keyOf(link), link);
    for (const { fires } of trace.reactions(link))
      for (const fired of fires) {
        sites.add(fired.site);
        queue.push(fired.link);
      }
  }
  const within = (kind: Link['kind'], id: string | null): boolean => id !== null && reached.has(`${kind}:${id}`);
  const isChosen = (id: string | null): boolean => id !== null && chosen.has(id);
  const maybe = (candidates: readonly string[] | undefined): boolean =>
    candidates?.some((name) => names.has(name)) ?? false;
  return {
    ...graph,
    events: graph.events.filter(({ id }) => within('event', id)),
    dispatches: graph.dispatches.filter(
      (dispatch) => isChosen(dispatch.eventId) || sites.has(dispatch) || maybe(dispatch.candidates),
    ),
    listens: graph.listens.filter(
      ({ eventId, matches, candidates }) =>
        within('event', eventId) || (matches?.some((id) => within('event', id)) ?? false) || maybe(candidates),
    ),
    jobs: graph.jobs.filter((job) => sites.has(job)),
    commands: graph.commands.filter(({ commandId }) => within('command', commandId)),
    observers: [],
    channels: graph.channels.filter((channel) => maybe(channel.events)),
    references: graph.references.filter(({ eventId, candidates }) => isChosen(eventId) || maybe(candidates)),
    unwired: graph.unwired.filter((unwired) => maybe(unwired.events)),
  };
}
