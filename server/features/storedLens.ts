/** Lenses of connected stores: `1,204 stored, last 3 min ago` above events, `at 1,204, up to date` above projections. */
import type { CodeLens } from 'vscode-languageserver';
import type { Place } from '../graph/graph';
import { storedOf, type StoredOfEvent } from '../graph/storedEvents';
import type { StoredProjection } from '../graph/stored';
import { shortName } from '../graph/wording';
import { showStoredCommand, type StoredArgument } from '../protocol';
import { classPlace } from './classPlace';
import { startRange } from './documents';
import type { Snapshot } from './feature';
import { grouped, momentOf } from './moments';
import { spotsIn } from './places';

export function storedLenses(snapshot: Snapshot, file: string): readonly CodeLens[] {
  const { graph, stored: stores = [], settings } = snapshot;
  if (!stores.length || !settings.codeLens.stored) return [];
  const stored = storedOf(graph, stores);
  const lenses = spotsIn(graph, file).flatMap((spot) =>
    spot.kind === 'event'
      ? stored
          .ofEvent(spot.event.id)
          .map((one, _, all) => lensOf(spot.place, storedTitle(snapshot, one, all.length > 1), argumentOf(one)))
      : [],
  );
  for (const { owner, listens } of stored.projections.values()) {
    const [first] = listens;
    if (first.handlerFile !== file || first.handlerLine === undefined) continue;
    const own = { file, line: first.handlerLine, column: first.handlerColumn ?? 1 };
    const place = classPlace(snapshot, file, shortName(owner)) ?? own;
    for (const { store, projection } of stored.ofProjection(owner)) {
      const title = projectionTitle(projection);
      if (title !== undefined)
        lenses.push(lensOf(place, title, { id: store.id, type: '', projection: projection.name }));
    }
  }
  return lenses;
}

export function storedTitle({ now = Date.now() }: Snapshot, one: StoredOfEvent, isOneOfSeveral: boolean): string {
  const where = isOneOfSeveral ? ` in ${one.store.name}` : '';
  return `${grouped(one.stored)} stored${where}${one.last === null ? '' : `, last ${momentOf(one.last, now)}`}`;
}

export function argumentOf({ store, types }: StoredOfEvent): StoredArgument {
  const [first] = types;
  return {
    id: store.id,
    type: first.type,
    ...(types.length > 1 && { types: types.map(({ type }) => type) }),
  };
}

/** Undefined where the store says nothing of it. */
function projectionTitle({ position, lag, state }: StoredProjection): string | undefined {
  const at = position === null ? '' : `at ${typeof position === 'number' ? grouped(position) : position}`;
  const behind = lag === null || lag === 0 ? '' : `${grouped(lag)} ${lag === 1 ? 'event' : 'events'} behind`;
  const how =
    state === 'failed'
      ? ['failed', behind].filter(Boolean).join(', ')
      : state === 'behind'
        ? behind || state
        : state === 'unknown'
          ? ''
          : state;
  const title = [at, how].filter(Boolean).join(', ');
  return title === '' ? undefined : title;
}

function lensOf(place: Place, title: string, argument: StoredArgument): CodeLens {
  return { range: startRange(place), command: { title, command: showStoredCommand, arguments: [argument] } };
}
