/**
 * The levels of the tree, found by the id of a row alone: an id is the way from the root, so a cycle of events is just
 * a longer way. A level knows its length at once and makes only the rows it is asked for.
 */
import type { Snapshot } from './feature';
import { eventLevel, leadLevel, listensUnder, workLevel } from './treeBelow';
import { aroundOf } from './treeFindings';
import { startOf } from './treeIds';
import { empty, joined, level, type Level } from './treeLevel';
import { eventRow, heardIds, idPart } from './treeRows';
import { eventCounts, eventsLeft, groupOf, indexOf, sectionLevel, sections, type View } from './treeSections';
import { leadsTo } from './wires';

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
