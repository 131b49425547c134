/** Who hears and who dispatches an event as editors tell it: in which order, how, what comes of it. Knows no position. */
import type { Dispatch, EventNode, Graph, Listen, Site } from '../graph/graph';
import { linksOf } from '../graph/links';
import { shortName, spokenQueue } from '../graph/wording';
import { keyOf, traceOf, type Link } from '../graph/trace';
import { counted } from '../reports/ink';
import type { Snapshot } from './feature';

export interface Heard {
  /** In call order. */
  readonly listens: readonly Listen[];
  /** The order is read off the code, as against registrations in several places that nobody orders. */
  readonly inOrder: boolean;
}

/** Tests count only where there is nothing else. */
function product<Item extends Site>(sites: readonly Item[]): readonly Item[] {
  const own = sites.filter(({ test }) => !test);
  return own.length ? own : sites;
}

export function dispatchersOf(graph: Graph, eventId: string): readonly Dispatch[] {
  return product(linksOf(graph).dispatchesOf(eventId));
}

export function heardBy(graph: Graph, eventId: string): Heard {
  const links = linksOf(graph);
  // What is registered for an interface is linked to the events that have it.
  const abstract = links.event(eventId)?.abstract ? graph.listens.filter((listen) => listen.eventId === eventId) : [];
  const listens = [...new Set([...product(links.listensOf(eventId)), ...abstract])];
  if (listens.length < 2) return { listens, inOrder: true };
  // Laravel calls listeners of a pattern after those of the very name.
  const isLate = ({ framework, event }: Listen): boolean => framework.startsWith('laravel') && !!event?.includes('*');
  listens.sort((a, b) => (b.priority ?? 0) - (a.priority ?? 0) || Number(isLate(a)) - Number(isLate(b)));
  const inOrder = listens.every((listen, index) => {
    const next = listens[index + 1];
    if (!next || (listen.priority ?? 0) !== (next.priority ?? 0) || isLate(listen) !== isLate(next)) return true;
    // Where a name and a pattern both match, each bus has an order of its own.
    if ((listen.eventId === null) !== (next.eventId === null)) return false;
    return listen.file === next.file && listen.in === next.in;
  });
  return { listens, inOrder };
}

/** `same call`, `queued on mail, after commit`. */
export function howOf(listen: Listen, event: EventNode | undefined): string {
  const late = (listen.afterCommit === true && listen.afterCommitIgnored === undefined) || event?.afterCommit === true;
  return [
    listen.queued ? spokenQueue(listen) : late ? '' : 'same call',
    late ? 'after commit' : '',
    listen.once ? 'once' : '',
    listen.priority === undefined ? '' : `priority ${listen.priority}`,
  ]
    .filter(Boolean)
    .join(', ');
}

/** What a listener sets off, each once. */
export function leadsTo(graph: Graph, listens: readonly Listen[]): readonly Link[] {
  const trace = traceOf(graph);
  return [
    ...new Map(
      listens.flatMap((listen) => trace.firedBy(listen).map(({ link }) => [keyOf(link), link] as const)),
    ).values(),
  ];
}

/** `2 events and 1 job` */
export function countLinks(links: readonly Link[]): string {
  const parts = (['event', 'job', 'command'] as const).flatMap((kind) => {
    const count = links.filter((link) => link.kind === kind).length;
    return count ? [counted(count, kind)] : [];
  });
  return parts.length < 2 ? parts.join('') : `${parts.slice(0, -1).join(', ')} and ${parts.at(-1) ?? ''}`;
}

export function ordinal(number: number): string {
  const teen = number % 100 > 10 && number % 100 < 14;
  return `${number}${(!teen && { 1: 'st', 2: 'nd', 3: 'rd' }[number % 10]) || 'th'}`;
}

/** `CheckoutController::store` of `App\Http\CheckoutController@store`; a closure has its place for a name. */
export function symbolName(symbol: string | undefined, site: { readonly file: string; readonly line: number }): string {
  if (symbol === undefined || symbol === 'closure') {
    const place = `${site.file.slice(site.file.lastIndexOf('/') + 1)}:${site.line}`;
    return symbol === undefined ? place : `closure in ${place}`;
  }
  return symbol.slice(symbol.lastIndexOf('\\') + 1).replace('@', '::');
}

export function handlerName(listen: Listen): string {
  return symbolName(listen.handler, {
    file: listen.handlerFile ?? listen.file,
    line: listen.handlerLine ?? listen.line,
  });
}

/** As people say an event's name: classes without namespace. */
export function titleOf(event: { readonly id: string; readonly name: string; readonly kind?: string }): string {
  return event.kind === 'class' || event.name.includes('\\') ? shortName(event.name) : event.name;
}

export function eventNamed(
  graph: Graph,
  id: string,
): { readonly id: string; readonly name: string; readonly node?: EventNode; readonly emitter?: string } {
  const links = linksOf(graph);
  const node = links.event(id);
  if (node) return { id, name: node.name, node, ...(node.emitter !== undefined && { emitter: node.emitter }) };
  const site = links.dispatchesOf(id)[0] ?? links.listensOf(id).find(({ eventId }) => eventId === id);
  return { id, name: site?.event ?? id, ...(site?.emitter !== undefined && { emitter: site.emitter }) };
}

/** Of the workspace's own, or of everything when the settings ask for it. */
export function isShown({ settings }: Snapshot, { external }: { readonly external?: boolean }): boolean {
  return settings.showExternal || !external;
}
