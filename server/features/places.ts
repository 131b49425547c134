/** What of the graph stands at a position: each graph's places by file, sorted when a file is first asked for. */
import type { Position } from 'vscode-languageserver';
import type {
  Channel,
  Command,
  Dispatch,
  EventNode,
  Graph,
  Job,
  Listen,
  Observer,
  Place,
  Reference,
} from '../graph/graph';
import { linksOf } from '../graph/links';
import { shortName } from '../graph/wording';
import { extentOf, lineOf, literalAt, offsetOf, wordAt } from './documents';
import type { Snapshot } from './feature';

export type Spot =
  | { readonly kind: 'event'; readonly place: Place; readonly event: EventNode }
  | { readonly kind: 'dispatch'; readonly place: Place; readonly dispatch: Dispatch }
  | { readonly kind: 'listen'; readonly place: Place; readonly listen: Listen }
  /** A handler where its body stands, with everything it hears. */
  | { readonly kind: 'handler'; readonly place: Place; readonly listens: readonly [Listen, ...Listen[]] }
  | { readonly kind: 'reference'; readonly place: Place; readonly reference: Reference }
  | { readonly kind: 'job'; readonly place: Place; readonly job: Job }
  | { readonly kind: 'jobClass'; readonly place: Place; readonly job: Job }
  | { readonly kind: 'command'; readonly place: Place; readonly command: Command }
  | { readonly kind: 'send'; readonly place: Place; readonly command: Command }
  | { readonly kind: 'observer'; readonly place: Place; readonly observer: Observer }
  | { readonly kind: 'channel'; readonly place: Place; readonly channel: Channel };

export interface Found {
  readonly spot: Spot;
  readonly start: number;
  readonly end: number;
}

interface InFile {
  readonly unsorted: Spot[];
  readonly handlers: Listen[];
  sorted?: readonly Spot[];
}

const known = new WeakMap<Graph, ReadonlyMap<string, InFile>>();

/** Everything in one file, by place. */
export function spotsIn(graph: Graph, file: string): readonly Spot[] {
  const files = known.get(graph) ?? filesOf(graph);
  const here = files.get(file);
  if (!here) return [];
  here.sorted ??= [...here.unsorted, ...handlersIn(here.handlers)].sort(
    (a, b) => a.place.line - b.place.line || a.place.column - b.place.column,
  );
  return here.sorted;
}

function filesOf(graph: Graph): ReadonlyMap<string, InFile> {
  const files = new Map<string, InFile>();
  let last: InFile | undefined;
  let lastFile: string | undefined;
  // The graph has its sites in order of files, so the next one is mostly in the same file.
  const at = (file: string): InFile => {
    if (last && file === lastFile) return last;
    const here: InFile = files.get(file) ?? { unsorted: [], handlers: [] };
    if (!files.has(file)) files.set(file, here);
    last = here;
    lastFile = file;
    return here;
  };
  for (const event of graph.events)
    if (event.file !== undefined && event.line !== undefined) {
      const { file, line, column = 1, endColumn } = event;
      const place = { file, line, column, ...(endColumn !== undefined && { endLine: line, endColumn }) };
      at(file).unsorted.push({ kind: 'event', place, event });
    }
  for (const dispatch of graph.dispatches)
    at(dispatch.file).unsorted.push({ kind: 'dispatch', place: dispatch, dispatch });
  for (const listen of graph.listens) {
    at(listen.file).unsorted.push({ kind: 'listen', place: listen, listen });
    if (listen.handlerFile !== undefined) at(listen.handlerFile).handlers.push(listen);
  }
  for (const reference of graph.references)
    at(reference.file).unsorted.push({ kind: 'reference', place: reference, reference });
  const classes = new Set<string>();
  for (const job of graph.jobs) {
    at(job.file).unsorted.push({ kind: 'job', place: job, job });
    if (job.job === null || job.jobFile === undefined || classes.has(job.job)) continue;
    classes.add(job.job);
    const place = { file: job.jobFile, line: job.jobLine ?? 1, column: 1 };
    at(job.jobFile).unsorted.push({ kind: 'jobClass', place, job });
  }
  for (const command of graph.commands) {
    at(command.file).unsorted.push({ kind: 'command', place: command, command });
    for (const place of command.dispatches) at(place.file).unsorted.push({ kind: 'send', place, command });
  }
  for (const observer of graph.observers)
    at(observer.file).unsorted.push({ kind: 'observer', place: observer, observer });
  for (const channel of graph.channels) at(channel.file).unsorted.push({ kind: 'channel', place: channel, channel });
  known.set(graph, files);
  return files;
}

function handlersIn(listens: readonly Listen[]): Spot[] {
  const groups = new Map<string, [Listen, ...Listen[]]>();
  for (const listen of listens) {
    if (listen.wrapper) continue;
    const key = `${listen.handlerLine ?? 0}:${listen.handlerColumn ?? 0}:${listen.handler}`;
    const group = groups.get(key);
    if (group) group.push(listen);
    else groups.set(key, [listen]);
  }
  return [...groups.values()].map((group) => ({ kind: 'handler', place: handlerPlace(group[0]), listens: group }));
}

/** Where the handler's body stands, or its registration when that is not known. */
export function handlerPlace(listen: Listen): Place {
  const { handlerFile: file, handlerLine: line, handlerColumn: column = 1 } = listen;
  return file === undefined || line === undefined ? listen : { file, line, column };
}

const order: readonly Spot['kind'][] = [
  'event',
  'handler',
  'command',
  'dispatch',
  'listen',
  'send',
  'job',
  'jobClass',
  'channel',
  'observer',
  'reference',
];
/** Arguments of a call may stand so many lines below its beginning. */
const linesBelow = 12;

/** What the word or literal at a position stands for, the most telling first; nothing in what only surrounds it. */
export function spotsAt(snapshot: Snapshot, file: string, position: Position): readonly Found[] {
  const spots = spotsIn(snapshot.graph, file);
  if (!spots.length || !(position.line >= 0)) return [];
  const near = spots.slice(firstFrom(spots, position.line + 1 - linesBelow), firstFrom(spots, position.line + 2));
  if (!near.length) return [];
  const text = snapshot.text(file);
  if (text === undefined) return [];
  const line = lineOf(text, position.line);
  if (position.character > line.length) return [];
  const offset = offsetOf(text, position);
  if (offset === undefined) return [];
  const word = wordAt(line, position.character);
  const found = near.flatMap((spot): Found[] => {
    const here = spot.place.line === position.line + 1;
    if (!here && !reaches.has(spot.kind)) return [];
    const extent = extentOf(text, spot.place);
    const name = textNameOf(spot);
    const literal = name === undefined ? undefined : literalAt(line, position.character, name);
    const hit = literal ?? (word && isNamed(spot, word.text, snapshot) ? word : undefined);
    if (!extent || !hit || offset > extent.to) return [];
    const start = offset - position.character + hit.start;
    const begins = spot.kind === 'event' && !literal ? start === extent.from : start >= extent.from;
    return begins ? [{ spot, start: hit.start, end: hit.end }] : [];
  });
  return found.sort(
    (a, b) => order.indexOf(a.spot.kind) - order.indexOf(b.spot.kind) || b.spot.place.line - a.spot.place.line,
  );
}

/** Constructs whose names may stand on a line below their beginning. */
const reaches: ReadonlySet<Spot['kind']> = new Set(['dispatch', 'listen', 'reference', 'send', 'job', 'channel']);

/** Index of the first spot on a line or below it; lines count from 1. */
function firstFrom(spots: readonly Spot[], line: number): number {
  let low = 0;
  let high = spots.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((spots[middle]?.place.line ?? 0) < line) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The name as it may stand between quotes. */
function textNameOf(spot: Spot): string | undefined {
  switch (spot.kind) {
    case 'event':
      return spot.event.name;
    case 'dispatch':
      return spot.dispatch.event ?? undefined;
    case 'listen':
      return spot.listen.event ?? undefined;
    case 'reference':
      return spot.reference.event ?? undefined;
    case 'channel':
      return spot.channel.pattern;
    default:
      return undefined;
  }
}

/** Whether an identifier inside a spot's text stands for the spot: its verb, its event, its handler. */
function isNamed(spot: Spot, word: string, snapshot: Snapshot): boolean {
  switch (spot.kind) {
    case 'event':
      return true;
    case 'dispatch':
      return isVerb(spot.dispatch.via, word, spot.place, snapshot) || spells(spot.dispatch, word, snapshot);
    case 'reference':
      return isVerb(spot.reference.via, word, spot.place, snapshot) || spells(spot.reference, word, snapshot);
    case 'listen':
      return (
        isVerb(spot.listen.via, word, spot.place, snapshot) ||
        spells(spot.listen, word, snapshot) ||
        partsOf(spot.listen.handler).includes(word)
      );
    case 'handler':
      return spot.listens[0].handler === 'closure' ? false : partsOf(spot.listens[0].handler).includes(word);
    case 'command':
      return partsOf(spot.command.handler ?? spot.command.command).includes(word);
    case 'send':
      return word === shortName(spot.command.command) || isFirst(spot.place, word, snapshot);
    case 'job':
      return (
        isVerb(spot.job.via, word, spot.place, snapshot) || (spot.job.job !== null && word === shortName(spot.job.job))
      );
    case 'jobClass':
      return spot.job.job !== null && word === shortName(spot.job.job);
    case 'observer':
      return [spot.observer.observer, spot.observer.model].some((name) => shortName(name) === word);
    case 'channel':
      return false;
  }
}

/** The called name, as the site's kind is written or as it stands in the code: a wrapper has a name of its own. */
function isVerb(via: string, word: string, place: Place, snapshot: Snapshot): boolean {
  return /[\p{L}_$][\p{L}\p{N}_$]*(?=[^\p{L}\p{N}_$]*$)/u.exec(via)?.[0] === word || isFirst(place, word, snapshot);
}

function isFirst(place: Place, word: string, snapshot: Snapshot): boolean {
  const text = lineOf(snapshot.text(place.file), place.line - 1).slice(place.column - 1);
  return /^#?([\p{L}_][\p{L}\p{N}_$]*)/u.exec(text)?.[1] === word;
}

function spells(
  { event, eventId }: { readonly event: string | null; readonly eventId: string | null },
  word: string,
  snapshot: Snapshot,
): boolean {
  if (event === null) return false;
  if (shortName(event) === word) return true;
  const node = eventId === null ? undefined : linksOf(snapshot.graph).event(eventId);
  return node !== undefined && node.kind !== 'class' && declaredName(snapshot, node) === word;
}

/** The identifier that stands where an event is declared: a constant's own name. */
export function declaredName(snapshot: Snapshot, { file, line, column = 1 }: EventNode): string | undefined {
  if (file === undefined || line === undefined) return undefined;
  const text = lineOf(snapshot.text(file), line - 1).slice(column - 1);
  return /^[\p{L}_$][\p{L}\p{N}_$]*/u.exec(text)?.[0];
}

/** `App\Listeners\Bill@handle` → `Bill` and `handle`. */
function partsOf(handler: string): readonly string[] {
  return shortName(handler.slice(handler.lastIndexOf('\\') + 1).replace(/::/g, '@'))
    .split(/[@.]/)
    .filter(Boolean);
}

/** Ids of the events a spot is about. */
export function eventIdsOf(spot: Spot): readonly string[] {
  const heard = (listen: Listen): readonly string[] =>
    listen.matches ?? (listen.eventId === null ? [] : [listen.eventId]);
  switch (spot.kind) {
    case 'event':
      return [spot.event.id];
    case 'dispatch':
      return spot.dispatch.eventId === null ? [] : [spot.dispatch.eventId];
    case 'reference':
      return spot.reference.eventId === null ? [] : [spot.reference.eventId];
    case 'listen':
      return heard(spot.listen);
    case 'handler':
      return [...new Set(spot.listens.flatMap(heard))];
    default:
      return [];
  }
}
