/** `eventWiring/reveal`: the way from the tree's root to what stands at a position. Wants all folders. */
import type { RevealAnswer, RevealParams, TreeRow } from '../protocol';
import { documentOf, uriOf } from './documents';
import type { Feature, Snapshot } from './feature';
import { eventIdsOf, handlerPlace, spotsAt, type Spot } from './places';
import { childLevel, rootLevel } from './treeLevels';
import { groupOf, indexOf, type View } from './treeSections';
import { idPart } from './treeRows';
import type { Place } from '../graph/graph';

export const reveal: Feature<RevealParams, RevealAnswer> = {
  method: 'eventWiring/reveal',
  answer(snapshots, { uri, position, grouping, filter = '' }) {
    const here = documentOf(snapshots, uri);
    const view = { grouping, filter: filter.trim().toLowerCase() };
    for (const { spot } of here ? spotsAt(here.snapshot, here.file, position) : []) {
      const path = here ? pathTo(snapshots, here.snapshot, spot, view) : [];
      if (path.length) return { path };
    }
    return { path: [] };
  },
};

function pathTo(snapshots: readonly Snapshot[], snapshot: Snapshot, spot: Spot, view: View): readonly TreeRow[] {
  const start = snapshots.length > 1 ? [idPart('folder', snapshot.root)] : [];
  const index = indexOf(snapshot);
  if (spot.kind === 'channel')
    return walk(snapshots, [...start, idPart('section', 'channels'), idPart('channel', spot.channel.pattern)], view);
  if (spot.kind === 'job' || spot.kind === 'jobClass')
    return walk(snapshots, [...start, idPart('section', 'works'), idPart('work', `job ${spot.job.job ?? ''}`)], view);
  if (spot.kind === 'command' || spot.kind === 'send')
    return walk(
      snapshots,
      [...start, idPart('section', 'works'), idPart('work', `command ${spot.command.commandId}`)],
      view,
    );
  const entry = eventIdsOf(spot)
    .map((id) => index.event(id))
    .find((one) => one !== undefined);
  if (!entry) return [];
  const group = groupOf(entry, view.grouping);
  const steps = [
    ...start,
    idPart('section', 'events'),
    ...(group === '' ? [] : [idPart('group', group)]),
    idPart('event', entry.id),
  ];
  const path = walk(snapshots, steps, view);
  const place =
    spot.kind === 'dispatch'
      ? spot.place
      : spot.kind === 'listen'
        ? handlerPlace(spot.listen)
        : spot.kind === 'handler'
          ? spot.place
          : undefined;
  const last = path.at(-1);
  const row = place && last ? rowAt(snapshots, snapshot, last.id, place, view) : undefined;
  return row ? [...path, row] : path;
}

/** The rows of these ids, each a child of the one before; empty where the filter hides one. */
function walk(snapshots: readonly Snapshot[], parts: readonly string[], view: View): readonly TreeRow[] {
  const path: TreeRow[] = [];
  let parent = '';
  for (const part of parts) {
    const id = parent === '' ? part : `${parent}/${part}`;
    const level = parent === '' ? rootLevel(snapshots, view) : childLevel(snapshots, parent, view);
    const row = level.rows(0, level.total).find((one) => one.id === id);
    if (!row) return [];
    path.push(row);
    parent = id;
  }
  return path;
}

function rowAt(
  snapshots: readonly Snapshot[],
  snapshot: Snapshot,
  parent: string,
  place: Place,
  view: View,
): TreeRow | undefined {
  const level = childLevel(snapshots, parent, view);
  const uri = uriOf(snapshot, place.file);
  return level
    .rows(0, level.total)
    .find(
      ({ location }) =>
        location?.uri === uri &&
        location.range.start.line === place.line - 1 &&
        location.range.start.character === place.column - 1,
    );
}
