/**
 * Methods as items of the call hierarchy: a handler is called by who dispatches its events, and a method calls the
 * handlers of what it dispatches. What an item is about travels as its file and symbol.
 */
import type { CallHierarchyItem, SymbolKind } from 'vscode-languageserver';
import type { Dispatch, Graph, Listen, Place } from '../graph/graph';
import { linksOf } from '../graph/links';
import { traceOf } from '../graph/trace';
import { fileOf, rangeOf, uriOf } from './documents';
import type { Snapshot } from './feature';
import { eventIdsOf, handlerPlace, type Spot } from './places';
import { eventNamed, handlerName, symbolName, titleOf } from './wires';

const method: SymbolKind = 6;

/** A method by file and symbol; a closure, which has no name, by its place. */
export interface Caller {
  readonly symbol: string;
  readonly line: number;
  readonly column: number;
}

export function itemOfHandler(snapshot: Snapshot, listen: Listen): CallHierarchyItem {
  const place = handlerPlace(listen);
  const selectionRange = rangeOf(snapshot, place);
  const end = Math.max(selectionRange.end.line, (listen.handlerEndLine ?? 0) - 1);
  const { name, node } = eventNamed(snapshot.graph, listen.eventId ?? '');
  return {
    name: handlerName(listen),
    kind: method,
    detail:
      listen.eventId === null
        ? (listen.event ?? '')
        : titleOf({ id: listen.eventId, name, ...(node && { kind: node.kind }) }),
    uri: uriOf(snapshot, place.file),
    range:
      end > selectionRange.end.line
        ? { start: selectionRange.start, end: { line: end + 1, character: 0 } }
        : selectionRange,
    selectionRange,
    data: { symbol: listen.handler, line: place.line, column: place.column } satisfies Caller,
  };
}

/** The method around a dispatch: the handler it is, where it is one. */
export function itemOfCaller(snapshot: Snapshot, dispatch: Dispatch): CallHierarchyItem {
  const handler = handlerAround(snapshot.graph, dispatch);
  if (handler) return itemOfHandler(snapshot, handler);
  const range = rangeOf(snapshot, dispatch);
  return {
    name: symbolName(dispatch.in, dispatch),
    kind: method,
    detail: dispatch.file,
    uri: uriOf(snapshot, dispatch.file),
    range,
    selectionRange: range,
    data: { symbol: dispatch.in ?? '', line: dispatch.line, column: dispatch.column } satisfies Caller,
  };
}

/** The innermost handler in whose body a place lies. */
function handlerAround(graph: Graph, { file, line, column }: Place): Listen | undefined {
  const around = (bodiesOf(graph).get(file) ?? []).filter(
    ({ handlerLine = 0, handlerColumn = 1, handlerEndLine = 0 }) =>
      line === handlerLine ? column >= handlerColumn : line > handlerLine && line <= handlerEndLine,
  );
  return around.sort((a, b) => (b.handlerLine ?? 0) - (a.handlerLine ?? 0))[0];
}

const known = new WeakMap<Graph, ReadonlyMap<string, readonly Listen[]>>();

function bodiesOf(graph: Graph): ReadonlyMap<string, readonly Listen[]> {
  const before = known.get(graph);
  if (before) return before;
  const bodies = new Map<string, Listen[]>();
  for (const listen of graph.listens) {
    const { handlerFile: file, handlerLine, handlerEndLine, wrapper } = listen;
    if (file === undefined || handlerLine === undefined || handlerEndLine === undefined || wrapper) continue;
    const list = bodies.get(file);
    if (list) list.push(listen);
    else bodies.set(file, [listen]);
  }
  known.set(graph, bodies);
  return bodies;
}

/** What an item is: the listens whose handler it is, and the dispatches that stand in it. */
export function meantBy(
  snapshot: Snapshot,
  item: CallHierarchyItem,
): { readonly listens: readonly Listen[]; readonly dispatches: readonly Dispatch[] } {
  const { graph } = snapshot;
  const file = fileOf(snapshot, item.uri);
  const caller = readCaller(item.data);
  if (file === undefined || !caller) return { listens: [], dispatches: [] };
  const listens = (bodiesOf(graph).get(file) ?? graph.listens).filter((listen) => {
    const place = handlerPlace(listen);
    return place.file === file && listen.handler === caller.symbol && place.line === caller.line && !listen.wrapper;
  });
  const trace = traceOf(graph);
  const fired = new Set(listens.flatMap((listen) => trace.firedBy(listen).map(({ site }) => site)));
  const dispatches = graph.dispatches.filter((dispatch) => {
    if (dispatch.wrapper || dispatch.file !== file) return false;
    if (listens.length) return fired.has(dispatch);
    return caller.symbol === ''
      ? dispatch.in === undefined && dispatch.line === caller.line
      : dispatch.in === caller.symbol;
  });
  return { listens, dispatches };
}

/** Data comes back from the client and may be anything. */
function readCaller(data: unknown): Caller | undefined {
  if (typeof data !== 'object' || data === null) return undefined;
  const { symbol, line, column } = data as Partial<Record<string, unknown>>;
  return typeof symbol === 'string' && typeof line === 'number' && typeof column === 'number'
    ? { symbol, line, column }
    : undefined;
}

export function itemsAt(snapshot: Snapshot, spot: Spot): readonly CallHierarchyItem[] {
  if (spot.kind === 'handler') return [itemOfHandler(snapshot, spot.listens[0])];
  if (spot.kind === 'listen') return [itemOfHandler(snapshot, spot.listen)];
  if (spot.kind === 'dispatch') return [itemOfCaller(snapshot, spot.dispatch)];
  if (spot.kind !== 'event') return [];
  const listens = eventIdsOf(spot).flatMap((id) => linksOf(snapshot.graph).listensOf(id));
  return listens.map((listen) => itemOfHandler(snapshot, listen));
}
