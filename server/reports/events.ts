/** An event as a block of text: who dispatches it, who listens, what that fires; whole, or cut where it gets long. */
import type { Dispatch, Graph, Listen, Reference } from '../graph/graph';
import type { EventName } from '../graph/select';
import { keyOf, type Trace } from '../graph/trace';
import { counted, table, wrap, type Ink } from './ink';
import { tree } from './chains';
import { dispatchCells, eventTags, eventTitle, isDeclared, listenCells, referenceCells, someOf } from './lines';

export interface Wires {
  readonly event: EventName;
  readonly dispatches: readonly Dispatch[];
  readonly listens: readonly Listen[];
  readonly references: readonly Reference[];
}

export function wiresOf(event: EventName, graph: Graph, trace: Trace): Wires {
  return {
    event,
    dispatches: trace.dispatchesOf(event.id),
    listens: byPriority(trace.listensOf(event.id)),
    references: graph.references.filter(({ eventId }) => eventId === event.id),
  };
}

/** In the order in which they run where priorities say so, otherwise as the code has them. */
function byPriority(listens: readonly Listen[]): readonly Listen[] {
  return [...listens].sort((a, b) => (b.priority ?? 0) - (a.priority ?? 0));
}

export function heading({ event }: Wires, ink: Ink): string {
  const tags = eventTags(event);
  const place = isDeclared(event.node)
    ? ink.place({
        file: event.node.file,
        line: event.node.line,
        ...(event.node.column !== undefined && { column: event.node.column }),
      })
    : '';
  return [eventTitle(event, ink), ink.dim(tags), ink.dim(place)].filter((part) => part !== '').join('  ');
}

/** At most `limit` dispatches and listeners each, tests only as a number; all of them without a limit. */
export function eventBlock(
  wires: Wires,
  trace: Trace,
  ink: Ink,
  limit: number,
  references: readonly Reference[] = [],
): string[] {
  const shown = <Site extends { readonly test?: boolean }>(sites: readonly Site[]): readonly Site[] => {
    if (limit === Infinity) return sites;
    const own = sites.filter(({ test }) => !test);
    return (own.length ? own : sites).slice(0, limit);
  };
  const dispatches = shown(wires.dispatches);
  const listens = shown(wires.listens);
  const rows: string[][] = dispatches.map((dispatch) => dispatchCells(dispatch, ink));
  for (const listen of listens) {
    rows.push(listenCells(listen, ink));
    const fires = [...new Map(trace.firedBy(listen).map(({ link }) => [keyOf(link), link])).values()];
    if (fires.length)
      rows.push([
        '',
        `${ink.dim('fires')} ${someOf(
          fires.map(({ name }) => name),
          limit === Infinity ? Infinity : 5,
        )}`,
      ]);
  }
  rows.push(...references.map((reference) => referenceCells(reference, ink)));
  const more = [
    ...left(wires.dispatches, dispatches, 'dispatch', 'dispatches'),
    ...left(wires.listens, listens, 'listener', 'listeners'),
  ];
  return [
    wrap(heading(wires, ink), ink, 4),
    ...table(rows, ink),
    ...(more.length ? [ink.dim(`  … and ${more.join(', ')}`)] : []),
  ];
}

/** Everything about one event, with the whole chain below it. */
export function wholeEvent(wires: Wires, trace: Trace, ink: Ink): string[] {
  const { event } = wires;
  const lines = eventBlock(wires, trace, ink, Infinity, wires.references);
  const chain = tree({ kind: 'event', id: event.id, name: event.name }, trace, ink, { onlyFiring: false, depth: 8 });
  const fires = wires.listens.some((listen) => trace.firedBy(listen).length > 0);
  return fires ? [...lines, '', `  ${ink.bold('Fires in turn')}`, ...chain] : lines;
}

/** What a block leaves out: `3 more listeners`, `7 dispatches in tests`. */
function left<Site extends { readonly test?: boolean }>(
  all: readonly Site[],
  shown: readonly Site[],
  one: string,
  many: string,
): string[] {
  const hidden = all.filter((site) => !shown.includes(site));
  const tests = hidden.filter(({ test }) => test).length;
  const own = hidden.length - tests;
  return [
    ...(own ? [counted(own, `more ${one}`, `more ${many}`)] : []),
    ...(tests ? [`${counted(tests, one, many)} in tests`] : []),
  ];
}
