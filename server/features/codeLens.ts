/** `textDocument/codeLens`: counts above event declarations, dispatches, listeners and projections, one line each. */
import type { CodeLens, CodeLensParams } from 'vscode-languageserver';
import type { Dispatch, EventNode, Graph, Listen, Place } from '../graph/graph';
import { linksOf } from '../graph/links';
import { ownerOf } from '../graph/names';
import { keyOf, traceOf, type Link } from '../graph/trace';
import { heardElsewhere, shortName, spokenQueue } from '../graph/wording';
import { showSitesCommand, type LensArgument, type SiteRow, type SitesArgument } from '../protocol';
import { counted } from '../reports/ink';
import { classPlace } from './classPlace';
import { documentOf, startRange, uriOf } from './documents';
import type { Feature, Snapshot } from './feature';
import { spotsIn } from './places';
import { storedLenses } from './storedLens';
import { rowOf, rowsOfDispatches, rowsOfEvents, rowsOfListens } from './siteRows';
import { countLinks, dispatchersOf, eventNamed, heardBy, howOf, isShown, leadsTo, ordinal, titleOf } from './wires';

/** One lens of a line; without rows it is only text. */
interface Text {
  readonly place: Place;
  readonly title: string;
  /** Heads the list where the title alone does not say what of: `OrderPlaced: 3 listeners`. */
  readonly about?: string;
  /** How many rows there will be. */
  readonly count: number;
  readonly rows: () => readonly SiteRow[];
}

/** What a lens that comes without its list says of itself, to be asked for it by `codeLens/resolve`. */
export interface LensData {
  readonly uri: string;
  readonly title: string;
}

/** A file of tests may have a hundred lenses on one event of a hundred listeners: beyond so many rows lists wait until they are seen. */
const rowsAtOnce = 300;

/** What stands where there is no listener in the workspace. */
function alone(event: EventNode): string | undefined {
  const words = heardElsewhere(event);
  return words === 'broadcast' ? 'broadcast, no listeners here' : words;
}

const none = { count: 0, rows: (): readonly SiteRow[] => [] };

export const codeLens: Feature<CodeLensParams, CodeLens[]> = {
  method: 'textDocument/codeLens',
  answer(snapshots, { textDocument }) {
    const here = documentOf(snapshots, textDocument.uri);
    if (!here) return [];
    const uri = uriOf(here.snapshot, here.file);
    let rows = 0;
    const lenses = textsOf(here.snapshot, here.file).map((text): CodeLens => {
      if (text.count > 0 && here.snapshot.settings.commandLinks) return lensOf(text, uri, true);
      rows += text.count;
      if (text.count === 0 || rows <= rowsAtOnce) return lensOf(text, uri);
      const data: LensData = { uri, title: text.title };
      return { range: startRange(text.place), data };
    });
    return [...lenses, ...storedLenses(here.snapshot, here.file)];
  },
};

/** The lens of this title on this line, with its list. */
export function lensAt(snapshot: Snapshot, file: string, line: number, title: string): CodeLens | undefined {
  const text = textsOf(snapshot, file).find((one) => one.title === title && startRange(one.place).start.line === line);
  return text && lensOf(text, uriOf(snapshot, file));
}

/** Clients that know our commands ask for a list when somebody wants to see it. */
function lensOf({ place, title, about, count, rows }: Text, uri: string, later = false): CodeLens {
  const range = startRange(place);
  const headed = about === undefined ? title : `${about}: ${title}`;
  const list = { title: headed, uri, position: range.start };
  const argument = (): SitesArgument | LensArgument => (later ? { ...list, lens: title } : { ...list, sites: rows() });
  return {
    range,
    command: count ? { title, command: showSitesCommand, arguments: [argument()] } : { title, command: '' },
  };
}

/** Editors ask again and again for what has not changed. */
const known = new WeakMap<Graph, Map<string, readonly Text[]>>();

function textsOf(snapshot: Snapshot, file: string): readonly Text[] {
  const files = known.get(snapshot.graph) ?? new Map<string, readonly Text[]>();
  known.set(snapshot.graph, files);
  const { codeLens: wanted, showExternal } = snapshot.settings;
  const key = JSON.stringify([file, wanted, showExternal]);
  const texts = files.get(key) ?? textsIn(snapshot, file);
  files.set(key, texts);
  return texts;
}

function textsIn(snapshot: Snapshot, file: string): readonly Text[] {
  const { codeLens: wanted } = snapshot.settings;
  const spots = spotsIn(snapshot.graph, file);
  const dispatches = new Map<number, Dispatch[]>();
  const listens = new Map<string, Listen[]>();
  const texts: Text[] = [];
  for (const spot of spots) {
    if (spot.kind === 'event' && wanted.events && isShown(snapshot, spot.event))
      texts.push(...aboveEvent(snapshot, spot.event, spot.place));
    if (spot.kind === 'dispatch' && !spot.dispatch.wrapper && isShown(snapshot, spot.dispatch))
      put(dispatches, spot.place.line, spot.dispatch);
    // Without a body of its own the listener is told where it is registered.
    if (spot.kind === 'listen' && !spot.listen.wrapper && spot.listen.handlerFile === undefined)
      if (isShown(snapshot, spot.listen)) put(listens, `${spot.place.line}:${spot.listen.handler}`, spot.listen);
    if (spot.kind === 'handler')
      for (const listen of spot.listens)
        if (isShown(snapshot, listen)) put(listens, `${spot.place.line}:${listen.handler}`, listen);
  }
  if (wanted.dispatches) for (const sites of dispatches.values()) texts.push(...aboveDispatches(snapshot, sites));
  const groups = [...listens.values()];
  if (wanted.projections) texts.push(...aboveProjections(snapshot, file, groups.flat()));
  if (wanted.listeners) for (const group of groups) texts.push(...aboveListener(snapshot, group));
  return texts.sort((a, b) => a.place.line - b.place.line || a.place.column - b.place.column);
}

function put<Key, Value>(map: Map<Key, Value[]>, key: Key, value: Value): void {
  const list = map.get(key);
  if (list) list.push(value);
  else map.set(key, [value]);
}

/** `3 listeners`, `1 dispatcher`, each a lens of its own. */
function aboveEvent(snapshot: Snapshot, event: EventNode, place: Place): readonly Text[] {
  const { graph } = snapshot;
  const { listens } = heardBy(graph, event.id);
  const dispatches = dispatchersOf(graph, event.id);
  const about = titleOf(event);
  const inTests = (sites: readonly { readonly test?: boolean }[]): string =>
    sites.every(({ test }) => test) ? ' in tests' : '';
  const heard: Text = listens.length
    ? {
        place,
        about,
        title: counted(listens.length, 'listener') + inTests(listens),
        count: listens.length,
        rows: () => rowsOfListens(snapshot, listens, event),
      }
    : { place, title: alone(event) ?? 'no listeners', ...none };
  if (dispatches.length) {
    const title = counted(dispatches.length, 'dispatcher') + inTests(dispatches);
    return [
      heard,
      { place, about, title, count: dispatches.length, rows: () => rowsOfDispatches(snapshot, dispatches) },
    ];
  }
  // Nobody dispatches an interface; it is its events that are.
  if (event.abstract) return listens.length ? [heard] : [];
  const title = event.publishedBy === undefined ? 'no dispatchers' : `published by ${event.publishedBy}`;
  return [heard, { place, title, ...none }];
}

/** `heard by 3, 1 of them queued`, `leads to 2 events`. */
function aboveDispatches(snapshot: Snapshot, sites: readonly Dispatch[]): readonly Text[] {
  const [first] = sites;
  if (!first) return [];
  const { graph } = snapshot;
  const ids = [...new Set(sites.flatMap(({ eventId }) => eventId ?? []))];
  const listens = [...new Set(ids.flatMap((id) => heardBy(graph, id).listens))];
  if (!ids.length) {
    const candidates = [...new Set(sites.flatMap((site) => site.candidates ?? []))];
    const named = eventsOfNames(graph, candidates);
    const title = candidates.length
      ? `one of ${counted(candidates.length, 'event')}, decided at run time`
      : 'event decided at run time';
    return [{ place: first, title, count: named.length, rows: () => rowsOfEvents(snapshot, named) }];
  }
  const queued = listens.filter((listen) => listen.queued).length;
  const many = ids.length > 1 ? `${counted(ids.length, 'event')}, ` : '';
  const nodes = ids.flatMap((id) => linksOf(graph).event(id) ?? []);
  const nobody = nodes.map(alone).find((words) => words !== undefined) ?? 'heard by nobody';
  const how =
    queued === 0
      ? ''
      : queued < listens.length
        ? `, ${queued} of them queued`
        : queued === 1
          ? howMany(listens)
          : ', all queued';
  const heard: Text = listens.length
    ? {
        place: first,
        ...(ids.length === 1 &&
          first.event !== null && {
            about: titleOf({ id: ids[0] ?? '', name: first.event, ...(nodes[0] && { kind: nodes[0].kind }) }),
          }),
        title: `${many}heard by ${listens.length}${how}`,
        count: listens.length,
        rows: () => rowsOfListens(snapshot, listens, nodes[0]),
      }
    : { place: first, title: many + nobody, ...none };
  return [heard, ...leads(snapshot, first, listens)];
}

function leads(snapshot: Snapshot, place: Place, listens: readonly Listen[]): readonly Text[] {
  const links = leadsTo(snapshot.graph, listens);
  if (!links.length) return [];
  return [
    {
      place,
      title: `leads to ${countLinks(links)}`,
      count: links.length,
      rows: () => rowsOfLinks(snapshot, listens, links),
    },
  ];
}

/** Where the events, jobs and commands that follow are set off. */
function rowsOfLinks(snapshot: Snapshot, listens: readonly Listen[], links: readonly Link[]): readonly SiteRow[] {
  const trace = traceOf(snapshot.graph);
  const fired = listens.flatMap((listen) => trace.firedBy(listen));
  return links.flatMap((link) => {
    const one = fired.find((other) => keyOf(other.link) === keyOf(link));
    return one ? [rowOf(snapshot, one.site, shortName(link.name))] : [];
  });
}

/** `hears OrderPlaced, 2nd of 3, queued, after commit`, `leads to 1 event`. */
function aboveListener(snapshot: Snapshot, listens: readonly Listen[]): readonly Text[] {
  const [first] = listens;
  if (!first) return [];
  const { graph } = snapshot;
  const place = bodyOf(first);
  const ids = [...new Set(listens.flatMap(({ eventId, matches }) => matches ?? (eventId === null ? [] : [eventId])))];
  const [id] = ids;
  if (ids.length > 1 && first.role === 'projection') return leads(snapshot, place, listens);
  if (id === undefined) {
    const [name] = listens.flatMap(({ event }) => event ?? []);
    const title = name === undefined ? 'hears what is decided at run time' : `hears ${name}, which matches nothing`;
    return [{ place, title, ...none }, ...leads(snapshot, place, listens)];
  }
  const dispatches = ids.flatMap((one) => dispatchersOf(graph, one));
  const title = ids.length > 1 ? `hears ${ids.length} events${howMany(listens)}` : hearsOne(graph, first, id);
  return [
    { place, title, count: dispatches.length, rows: () => rowsOfDispatches(snapshot, dispatches) },
    ...leads(snapshot, place, listens),
  ];
}

function howMany(listens: readonly Listen[]): string {
  if (!listens.every(({ queued }) => queued)) return '';
  const ways = new Set(listens.map(spokenQueue));
  return `, ${ways.size === 1 ? [...ways].join('') : 'queued'}`;
}

function hearsOne(graph: Graph, listen: Listen, id: string): string {
  const { name, node } = eventNamed(graph, id);
  const { listens: all, inOrder } = heardBy(graph, id);
  const at = all.indexOf(listen);
  const place = inOrder && all.length > 1 && at >= 0 ? `${ordinal(at + 1)} of ${all.length}` : '';
  const how = howOf(listen, node)
    .replace(/^same call(?:, )?/, '')
    .replace(/^(queued.*), after commit/, '$1 after commit');
  return ['hears ' + titleOf({ id, name, ...(node && { kind: node.kind }) }), place, how].filter(Boolean).join(', ');
}

/** `projection of 4 event types`, above the class where it can be seen. */
function aboveProjections(snapshot: Snapshot, file: string, listens: readonly Listen[]): readonly Text[] {
  const classes = new Map<string, Listen[]>();
  for (const listen of listens)
    if (listen.role === 'projection') put(classes, ownerOf(listen.handler) ?? listen.handler, listen);
  return [...classes].flatMap(([owner, group]): Text[] => {
    const ids = [...new Set(group.flatMap(({ eventId, matches }) => matches ?? (eventId === null ? [] : [eventId])))];
    const [first] = group;
    if (!first || !ids.length) return [];
    const title = `projection of ${counted(ids.length, 'event type')}`;
    return [
      {
        place: classPlace(snapshot, file, shortName(owner)) ?? bodyOf(first),
        title,
        count: ids.length,
        rows: () => rowsOfEvents(snapshot, ids),
      },
    ];
  });
}

const bodyOf = (listen: Listen): Place =>
  listen.handlerFile === undefined || listen.handlerLine === undefined
    ? listen
    : { file: listen.handlerFile, line: listen.handlerLine, column: listen.handlerColumn ?? 1 };

function eventsOfNames(graph: Graph, names: readonly string[]): readonly string[] {
  const wanted = new Set(names);
  return graph.events.flatMap(({ id, name }) => (wanted.has(name) ? [id] : []));
}
