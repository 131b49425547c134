/**
 * The levels of the tree, found by the id of a row alone: an id is the way from the root, so a cycle of events is just
 * a longer way. A level knows its length at once and makes only the rows it is asked for.
 */
import type { CheckedGraph } from '../diagnostics';
import type { Finding } from '../diagnostics/diagnostic';
import type { Dispatch, Graph, Listen } from '../graph/graph';
import { linksOf } from '../graph/links';
import { traceOf, type Link } from '../graph/trace';
import type { Grouping, TreeRow } from '../protocol';
import type { Snapshot } from './feature';
import { treeIndexOf, type EventEntry, type ListenerEntry, type TreeIndex, type WorkEntry } from './treeIndex';
import {
  channelRow,
  colors,
  dispatchRow,
  eventRow,
  heardIds,
  heardRow,
  hearsOf,
  idPart,
  listenerRow,
  observerRow,
  problemRow,
  severityOrder,
  siteRow,
  workRow,
  worstOf,
  type Around,
} from './treeRows';
import { dispatchersOf, handlerName, heardBy, leadsTo, symbolName } from './wires';

export interface Level {
  readonly total: number;
  rows(from: number, to: number): readonly TreeRow[];
}

export interface View {
  readonly grouping: Grouping;
  readonly filter: string;
}

export interface Step {
  readonly kind: string;
  readonly key: string;
}

const empty: Level = { total: 0, rows: () => [] };

function level<Item>(items: readonly Item[], row: (item: Item, index: number) => TreeRow): Level {
  return {
    total: items.length,
    rows: (from, to) => items.slice(from, to).map((item, index) => row(item, from + index)),
  };
}

function joined(levels: readonly Level[]): Level {
  return {
    total: levels.reduce((sum, { total }) => sum + total, 0),
    rows(from, to) {
      let start = 0;
      return levels.flatMap((one) => {
        const rows = one.rows(Math.max(0, from - start), Math.max(0, to - start));
        start += one.total;
        return rows;
      });
    },
  };
}

/** Ids come back from the client and may be anything. */
export function stepsOf(id: string): readonly Step[] {
  return id.split('/').flatMap((part) => {
    const at = part.indexOf(':');
    if (at < 0) return [];
    try {
      return [{ kind: part.slice(0, at), key: decodeURIComponent(part.slice(at + 1)) }];
    } catch {
      return [];
    }
  });
}

/** The folder a row's id belongs to, the way in it, and the id's own beginning. */
export function startOf(
  snapshots: readonly Snapshot[],
  id: string,
): { readonly snapshot: Snapshot | undefined; readonly steps: readonly Step[] } {
  const steps = stepsOf(id);
  const [first] = steps;
  if (first?.kind !== 'folder') return { snapshot: snapshots[0], steps };
  return { snapshot: snapshots.find(({ root }) => root === first.key), steps: steps.slice(1) };
}

export function rootLevel(snapshots: readonly Snapshot[], view: View): Level {
  const [only] = snapshots;
  if (snapshots.length === 1 && only) return sections(only, '', view);
  return level(snapshots, (snapshot) => {
    const { total, shown } = eventCounts(snapshot, view.filter);
    return {
      id: idPart('folder', snapshot.root),
      kind: 'section',
      label: snapshot.name,
      description: view.filter === '' ? String(total) : `${shown} of ${total}`,
      icon: 'root-folder',
      expandable: true,
      expanded: true,
      accessibleName: `Folder ${snapshot.name}, ${total} events`,
    };
  });
}

export function childLevel(snapshots: readonly Snapshot[], parent: string, view: View): Level {
  const { snapshot, steps } = startOf(snapshots, parent);
  if (!snapshot) return empty;
  const last = steps.at(-1);
  if (!last) return parent.startsWith('folder:') ? sections(snapshot, `${parent}/`, view) : empty;
  const around = aroundOf(snapshot, `${parent}/`, view.filter);
  const index = indexOf(snapshot);
  switch (last.kind) {
    case 'section':
      return sectionLevel(around, index, last.key, view);
    case 'group':
      return level(
        eventsLeft(index, view.filter).filter((entry) => groupOf(entry, view.grouping) === last.key),
        (entry) => eventRow(around, entry),
      );
    case 'event': {
      const entry = index.event(last.key);
      return entry ? eventLevel(around, entry, index) : empty;
    }
    case 'listener': {
      const above = steps.at(-2);
      const listens = above?.kind === 'event' ? listensUnder(snapshot.graph, above.key, last.key) : undefined;
      const entry = listens ? undefined : index.listeners.find(({ key }) => key === last.key);
      if (!entry) return listens ? leadLevel(around, leadsTo(snapshot.graph, listens), steps, index) : empty;
      const heard = level(
        heardIds(entry).flatMap((id) => index.event(id) ?? []),
        (event) => eventRow(around, event),
      );
      const leads = leadsTo(snapshot.graph, entry.listens).filter(({ id }) => !heardIds(entry).includes(id));
      return joined([heard, leadLevel(around, leads, steps, index)]);
    }
    case 'work': {
      const entry = index.works.find(({ key }) => key === last.key);
      return entry ? workLevel(around, entry, steps, index) : empty;
    }
    case 'channel': {
      const names = new Set(
        index.channels.find(({ key }) => key === last.key)?.channels.flatMap(({ events }) => events),
      );
      return level(
        index.events.filter(({ name }) => names.has(name)),
        (entry) => eventRow(around, entry),
      );
    }
    default:
      return empty;
  }
}

export const indexOf = ({ graph, settings }: Snapshot): TreeIndex => treeIndexOf(graph, settings.showExternal);

export function eventCounts(snapshot: Snapshot, filter: string): { readonly shown: number; readonly total: number } {
  const index = indexOf(snapshot);
  return { shown: eventsLeft(index, filter).length, total: index.events.length };
}

const matching = <Item extends { readonly title: string }>(items: readonly Item[], filter: string): readonly Item[] =>
  filter === '' ? items : items.filter(({ title }) => title.toLowerCase().includes(filter));

const eventsLeft = (index: TreeIndex, filter: string): readonly EventEntry[] => matching(index.events, filter);

const sectionTitles = [
  ['events', 'Events', 'symbol-event', colors.event],
  ['listeners', 'Listeners and Subscribers', 'symbol-method', colors.listener],
  ['works', 'Jobs and Commands', 'server-process', colors.job],
  ['channels', 'Channels', 'broadcast', colors.channel],
  ['problems', 'Problems', 'warning', 'problemsWarningIcon.foreground'],
] as const;

function sections(snapshot: Snapshot, path: string, view: View): Level {
  const around = aroundOf(snapshot, path, view.filter);
  const counted = sectionTitles.flatMap(([key, label, icon, color]) => {
    const count =
      key === 'events'
        ? eventCounts(snapshot, view.filter).shown
        : sectionLevel(around, indexOf(snapshot), key, view).total;
    return count ? [{ key, label, icon, color, count }] : [];
  });
  return level(counted, ({ key, label, icon, color, count }) => {
    const problems = key === 'problems' ? worstOf(findingsOf(snapshot)) : undefined;
    return {
      id: path + idPart('section', key),
      kind: 'section',
      label,
      description: String(count),
      icon: problems === 'error' ? 'error' : icon,
      color: problems === 'error' ? 'problemsErrorIcon.foreground' : color,
      expandable: true,
      ...(key === 'events' && { expanded: true }),
      accessibleName: `${label}, ${count}`,
    };
  });
}

function sectionLevel(around: Around, index: TreeIndex, key: string, view: View): Level {
  const { filter } = around;
  switch (key) {
    case 'events':
      return eventsLevel(around, eventsLeft(index, filter), view.grouping);
    case 'listeners':
      return joined([
        level(matching(index.listeners, filter), (entry) => listenerRow(around, entry, hearsOf(entry, index))),
        level(matching(index.observers, filter), (one) => observerRow(around, one)),
      ]);
    case 'works':
      return level(matching(index.works, filter), (entry) => workRow(around, entry, true));
    case 'channels':
      return level(matching(index.channels, filter), (entry) => channelRow(around, entry));
    case 'problems': {
      const findings = findingsOf(around.snapshot).filter(({ message }) => message.toLowerCase().includes(filter));
      const seen = new Map<string, number>();
      const numbered = findings.map((finding) => {
        const identity = `${finding.code} ${finding.place.file} ${finding.subject}`;
        const count = seen.get(identity) ?? 0;
        seen.set(identity, count + 1);
        return { finding, count };
      });
      return level(numbered, ({ finding, count }) => problemRow(around, finding, count));
    }
    default:
      return empty;
  }
}

export function groupOf(entry: EventEntry, grouping: Grouping): string {
  return grouping === 'namespace' ? entry.namespace : grouping === 'folder' ? entry.folder : '';
}

/** Groups first, then events that are in none. */
function eventsLevel(around: Around, entries: readonly EventEntry[], grouping: Grouping): Level {
  const groups = new Map<string, number>();
  for (const entry of entries) {
    const group = groupOf(entry, grouping);
    groups.set(group, (groups.get(group) ?? 0) + 1);
  }
  const loose = entries.filter((entry) => groupOf(entry, grouping) === '');
  groups.delete('');
  const names = [...groups].sort(([a], [b]) => (a < b ? -1 : 1));
  return joined([
    level(names, ([name, count]) => ({
      id: around.path + idPart('group', name),
      kind: 'group',
      label: name,
      description: String(count),
      icon: grouping === 'folder' ? 'folder' : 'symbol-namespace',
      expandable: true,
      accessibleName: `${name}, ${count} events`,
    })),
    level(loose, (entry) => eventRow(around, entry)),
  ]);
}

function eventLevel(around: Around, event: EventEntry, index: TreeIndex): Level {
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

const listensUnder = (graph: Graph, eventId: string, wanted: string): readonly Listen[] =>
  listenersUnder(graph, eventId).find(({ key }) => key === wanted)?.listens ?? [];

/** Keys that stay when lines move: what it is, and the how-manieth of these. */
function numbered<Item>(
  items: readonly Item[],
  keyOf: (item: Item) => string,
): readonly { readonly item: Item; readonly key: string }[] {
  const counts = new Map<string, number>();
  return items.map((item) => {
    const key = keyOf(item);
    const count = counts.get(key) ?? 0;
    counts.set(key, count + 1);
    return { item, key: `${key} ${count}` };
  });
}

function leadLevel(around: Around, links: readonly Link[], steps: readonly Step[], index: TreeIndex): Level {
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
    const nobody = !linksOf(around.snapshot.graph).listensOf(id).length && !entry.node?.broadcast;
    return [() => eventRow(around, entry, { description: nobody ? 'leads to, heard by nobody' : 'leads to' })];
  });
  return level(rows, (row) => row());
}

function workLevel(around: Around, { work }: WorkEntry, steps: readonly Step[], index: TreeIndex): Level {
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

const sorted = new WeakMap<
  CheckedGraph,
  { readonly findings: readonly Finding[]; readonly byEvent: ReadonlyMap<string, readonly Finding[]> }
>();

function checkedOf(snapshot: Snapshot): {
  readonly findings: readonly Finding[];
  readonly byEvent: ReadonlyMap<string, readonly Finding[]>;
} {
  if (!snapshot.settings.diagnostics.enabled) return { findings: [], byEvent: new Map() };
  const graph = snapshot.checked();
  const before = sorted.get(graph);
  if (before) return before;
  const byEvent = new Map<string, Finding[]>();
  for (const finding of graph.findings) {
    const [id = ''] = finding.subject.split(' -> ');
    const list = byEvent.get(id);
    if (list) list.push(finding);
    else byEvent.set(id, [finding]);
  }
  const findings = [...graph.findings].sort((a, b) => severityOrder[a.severity] - severityOrder[b.severity]);
  const fresh = { findings, byEvent };
  sorted.set(graph, fresh);
  return fresh;
}

const findingsOf = (snapshot: Snapshot): readonly Finding[] => checkedOf(snapshot).findings;

export function aroundOf(snapshot: Snapshot, path: string, filter: string): Around {
  return { snapshot, path, filter, problemsOf: (eventId) => checkedOf(snapshot).byEvent.get(eventId) ?? [] };
}
