/** What stands below an event, a listener, a job or a command. */
import type { Dispatch, Graph, Listen } from '../graph/graph';
import { linksOf } from '../graph/links';
import { heardElsewhere } from '../graph/wording';
import { traceOf, type Link } from '../graph/trace';
import type { TreeRow } from '../protocol';
import type { Step } from './treeIds';
import type { EventEntry, ListenerEntry, TreeIndex, WorkEntry } from './treeIndex';
import { joined, level, numbered, type Level } from './treeLevel';
import { channelRow, dispatchRow, eventRow, heardRow, siteRow, workRow, type Around } from './treeRows';
import { dispatchersOf, handlerName, heardBy, symbolName } from './wires';

export function eventLevel(around: Around, event: EventEntry, index: TreeIndex): Level {
  const { graph } = around.snapshot;
  const dispatches = numbered(
    dispatchersOf(graph, event.id),
    ({ file, in: symbol }: Dispatch) => `${symbol ?? ''} ${file}`,
  );
  const listens = listenersUnder(graph, event.id);
  const channels = index.channels.filter((entry) => entry.channels.some(({ events }) => events.includes(event.name)));
  return joined([
    level(dispatches, ({ item, key }) => dispatchRow(around, item, key, event.id)),
    level(listens, (entry) => heardRow(around, event, entry)),
    level(channels, (entry) => ({ ...channelRow(around, entry), expandable: false })),
  ]);
}

function listenersUnder(graph: Graph, eventId: string): readonly ListenerEntry[] {
  const keyOf = ({ handler, handlerFile, file }: Listen): string => `${handler} ${handlerFile ?? file}`;
  return numbered(heardBy(graph, eventId).listens, keyOf).map(({ item, key }) => ({
    key,
    title: handlerName(item),
    listens: [item],
  }));
}

export const listensUnder = (graph: Graph, eventId: string, wanted: string): readonly Listen[] =>
  listenersUnder(graph, eventId).find(({ key }) => key === wanted)?.listens ?? [];

export function leadLevel(around: Around, links: readonly Link[], steps: readonly Step[], index: TreeIndex): Level {
  const rows = links.flatMap(({ kind, id }): (() => TreeRow)[] => {
    if (kind !== 'event') {
      const entry = index.works.find(({ key }) => key === `${kind} ${id}`);
      const again = steps.some((step) => step.kind === 'work' && step.key === entry?.key);
      return entry
        ? [() => ({ ...workRow(around, entry, !again), description: again ? 'comes back' : 'leads to' })]
        : [];
    }
    const entry = index.event(id);
    if (!entry) return [];
    const again = steps.some((step) => step.kind === 'event' && step.key === id);
    if (again) return [() => eventRow(around, entry, { description: 'comes back', expandable: false })];
    const nobody = !linksOf(around.snapshot.graph).listensOf(id).length && heardElsewhere(entry.node) === undefined;
    return [() => eventRow(around, entry, { description: nobody ? 'leads to, heard by nobody' : 'leads to' })];
  });
  return level(rows, (row) => row());
}

export function workLevel(around: Around, { work }: WorkEntry, steps: readonly Step[], index: TreeIndex): Level {
  const { graph } = around.snapshot;
  const link: Link =
    work.kind === 'job'
      ? { kind: 'job', id: work.job.job ?? '', name: work.job.job ?? '' }
      : { kind: 'command', id: work.command.commandId, name: work.command.command };
  const sites =
    work.kind === 'job'
      ? graph.jobs.filter(({ job }) => job === work.job.job).map((site) => ({ site, name: symbolName(site.in, site) }))
      : work.command.dispatches.map((site) => ({ site, name: symbolName(undefined, site) }));
  const reactions = traceOf(graph).reactions(link);
  const fired = reactions.flatMap(({ fires }) => fires.map((one) => one.link));
  const unique = [...new Map(fired.map((one) => [`${one.kind}:${one.id}`, one])).values()];
  const pushes = numbered(sites, ({ site, name }) => `${name} ${site.file}`);
  const handlers =
    work.kind === 'command' ? numbered(reactions, ({ handler, place }) => `${handler} ${place.file}`) : [];
  return joined([
    level(pushes, ({ item, key }) =>
      siteRow(
        around,
        item.site,
        `from ${key}`,
        item.name,
        `${work.kind === 'job' ? 'pushes' : 'sends'}, :${item.site.line}`,
      ),
    ),
    level(handlers, ({ item, key }) =>
      siteRow(around, item.place, `to ${key}`, symbolName(item.handler, item.place), 'handles'),
    ),
    leadLevel(around, unique, steps, index),
  ]);
}
