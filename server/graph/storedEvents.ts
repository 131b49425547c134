/** Connected stores seen from the code: what is stored of each event, and where each projection is. Indexed once for a graph and its stores. */
import type { Graph, Listen } from './graph';
import { ownerOf } from './names';
import { spellingsOf } from './spellings';
import type { ConnectedStore, StoredFields, StoredProjection, StoredType } from './stored';
import { storedTypesOf } from './storedTypes';

export interface StoredOfEvent {
  readonly store: ConnectedStore;
  /** Most frequent first; several where the type changed its name over time. */
  readonly types: readonly [StoredType, ...StoredType[]];
  readonly stored: number;
  readonly last: string | null;
  readonly fields: readonly StoredFields[];
}

export interface StoredOfProjection {
  readonly store: ConnectedStore;
  readonly projection: StoredProjection;
}

/** A class that hears events in the role of a projection, with what it hears. */
export interface ProjectionClass {
  readonly owner: string;
  readonly listens: readonly [Listen, ...Listen[]];
}

export interface Stored {
  ofEvent(id: string): readonly StoredOfEvent[];
  /** By the name of its class, as listeners name it. */
  ofProjection(owner: string): readonly StoredOfProjection[];
  readonly projections: ReadonlyMap<string, ProjectionClass>;
}

const known = new WeakMap<Graph, { readonly stores: readonly ConnectedStore[]; readonly stored: Stored }>();

export function storedOf(graph: Graph, stores: readonly ConnectedStore[]): Stored {
  const before = known.get(graph);
  if (before?.stores === stores) return before.stored;
  const events = new Map<string, StoredOfEvent[]>();
  const projections = projectionsOf(graph);
  const byOwner = new Map<string, StoredOfProjection[]>();
  const match = storedTypesOf(graph);
  const find = spellingsOf([...projections.values()].map((item) => ({ item, names: [item.owner] })));
  for (const store of stores) {
    const types = new Map<string, [StoredType, ...StoredType[]]>();
    for (const type of store.types) {
      const { state, events: found } = match(type.type);
      const [event] = found;
      if (state !== 'found' || !event) continue;
      const list = types.get(event.id);
      if (list) list.push(type);
      else types.set(event.id, [type]);
    }
    for (const [id, list] of types) {
      list.sort((a, b) => b.stored - a.stored);
      const names = new Set(list.map(({ type }) => type));
      put(events, id, {
        store,
        types: list,
        stored: list.reduce((sum, { stored }) => sum + stored, 0),
        last: list.reduce<string | null>((last, one) => later(last, one.last), null),
        fields: store.fields.filter(({ type }) => names.has(type)),
      });
    }
    for (const projection of store.projections) {
      const [only, ...others] = find(projection.name)?.items ?? [];
      if (only && !others.length) put(byOwner, only.owner, { store, projection });
    }
  }
  const stored: Stored = {
    ofEvent: (id) => events.get(id) ?? [],
    ofProjection: (owner) => byOwner.get(owner) ?? [],
    projections,
  };
  known.set(graph, { stores, stored });
  return stored;
}

function projectionsOf(graph: Graph): ReadonlyMap<string, ProjectionClass> {
  const found = new Map<string, [Listen, ...Listen[]]>();
  for (const listen of graph.listens) {
    if (listen.role !== 'projection' || listen.wrapper) continue;
    const owner = ownerOf(listen.handler) ?? listen.handler;
    const list = found.get(owner);
    if (list) list.push(listen);
    else found.set(owner, [listen]);
  }
  return new Map([...found].map(([owner, listens]) => [owner, { owner, listens }]));
}

/** Times are compared as they are written: all are ISO 8601 in UTC. */
export const later = (a: string | null, b: string | null): string | null =>
  a === null || (b !== null && b > a) ? b : a;

function put<Value>(map: Map<string, Value[]>, key: string, value: Value): void {
  const list = map.get(key);
  if (list) list.push(value);
  else map.set(key, [value]);
}
