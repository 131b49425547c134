/** The parts of a map's text: titled lists with limits, chains, and all that is not an event. */
import type { Graph, Site } from '../graph/graph';
import type { Cycle } from '../graph/cycles';
import { keyOf, type Link, type Trace } from '../graph/trace';
import { linkTitle, tree } from './chains';
import { counted, grouped, table, type Ink } from './ink';
import { channelCells, commandCells, dispatchCells, jobCells, listenCells, observerCells } from './lines';

export interface Limits {
  readonly entries: number;
  readonly sites: number;
  readonly chains: number;
  readonly tests: number;
  readonly unclear: number;
  readonly idle: number;
}
export const usual: Limits = { entries: 40, sites: 6, chains: 12, tests: 5, unclear: 15, idle: 10 };
export const none: Limits = {
  entries: Infinity,
  sites: Infinity,
  chains: Infinity,
  tests: Infinity,
  unclear: Infinity,
  idle: Infinity,
};

export function section(
  title: string,
  entries: readonly (readonly string[])[],
  ink: Ink,
  limit: number,
  form: 'blocks' | 'rows',
  hint = ' (--event NAME shows one whole, --all shows all)',
): string[] {
  if (!entries.length) return [];
  const shown = entries.slice(0, limit);
  const lines = form === 'rows' ? table(shown, ink) : shown.flat();
  if (lines.at(-1) === '') lines.pop();
  const left = entries.length - shown.length;
  const head = `${ink.bold(title)} ${ink.dim(`(${grouped(entries.length)})`)}`;
  return [
    head,
    ...(form === 'blocks' ? [''] : []),
    ...lines,
    ...(left ? [...(form === 'blocks' ? [''] : []), ink.dim(`  … and ${grouped(left)} more${hint}`)] : []),
  ];
}

/** Chains that begin with something nobody fires in turn, and rings, which have no beginning. */
export function chains(trace: Trace, ink: Ink, limits: Limits): string[] {
  const cycles = trace.cycles();
  const starts = trace.links().filter((link) => trace.reactions(link).some(({ fires }) => fires.length > 0));
  const fired = new Set(
    starts.flatMap((link) =>
      trace
        .reactions(link)
        .flatMap(({ fires }) => fires.map((one) => keyOf(one.link)).filter((key) => key !== keyOf(link))),
    ),
  );
  const unfired = starts.filter((link) => !fired.has(keyOf(link)));
  const roots = new Map([...entrances(cycles), ...unfired].map((link) => [keyOf(link), link])).values();
  const entries = [...roots].map((link) => [
    `  ${linkTitle(link, ink)}`,
    ...tree(link, trace, ink, { onlyFiring: true, depth: 6 }),
    '',
  ]);
  const title = cycles.length ? `Fires in turn, ${counted(cycles.length, 'ring')} ↻` : 'Fires in turn';
  return section(title, entries, ink, limits.chains, 'blocks');
}

/** Where a reader gets into the rings; one that begins in a ring told before is drawn there. */
function entrances(cycles: readonly Cycle[]): readonly Link[] {
  const told = new Set<string>();
  return cycles.flatMap(({ steps }) => {
    const [first] = steps;
    const isNew = first !== undefined && !told.has(keyOf(first.link));
    for (const { link } of steps) told.add(keyOf(link));
    return isNew ? [first.link] : [];
  });
}

export function undecided(graph: Graph): readonly Site[] {
  return [...graph.dispatches, ...graph.listens, ...graph.jobs].filter(isUnclear);
}

const isUnclear = ({ certainty, test }: Site): boolean => certainty === 'dynamic' && !test;

export function others(graph: Graph, ink: Ink, { entries, unclear }: Limits): string[][] {
  const rows = (title: string, list: readonly (readonly string[])[]): string[] =>
    section(title, list, ink, entries, 'rows', ' (--all shows all)');
  const jobs = [...new Set(graph.jobs.flatMap(({ job }) => job ?? []))].sort();
  const jobBlocks = jobs.map((name) => {
    const sites = graph.jobs.filter(({ job }) => job === name);
    const own = sites.filter(({ test }) => !test);
    const shown = (own.length ? own : sites).slice(0, 3);
    const more = sites.length - shown.length;
    return [
      ink.name(name),
      ...table(
        shown.map((job) => jobCells(job, ink).slice(1)),
        ink,
        2,
      ),
      ...(more ? [ink.dim(`  … and ${more} more`)] : []),
    ].map((line) => `  ${line}`);
  });
  const patterns = graph.listens.filter(
    ({ eventId, matches, certainty }) => eventId === null && !matches?.length && certainty !== 'dynamic',
  );
  return [
    rows(
      'Patterns that match no event known here',
      patterns.map((listen) => listenCells(listen, ink)),
    ),
    section('Jobs', jobBlocks, ink, entries, 'blocks', ' (--all shows all)'),
    rows(
      'Commands and queries',
      graph.commands.map((command) => commandCells(command, ink)),
    ),
    rows(
      'Observers',
      graph.observers.map((observer) => observerCells(observer, ink)),
    ),
    rows(
      'Channels',
      graph.channels.map((channel) => channelCells(channel, ink)),
    ),
    section(
      'Decided at run time',
      [
        ...graph.dispatches.filter(isUnclear).map((one) => dispatchCells(one, ink)),
        ...graph.listens.filter(isUnclear).map((one) => listenCells(one, ink)),
        ...graph.jobs.filter(isUnclear).map((one) => jobCells(one, ink)),
      ],
      ink,
      unclear,
      'rows',
      ' (--all shows all)',
    ),
    rows(
      'Not wired',
      graph.unwired
        .filter(({ problem }) => problem)
        .map(({ kind, name, reason, ...place }) => [kind, ink.name(name), ink.place(place), ink.dim(reason)]),
    ),
    rows(
      'Not read whole',
      graph.problems.map((problem) => [ink.place(problem), ink.dim(problem.message)]),
    ),
  ];
}
