/** `eventWiring/stores/code`: what the code knows of stored types, and of classes that a store names. */
import type { EventNode, Place } from '../graph/graph';
import { linksOf } from '../graph/links';
import { neverStoredOf, storedTypesOf, type StoredMatch } from '../graph/storedTypes';
import {
  storeCodeRequest,
  type CodePlace,
  type StoreCodeAnswer,
  type StoreCodeParams,
  type StoredTypeCode,
} from '../protocol';
import { declared, isWhole } from './declared';
import { locationOf } from './documents';
import type { Feature, Snapshot } from './feature';
import { handlerPlace } from './places';
import { declarationOf } from './siteRows';
import { placeOfClass } from './storedClasses';
import { dispatchersOf, handlerName, heardBy, howOf, symbolName, titleOf } from './wires';

/** A type of more places is a wildcard of its own. */
const mostPlaces = 200;

export const storeCode: Feature<StoreCodeParams, StoreCodeAnswer> = {
  method: storeCodeRequest,
  answer(snapshots, { id, types: asked, classes: named }) {
    // What came over a wire may be of any shape.
    const [types, classes] = [texts(asked), texts(named)];
    const stored = snapshots[0]?.stored?.find((store) => store.id === id)?.types.map(({ type }) => type) ?? [];
    const every = [...new Set([...stored, ...types])];
    return {
      version: snapshots.reduce((sum, { version }) => sum + version, 0),
      types: types.map((type) => typeOf(snapshots, type)),
      classes: [...new Set(classes)].flatMap((name) => {
        for (const snapshot of snapshots) {
          const found = placeOfClass(snapshot, name);
          if (found) return [{ name, place: codePlace(snapshot, found.place, found.name) }];
        }
        return [];
      }),
      neverStored: snapshots.flatMap((snapshot) =>
        neverStoredOf(snapshot.graph, every).flatMap((event) => declarationPlace(snapshot, event) ?? []),
      ),
    };
  },
};

const texts = (value: unknown): readonly string[] =>
  Array.isArray(value) ? value.filter((one): one is string => typeof one === 'string') : [];

/** Of several folders the one that knows it best. */
export function typeOf(snapshots: readonly Snapshot[], type: string): StoredTypeCode {
  const known = snapshots
    .map((snapshot) => ({ snapshot, match: storedTypesOf(snapshot.graph)(type) }))
    .filter(({ match }) => match.state !== 'none')
    .sort((a, b) => rank(a.match) - rank(b.match));
  const [best] = known;
  if (best) return best.match.state === 'found' ? found(best.snapshot, best.match) : several(best.snapshot, best.match);
  return unfound(snapshots, type);
}

const rank = ({ state, certainty }: StoredMatch): number =>
  (state === 'found' ? 0 : 2) + (certainty === 'exact' ? 0 : 1);

const nothing = { dispatchers: [], listeners: [], channels: [] } as const;

function found(snapshot: Snapshot, { type, certainty, events }: StoredMatch): StoredTypeCode {
  const [event] = events;
  if (!event) return { type, state: 'unknown', ...nothing };
  const { graph } = snapshot;
  const declaration = declarationPlace(snapshot, event);
  const names = new Set([event.name, event.broadcastAs]);
  const lines = (event.file === undefined ? undefined : snapshot.text(event.file))?.split('\n');
  const fields = event.fields?.map(({ name, type: written = '', line }) => ({
    name,
    type: written,
    ...(lines && !(line !== undefined && lines[line - 1]?.includes(name)) && { inherited: true as const }),
  }));
  return {
    type,
    state: 'found',
    certainty,
    eventId: event.id,
    ...(declaration && { declaration }),
    dispatchers: dispatchersOf(graph, event.id)
      .slice(0, mostPlaces)
      .map((site) =>
        codePlace(
          snapshot,
          site,
          symbolName(site.in, site),
          [site.stage === 'record' ? 'records' : 'dispatches', site.queued ? 'queued' : ''].filter(Boolean).join(', '),
        ),
      ),
    listeners: heardBy(graph, event.id)
      .listens.slice(0, mostPlaces)
      .map((listen) => ({
        ...codePlace(snapshot, handlerPlace(listen), handlerName(listen), howOf(listen, event)),
        ...(listen.role === 'projection' && { projection: true as const }),
      })),
    channels: [...new Map(graph.channels.map((channel) => [channel.pattern, channel])).values()]
      .filter(({ events: carried }) => carried.some((name) => names.has(name)))
      .slice(0, mostPlaces)
      .map((channel) =>
        codePlace(snapshot, channel, channel.pattern, channel.kind === 'unknown' ? undefined : channel.kind),
      ),
    ...(fields && { fields }),
  };
}

function several(snapshot: Snapshot, { type, certainty, events }: StoredMatch): StoredTypeCode {
  return {
    type,
    state: 'several',
    certainty,
    ...nothing,
    candidates: events.slice(0, mostPlaces).flatMap((event) => declarationPlace(snapshot, event) ?? []),
  };
}

/** Not an event of the graph: a class all the same, or none, or not known yet. */
function unfound(snapshots: readonly Snapshot[], type: string): StoredTypeCode {
  let isKnown = snapshots.length > 0;
  for (const snapshot of snapshots) {
    const place = declared(snapshot, type);
    if (typeof place === 'object')
      return {
        type,
        state: 'found',
        certainty: 'inferred',
        declaration: codePlace(snapshot, place, titleOf({ id: type, name: type, kind: 'class' })),
        ...nothing,
      };
    isKnown &&= place !== 'unknown' && isWhole(snapshot);
  }
  if (!isKnown) return { type, state: 'unknown', ...nothing };
  const [closest] = snapshots.flatMap(({ graph }) => storedTypesOf(graph)(type).closest ?? []);
  return { type, state: 'none', ...nothing, ...(closest && { closest: titleOf(closest) }) };
}

function declarationPlace(snapshot: Snapshot, event: EventNode): CodePlace | undefined {
  const links = linksOf(snapshot.graph);
  const place = declarationOf(event) ?? links.dispatchesOf(event.id)[0] ?? links.listensOf(event.id)[0];
  return place && codePlace(snapshot, place, titleOf(event));
}

function codePlace(snapshot: Snapshot, place: Place, name: string, detail?: string): CodePlace {
  return {
    name,
    location: locationOf(snapshot, place),
    label: `${place.file}:${place.line}`,
    ...(detail !== undefined && detail !== '' && { detail }),
  };
}
