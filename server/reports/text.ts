/** The map as text for people: a summary, the events with who dispatches and who listens, and what is loose. */
import type { CheckedGraph } from '../diagnostics';
import type { Graph } from '../graph/graph';
import { eventNames, eventsNamed, type EventName } from '../graph/select';
import { traceOf, type Trace } from '../graph/trace';
import { eventBlock, wholeEvent, wiresOf, type Wires } from './events';
import { severityCounts } from './findingsText';
import { counted, grouped, inkFor, plain, table, wrap, type Ink } from './ink';
import { dispatchCells, eventTags, eventTitle, isDeclared, listenCells, sentence, symbol } from './lines';
import type { MapOptions, Report } from './report';
import { chains, none, others, section, undecided, usual, type Limits } from './sections';

const titles = { typescript: 'TypeScript', javascript: 'JavaScript', php: 'PHP', rust: 'Rust' } as const;

export const text: Report<MapOptions> = {
  id: 'text',
  title: 'text for people',
  print(checked, options) {
    const { graph } = checked;
    const ink = inkFor(options);
    const limits = options.all ? none : usual;
    const trace = traceOf(graph);
    const wires = eventNames(graph).map((event) => wiresOf(event, graph, trace));
    wires.sort((a, b) => compare(titleKey(a.event), titleKey(b.event)));
    const blocks =
      options.event === undefined && options.summary
        ? [
            summary(checked, wires, options, ink),
            busiest(wires, ink),
            chains(trace, ink, { ...limits, chains: 3 }),
            footer(checked, options, ink),
          ]
        : options.event === undefined
          ? [
              summary(checked, wires, options, ink),
              ...eventSections(wires, trace, ink, limits),
              chains(trace, ink, limits),
              ...others(graph, ink, limits),
              footer(checked, options, ink),
            ]
          : [...oneEvent(graph, wires, options.event, trace, ink)];
    return `${blocks
      .filter((block) => block.length)
      .map((block) => block.join('\n'))
      .join('\n\n')}\n`;
  },
};

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
const titleKey = ({ name, emitter }: EventName): string => `${emitter ?? ''}\n${name}`;

function summary({ graph }: CheckedGraph, wires: readonly Wires[], options: MapOptions, ink: Ink): string[] {
  const { read, skipped, failed } = graph.files;
  const unclear = undecided(graph).length;
  const loose = graph.unwired.filter(({ problem }) => problem).length;
  const counts = [
    counted(wires.length, 'event'),
    counted(graph.dispatches.length, 'dispatch', 'dispatches'),
    counted(graph.listens.length, 'listener'),
    ...(graph.jobs.length ? [counted(new Set(graph.jobs.map(({ job }) => job)).size, 'job')] : []),
    ...(graph.commands.length ? [counted(graph.commands.length, 'command')] : []),
    ...(graph.observers.length ? [counted(graph.observers.length, 'observer')] : []),
    ...(graph.channels.length ? [counted(graph.channels.length, 'channel')] : []),
    ...(unclear ? [`${counted(unclear, 'site')} decided at run time`] : []),
    ...(loose ? [`${grouped(loose)} not wired`] : []),
  ];
  return [
    `${ink.bold('Event wiring')} of ${plain(options.folder)}`,
    wrap(
      ink.dim(
        sentence([
          graph.languages.map((language) => titles[language]).join(', ') || 'no source files',
          graph.frameworks.map(spoken).join(', '),
          `${counted(read, 'file')} read${skipped ? `, ${skipped} skipped` : ''}${failed ? `, ${failed} unreadable` : ''}`,
          duration(options.milliseconds),
        ]),
      ),
      ink,
      2,
    ),
    wrap(counts.join(' · '), ink, 0),
  ];
}

/** `laravelEvents` → `Laravel events`. */
function spoken(framework: string): string {
  const words = framework.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
  return words.charAt(0).toUpperCase() + words.slice(1);
}

function duration(milliseconds: number): string {
  return milliseconds < 1000 ? `${milliseconds} ms` : `${(milliseconds / 1000).toFixed(1)} s`;
}

function eventSections(wires: readonly Wires[], trace: Trace, ink: Ink, limits: Limits): string[][] {
  const tested = wires.filter(onlyInTests);
  const inUse = wires.filter((one) => !onlyInTests(one));
  const own = inUse.filter(({ event }) => !event.node?.external || event.node.publishedBy !== undefined);
  const wired = inUse.filter(({ dispatches, listens }) => dispatches.length && listens.length);
  const unheard = own.filter(({ dispatches, listens }) => dispatches.length && !listens.length);
  const silent = inUse.filter(({ dispatches, listens }) => !dispatches.length && listens.length);
  const idle = own.filter(
    ({ dispatches, listens, event }) => !dispatches.length && !listens.length && !event.node?.abstract,
  );
  return [
    section(
      'Wired events',
      wired.map((one) => [...eventBlock(one, trace, ink, limits.sites), '']),
      ink,
      limits.entries,
      'blocks',
    ),
    section(
      'Dispatched, with no listener in this folder',
      unheard.map((one) => oneLine(one, ink)),
      ink,
      limits.entries,
      'rows',
    ),
    section(
      'Listened to, with no dispatch in this folder',
      silent.map((one) => oneLine(one, ink)),
      ink,
      limits.entries,
      'rows',
    ),
    section(
      'Dispatched or listened to only in tests',
      tested.map((one) => oneLine(one, ink)),
      ink,
      limits.tests,
      'rows',
    ),
    section(
      'Declared, neither dispatched nor listened to',
      idle.map((one) => oneLine(one, ink)),
      ink,
      limits.idle,
      'rows',
    ),
  ];
}

/** The events that most places have to do with. */
function busiest(wires: readonly Wires[], ink: Ink): string[] {
  const rows = [...wires]
    .filter((one) => one.dispatches.length && one.listens.length && !onlyInTests(one))
    .sort((a, b) => b.dispatches.length + b.listens.length - a.dispatches.length - a.listens.length)
    .slice(0, 10)
    .map(({ event, dispatches, listens }) => [
      eventTitle(event, ink),
      counted(dispatches.length, 'dispatch', 'dispatches'),
      counted(listens.length, 'listener'),
      ink.dim(eventTags(event)),
    ]);
  return rows.length ? [ink.bold('Busiest events'), ...table(rows, ink)] : [];
}

const onlyInTests = ({ dispatches, listens }: Wires): boolean =>
  dispatches.length + listens.length > 0 && [...dispatches, ...listens].every(({ test }) => test);

/** The event and its first place; the rest as a number. */
function oneLine({ event, dispatches, listens }: Wires, ink: Ink): string[] {
  const dispatch = dispatches.find(({ test }) => !test) ?? dispatches[0];
  const listen = listens.find(({ test }) => !test) ?? listens[0];
  const sites = dispatches.length + listens.length;
  const more = sites > 1 ? `and ${sites - 1} more` : '';
  const published = event.node?.publishedBy;
  const where = dispatch ?? listen;
  const tail = sentence([
    dispatch ? symbol(dispatch.in ?? dispatch.via) : listen ? `→ ${symbol(listen.handler)}` : '',
    more,
    published !== undefined && `published by ${published}`,
  ]);
  if (where) return [eventTitle(event, ink), ink.place(where), ink.dim(tail)];
  return [
    eventTitle(event, ink),
    isDeclared(event.node) ? ink.place({ file: event.node.file, line: event.node.line }) : '',
  ];
}

function footer(checked: CheckedGraph, { folder }: MapOptions, ink: Ink): string[] {
  if (!checked.findings.length) return [];
  const command = `event-wiring check${folder === '.' ? '' : ` ${folder}`}`;
  return [`${severityCounts(checked.findings, ink)}: ${ink.bold(command)} tells them.`];
}

function* oneEvent(
  graph: Graph,
  wires: readonly Wires[],
  query: string,
  trace: Trace,
  ink: Ink,
): Generator<readonly string[]> {
  const named = new Set(eventsNamed(graph, query).map(({ id }) => id));
  const chosen = wires.filter(({ event }) => named.has(event.id));
  for (const one of chosen) yield wholeEvent(one, trace, ink);
  const maybe = [...graph.dispatches, ...graph.listens].filter(
    ({ eventId, candidates }) => eventId === null && candidates,
  );
  if (maybe.length)
    yield [
      ink.bold('May mean it as well'),
      ...table(
        maybe.map((site) => ('handler' in site ? listenCells(site, ink) : dispatchCells(site, ink))),
        ink,
      ),
    ];
}
