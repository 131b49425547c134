/** The sections of the tree and the groups of its events, as far as the filter leaves them. */
import type { Grouping } from '../protocol';
import type { Snapshot } from './feature';
import { aroundOf, findingsOf } from './treeFindings';
import { treeIndexOf, type EventEntry, type TreeIndex } from './treeIndex';
import { empty, joined, level, type Level } from './treeLevel';
import {
  channelRow,
  colors,
  eventRow,
  hearsOf,
  idPart,
  listenerRow,
  observerRow,
  problemRow,
  workRow,
  worstOf,
  type Around,
} from './treeRows';

export interface View {
  readonly grouping: Grouping;
  readonly filter: string;
}

export const indexOf = ({ graph, settings }: Snapshot): TreeIndex => treeIndexOf(graph, settings.showExternal);

export function eventCounts(snapshot: Snapshot, filter: string): { readonly shown: number; readonly total: number } {
  const index = indexOf(snapshot);
  return { shown: eventsLeft(index, filter).length, total: index.events.length };
}

const matching = <Item extends { readonly title: string }>(items: readonly Item[], filter: string): readonly Item[] =>
  filter === '' ? items : items.filter(({ title }) => title.toLowerCase().includes(filter));

export const eventsLeft = (index: TreeIndex, filter: string): readonly EventEntry[] => matching(index.events, filter);

const sectionTitles = [
  ['events', 'Events', 'symbol-event', colors.event],
  ['listeners', 'Listeners and Subscribers', 'symbol-method', colors.listener],
  ['works', 'Jobs and Commands', 'server-process', colors.job],
  ['channels', 'Channels', 'broadcast', colors.channel],
  ['problems', 'Problems', 'warning', 'problemsWarningIcon.foreground'],
] as const;

export function sections(snapshot: Snapshot, path: string, view: View): Level {
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

export function sectionLevel(around: Around, index: TreeIndex, key: string, view: View): Level {
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
