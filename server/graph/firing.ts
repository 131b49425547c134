/** What stands in whose body: every place that sets something off belongs to the innermost handler around it alone. */
import type { Graph, Listen, Place } from './graph';
import { isOwn } from './links';

/** An event, job or command as a link of a chain. */
export interface Link {
  readonly kind: 'event' | 'job' | 'command';
  /** The event's id, the job's name or the command's id. */
  readonly id: string;
  readonly name: string;
  readonly emitter?: string;
}

/** Something that a body sets off, and where. */
export interface Fired {
  readonly link: Link;
  readonly site: Place;
  /** Part of the product's own code, as against tests and code of the runtime or a package. */
  readonly own: boolean;
  /** The function that the body calls for it, where it does not stand in the body itself. */
  readonly through?: string;
}

/** What happens when a link fires: one entry for each body that runs. */
export interface Reaction {
  /** `Class@method`, a function's name, `closure`; a job's or command's own handler. */
  readonly handler: string;
  readonly place: Place;
  readonly queued: boolean;
  readonly listen?: Listen;
  readonly fires: readonly Fired[];
  /** Belongs to tests, or to code of the runtime or a package. */
  readonly foreign?: boolean;
}

/** A handler as its registration names it; without lines it is found by its name. */
export interface Body {
  readonly handler: string;
  readonly file?: string | undefined;
  readonly line?: number | undefined;
  readonly column?: number | undefined;
  readonly endLine?: number | undefined;
  readonly calls?: readonly string[] | undefined;
}

export interface Firing {
  readonly all: readonly Fired[];
  inBody(body: Body): readonly Fired[];
  /** What is set off in the functions of these names, handlers nested in them left out. */
  inSymbols(symbols: readonly string[]): readonly Fired[];
}

export const keyOf = (link: Link): string => `${link.kind}:${link.id}`;

export function eventLink(id: string, name: string | null, emitter: string | undefined): Link {
  return { kind: 'event', id, name: name ?? id, ...(emitter !== undefined && { emitter }) };
}

export function firingOf(graph: Graph, bodies: readonly Body[]): Firing {
  const ranges = rangesByFile(bodies);
  const all: Site[] = sitesOf(graph);
  const byRange = new Map<string, Site[]>();
  const bySymbol = new Map<string, Site[]>();
  for (const one of all) {
    const around = innermost(one.site, ranges.get(one.site.file));
    if (around) put(byRange, around.key, one);
    if (one.symbol !== undefined && (!around || around.handlers.has(one.symbol))) put(bySymbol, one.symbol, one);
  }
  return {
    all,
    inBody(body) {
      const called = (body.calls ?? []).flatMap((through) =>
        (bySymbol.get(through) ?? []).map((one): Fired => ({ ...one, through })),
      );
      const range = rangeOf(body);
      if (range) return [...(byRange.get(range.key) ?? []), ...called];
      if (body.handler === 'closure') return called;
      return [
        ...(bySymbol.get(body.handler) ?? []).filter(({ site }) => body.file === undefined || site.file === body.file),
        ...called,
      ];
    },
    inSymbols: (symbols) => symbols.flatMap((symbol) => bySymbol.get(symbol) ?? []),
  };
}

interface Site extends Fired {
  readonly symbol: string | undefined;
}

/** Every place that sets something off; the body of a wrapper only stands for its callers, which are here themselves. */
function sitesOf(graph: Graph): Site[] {
  return [
    ...graph.dispatches.flatMap((site): Site[] =>
      site.eventId === null || site.wrapper
        ? []
        : [{ link: eventLink(site.eventId, site.event, site.emitter), site, own: isOwn(site), symbol: site.in }],
    ),
    ...graph.jobs.flatMap((site): Site[] =>
      site.job === null
        ? []
        : [{ link: { kind: 'job', id: site.job, name: site.job }, site, own: isOwn(site), symbol: site.in }],
    ),
    ...graph.commands.flatMap(({ commandId, command, dispatches }) =>
      dispatches.map((site): Site => ({
        link: { kind: 'command', id: commandId, name: command },
        site,
        own: true,
        symbol: undefined,
      })),
    ),
  ];
}

interface Range {
  readonly key: string;
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly handlers: Set<string>;
}

function rangeOf({ handler, file, line, column = 1, endLine }: Body): Range | undefined {
  return file === undefined || line === undefined || endLine === undefined
    ? undefined
    : { key: `${file}:${line}:${column}-${endLine}`, file, line, column, endLine, handlers: new Set([handler]) };
}

function rangesByFile(bodies: readonly Body[]): ReadonlyMap<string, readonly Range[]> {
  const ranges = new Map<string, Range>();
  for (const body of bodies) {
    const range = rangeOf(body);
    const before = range && ranges.get(range.key);
    if (before) before.handlers.add(body.handler);
    else if (range) ranges.set(range.key, range);
  }
  const files = new Map<string, Range[]>();
  for (const range of ranges.values()) put(files, range.file, range);
  return files;
}

function innermost(site: Place, ranges: readonly Range[] | undefined): Range | undefined {
  let best: Range | undefined;
  for (const range of ranges ?? []) {
    if (site.line < range.line || site.line > range.endLine) continue;
    // On one line with the registration itself, only what stands behind the handler's beginning is in it.
    if (site.line === range.line && site.column < range.column) continue;
    if (!best || isWithin(range, best)) best = range;
  }
  return best;
}

/** Both stand around one place, so the one with fewer lines, or that begins later, is the inner one. */
function isWithin(range: Range, other: Range): boolean {
  const lines = range.endLine - range.line;
  const otherLines = other.endLine - other.line;
  if (lines !== otherLines) return lines < otherLines;
  return range.line > other.line || (range.line === other.line && range.column > other.column);
}

export function put<Value>(map: Map<string, Value[]>, key: string, value: Value): void {
  const list = map.get(key);
  if (list) list.push(value);
  else map.set(key, [value]);
}
