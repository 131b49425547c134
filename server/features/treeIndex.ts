/** What the tree's sections hold, in order, indexed once per graph; rows are made from it only for what is asked. */
import type { Channel, Command, EventNode, Graph, Job, Listen, Observer, Place } from '../graph/graph';
import { linksOf } from '../graph/links';
import { eventNames } from '../graph/select';
import { shortName } from '../graph/wording';
import { declarationOf } from './siteRows';
import { handlerName, titleOf } from './wires';

export interface EventEntry {
  readonly id: string;
  readonly name: string;
  readonly title: string;
  readonly node?: EventNode;
  readonly place?: Place;
  readonly namespace: string;
  readonly folder: string;
}

export interface ListenerEntry {
  readonly key: string;
  readonly title: string;
  readonly listens: readonly [Listen, ...Listen[]];
}

export interface WorkEntry {
  readonly key: string;
  readonly title: string;
  readonly work: { readonly kind: 'job'; readonly job: Job } | { readonly kind: 'command'; readonly command: Command };
}

export interface TreeIndex {
  readonly events: readonly EventEntry[];
  readonly listeners: readonly ListenerEntry[];
  readonly observers: readonly { readonly key: string; readonly title: string; readonly observer: Observer }[];
  readonly works: readonly WorkEntry[];
  readonly channels: readonly {
    readonly key: string;
    readonly title: string;
    readonly channels: readonly [Channel, ...Channel[]];
  }[];
  readonly event: (id: string) => EventEntry | undefined;
}

/** With what frameworks and packages bring, or without. */
const known = { all: new WeakMap<Graph, TreeIndex>(), own: new WeakMap<Graph, TreeIndex>() };

export function treeIndexOf(graph: Graph, external: boolean): TreeIndex {
  const cache = external ? known.all : known.own;
  const before = cache.get(graph);
  if (before) return before;
  const isShown = (one: { readonly external?: boolean }): boolean => external || !one.external;
  const events = eventsOf(graph, external);
  const byId = new Map(events.map((entry) => [entry.id, entry]));
  const observers = graph.observers.filter(isShown).map((observer) => ({
    key: `${observer.observer} ${observer.model}`,
    title: shortName(observer.observer),
    observer,
  }));
  const index: TreeIndex = {
    events,
    listeners: listenersOf(graph.listens.filter((listen) => isShown(listen) && !listen.wrapper)),
    observers: [...new Map(observers.map((one) => [one.key, one])).values()].sort(byTitle),
    works: worksOf(graph, isShown),
    channels: channelsOf(graph.channels),
    event: (id) => byId.get(id),
  };
  cache.set(graph, index);
  return index;
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
const byTitle = (a: { readonly title: string }, b: { readonly title: string }): number =>
  compare(a.title.toLowerCase(), b.title.toLowerCase()) || compare(a.title, b.title);

function eventsOf(graph: Graph, external: boolean): readonly EventEntry[] {
  const links = linksOf(graph);
  return eventNames(graph)
    .flatMap(({ id, name, node, emitter }): EventEntry[] => {
      const site = links.dispatchesOf(id)[0] ?? links.listensOf(id).find(({ eventId }) => eventId === id);
      if (!external && (node ? node.external : site?.external)) return [];
      const place = (node && declarationOf(node)) ?? site;
      const title = titleOf({ id, name, ...(node && { kind: node.kind }) });
      const file = place?.file ?? '';
      const folder = file.includes('/') ? file.slice(0, file.lastIndexOf('/')) : '';
      const spaced = name.includes('\\') ? name.slice(0, name.lastIndexOf('\\')) : rustPath(id, name);
      return [
        {
          id,
          name,
          title,
          namespace: spaced ?? emitter ?? folder,
          folder,
          ...(node && { node }),
          ...(place && { place }),
        },
      ];
    })
    .sort((a, b) => byTitle(a, b) || compare(a.id, b.id));
}

/** `rust:shop::events::OrderPlaced` → `shop::events` */
function rustPath(id: string, name: string): string | undefined {
  if (!id.startsWith('rust:') || !id.endsWith(name)) return undefined;
  const path = id.slice('rust:'.length, -name.length).replace(/::$/, '');
  return path === '' || path.endsWith('|') ? undefined : path;
}

function listenersOf(listens: readonly Listen[]): readonly ListenerEntry[] {
  const groups = new Map<string, [Listen, ...Listen[]]>();
  const closures = new Map<string, number>();
  const keyOf = (listen: Listen): string => {
    const file = listen.handlerFile ?? listen.file;
    if (listen.handler !== 'closure') return `${listen.handler} ${file}`;
    // Lines move with every edit; what it hears, and where in the file's order, does not.
    const name = `closure ${listen.event ?? '?'} ${file}`;
    const place = `${name} ${listen.handlerLine ?? listen.line}:${listen.handlerColumn ?? listen.column}`;
    if (!closures.has(place)) {
      closures.set(place, closures.get(name) ?? 0);
      closures.set(name, (closures.get(name) ?? 0) + 1);
    }
    return `${name} ${closures.get(place) ?? 0}`;
  };
  for (const listen of listens) {
    const key = keyOf(listen);
    const group = groups.get(key);
    if (group) group.push(listen);
    else groups.set(key, [listen]);
  }
  return [...groups].map(([key, group]) => ({ key, title: handlerName(group[0]), listens: group })).sort(byTitle);
}

function worksOf(graph: Graph, isShown: (one: { readonly external?: boolean }) => boolean): readonly WorkEntry[] {
  const works = new Map<string, WorkEntry>();
  for (const job of graph.jobs)
    if (job.job !== null && isShown(job) && !works.has(`job ${job.job}`))
      works.set(`job ${job.job}`, { key: `job ${job.job}`, title: shortName(job.job), work: { kind: 'job', job } });
  for (const command of graph.commands) {
    const key = `command ${command.commandId}`;
    if (isShown(command) && !works.has(key))
      works.set(key, { key, title: shortName(command.command), work: { kind: 'command', command } });
  }
  return [...works.values()].sort(byTitle);
}

function channelsOf(channels: readonly Channel[]): TreeIndex['channels'] {
  const groups = new Map<string, [Channel, ...Channel[]]>();
  for (const channel of channels) {
    const group = groups.get(channel.pattern);
    if (group) group.push(channel);
    else groups.set(channel.pattern, [channel]);
  }
  return [...groups].map(([key, group]) => ({ key, title: key, channels: group })).sort(byTitle);
}
