/** Everything with a name that can be searched for, with its place: indexed once per graph. */
import type { Graph, Place } from '../graph/graph';
import { linksOf } from '../graph/links';
import { eventNames } from '../graph/select';
import { shortName } from '../graph/wording';
import { handlerPlace } from './places';
import { declarationOf } from './siteRows';
import { symbolName, titleOf } from './wires';

export interface Named {
  readonly kind: 'event' | 'listener' | 'job' | 'command' | 'channel';
  readonly name: string;
  readonly title: string;
  /** Name and title in lower case, for comparing. */
  readonly lower: { readonly name: string; readonly title: string };
  /** Namespace, emitter or kind: tells namesakes apart. */
  readonly container: string;
  readonly place: Place;
  readonly id?: string;
  readonly external: boolean;
  /** Other names it answers to. */
  readonly aliases: readonly string[];
}

const known = new WeakMap<Graph, readonly Named[]>();

export function namedIn(graph: Graph): readonly Named[] {
  const before = known.get(graph);
  if (before) return before;
  const links = linksOf(graph);
  const named = new Map<string, Named>();
  const add = (one: Omit<Named, 'aliases' | 'external' | 'lower'> & Partial<Named>): void => {
    const key = `${one.kind} ${one.id ?? one.name} ${one.kind === 'listener' ? one.place.file : ''}`;
    if (named.has(key)) return;
    const lower = { name: one.name.toLowerCase(), title: one.title.toLowerCase() };
    named.set(key, { aliases: [], external: false, lower, ...one });
  };
  for (const { id, name, node, emitter } of eventNames(graph)) {
    const place = (node && declarationOf(node)) ?? links.dispatchesOf(id)[0] ?? links.listensOf(id)[0];
    if (!place) continue;
    const title = titleOf({ id, name, ...(node && { kind: node.kind }) });
    const container = emitter ?? name.slice(0, name.length - title.length).replace(/[\\:]+$/, '');
    const external = node?.external ?? links.dispatchesOf(id).every((site) => site.external);
    add({ kind: 'event', name, title, container, place, id, external, aliases: node?.aliases ?? [] });
  }
  for (const listen of graph.listens) {
    if (listen.handler === 'closure' || listen.wrapper) continue;
    const title = symbolName(listen.handler, listen);
    const container = listen.handler.slice(0, Math.max(0, listen.handler.lastIndexOf('\\')));
    const external = listen.external ?? false;
    add({ kind: 'listener', name: listen.handler, title, container, place: handlerPlace(listen), external });
  }
  for (const job of graph.jobs) {
    if (job.job === null) continue;
    const place = job.jobFile === undefined ? job : { file: job.jobFile, line: job.jobLine ?? 1, column: 1 };
    add({
      kind: 'job',
      name: job.job,
      title: shortName(job.job),
      container: 'job',
      place,
      external: job.external ?? false,
    });
  }
  for (const command of graph.commands)
    add({
      kind: 'command',
      name: command.command,
      title: shortName(command.command),
      container: command.kind,
      place: command,
      id: command.commandId,
      external: command.external ?? false,
    });
  for (const channel of graph.channels)
    add({ kind: 'channel', name: channel.pattern, title: channel.pattern, container: 'channel', place: channel });
  const all = [...named.values()];
  known.set(graph, all);
  return all;
}
