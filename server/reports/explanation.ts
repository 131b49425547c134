/** All about one name in the graph: what it is, what it is wired to, and why it is not. */
import type { CheckedGraph } from '../diagnostics';
import type { Graph, Unwired } from '../graph/graph';
import { nearness, ownerOf, similar } from '../graph/names';
import { eventNames, type EventName } from '../graph/select';
import { traceOf, type Trace } from '../graph/trace';
import { wholeEvent, wiresOf, type Wires } from './events';
import { findingLines } from './findingsText';
import { counted, inkFor, plain, table, wrap, type Ink } from './ink';
import {
  channelCells,
  commandCells,
  dispatchCells,
  eventTitle,
  jobCells,
  listenCells,
  observerCells,
  sentence,
} from './lines';
import type { ReportOptions } from './report';

export type Explanation =
  { readonly kind: 'text'; readonly text: string } | { readonly kind: 'unknown'; readonly near: readonly string[] };

/** So many namesakes are told whole; more are only listed. */
const namesakes = 3;

export function explain(checked: CheckedGraph, query: string, options: ReportOptions): Explanation {
  const ink = inkFor(options);
  const { graph } = checked;
  const names = namesOf(graph);
  const scored = [...names].flatMap(([name, aliases]) => {
    const rank = nearness(query, [name, ...aliases]);
    return rank === undefined ? [] : [{ name, rank }];
  });
  if (!scored.length) return { kind: 'unknown', near: similar(query, names.keys()) };
  const best = Math.min(...scored.map(({ rank }) => rank));
  const chosen = scored
    .filter(({ rank }) => rank === best)
    .map(({ name }) => name)
    .sort();
  const trace = traceOf(graph);
  if (chosen.length > namesakes) return { kind: 'text', text: listing(query, chosen, graph, ink) };
  return {
    kind: 'text',
    text: `${chosen.map((name) => about(name, checked, trace, ink).join('\n')).join('\n\n')}\n`,
  };
}

/** Every name that can be asked for, with the other names it answers to. */
function namesOf(graph: Graph): ReadonlyMap<string, readonly string[]> {
  const names = new Map<string, string[]>();
  const add = (name: string | null | undefined, ...aliases: readonly string[]): void => {
    if (name) names.set(name, [...(names.get(name) ?? []), ...aliases]);
  };
  const symbol = (name: string | null | undefined): void => {
    if (!name || name === 'closure') return;
    add(name);
    add(ownerOf(name));
  };
  for (const { name, id, node, emitter } of eventNames(graph)) {
    add(name, id, ...(node?.aliases ?? []));
    add(emitter);
  }
  for (const dispatch of graph.dispatches) symbol(dispatch.in);
  for (const listen of graph.listens) {
    symbol(listen.handler);
    if (listen.eventId === null) add(listen.event);
  }
  for (const job of graph.jobs) add(job.job);
  for (const command of graph.commands) {
    add(command.command, command.commandId);
    symbol(command.handler);
  }
  for (const observer of graph.observers) {
    add(observer.model);
    add(observer.observer);
  }
  for (const channel of graph.channels) add(channel.pattern);
  for (const unwired of graph.unwired) symbol(unwired.name);
  return names;
}

interface About {
  readonly events: readonly EventName[];
  /** Events of which it is the emitter. */
  readonly emits: readonly EventName[];
  readonly dispatches: Graph['dispatches'];
  readonly listens: Graph['listens'];
  readonly jobs: Graph['jobs'];
  readonly pushes: Graph['jobs'];
  readonly commands: Graph['commands'];
  readonly observers: Graph['observers'];
  readonly channels: Graph['channels'];
  readonly unwired: Graph['unwired'];
}

function gather(name: string, graph: Graph): About {
  const isIt = (symbol: string | null | undefined): boolean =>
    symbol !== null && symbol !== undefined && (symbol === name || ownerOf(symbol) === name);
  return {
    events: eventNames(graph).filter((event) => event.name === name),
    emits: eventNames(graph).filter(({ emitter }) => emitter === name),
    dispatches: graph.dispatches.filter((dispatch) => isIt(dispatch.in)),
    listens: graph.listens.filter(
      ({ handler, eventId, event }) => isIt(handler) || (eventId === null && event === name),
    ),
    jobs: graph.jobs.filter(({ job }) => job === name),
    pushes: graph.jobs.filter((job) => isIt(job.in)),
    commands: graph.commands.filter(({ command, handler }) => command === name || isIt(handler)),
    observers: graph.observers.filter(({ model, observer }) => model === name || observer === name),
    channels: graph.channels.filter(({ pattern }) => pattern === name),
    unwired: graph.unwired.filter((unwired) => isIt(unwired.name)),
  };
}

function about(name: string, checked: CheckedGraph, trace: Trace, ink: Ink): string[] {
  const { graph } = checked;
  const facts = gather(name, graph);
  const wires = facts.events.map((event) => wiresOf(event, graph, trace));
  const blocks: (readonly string[])[] = [
    [[ink.bold(name), ink.dim(kindsOf(facts)), ink.dim(declaredAt(facts, ink))].filter(Boolean).join('  ')],
    ...wires.map((one) => [
      ...wholeEvent(one, trace, ink),
      // Namesakes of other emitters that do nothing are told in a word.
      ...(isLoose(one) && wires.length > 1 ? [] : ['']),
      ...verdict(one, graph, ink).map((line) => wrap(`  ${line}`, ink, 2)),
    ]),
    part(
      'Its events',
      facts.emits
        .map((event) => wiresOf(event, graph, trace))
        .map(({ event, dispatches, listens }) => [
          ink.name(event.name),
          counted(dispatches.length, 'dispatch', 'dispatches'),
          counted(listens.length, 'listener'),
          event.node?.file === undefined
            ? ''
            : ink.dim(
                ink.place({ file: event.node.file, ...(event.node.line !== undefined && { line: event.node.line }) }),
              ),
        ]),
      ink,
    ),
    part(
      'Listens',
      facts.listens.map((listen) => [ink.name(listen.event ?? '?'), ...listenCells(listen, ink).slice(1)]),
      ink,
    ),
    part(
      'Dispatches',
      facts.dispatches.map((one) => [ink.name(one.event ?? '?'), ...dispatchCells(one, ink).slice(1)]),
      ink,
    ),
    part(
      'Pushes jobs',
      facts.pushes.map((job) => [ink.name(job.job ?? '?'), ...jobCells(job, ink).slice(1)]),
      ink,
    ),
    part(
      'Pushed to a queue',
      facts.jobs.map((job) => jobCells(job, ink).slice(1)),
      ink,
    ),
    part(
      'Commands',
      facts.commands.flatMap((command) => [
        commandCells(command, ink),
        ...command.dispatches.map((site) => ['', ink.dim('sent from'), ink.place(site)]),
      ]),
      ink,
    ),
    part(
      'Observes',
      facts.observers.map((observer) => observerCells(observer, ink)),
      ink,
    ),
    part(
      'Channels',
      facts.channels.map((channel) => channelCells(channel, ink)),
      ink,
    ),
    silence(facts, graph, trace, ink),
    facts.unwired.flatMap((unwired) => unwiredLines(unwired, ink)),
    findingsAbout(name, facts, checked, ink),
  ];
  return blocks.filter((block) => block.length).flatMap((block, index) => (index ? ['', ...block] : block));
}

function part(title: string, rows: readonly (readonly string[])[], ink: Ink): string[] {
  return rows.length ? [`  ${ink.bold(title)}`, ...table(rows, ink, 4)] : [];
}

function kindsOf(facts: About): string {
  return sentence([
    facts.events.length > 0 && (facts.events.length > 1 ? `${facts.events.length} events of this name` : 'event'),
    facts.emits.length > 0 && `emitter of ${counted(facts.emits.length, 'event')}`,
    facts.listens.length > 0 && 'listener',
    facts.jobs.length > 0 && 'job',
    facts.commands.length > 0 && (facts.commands[0]?.kind ?? 'command'),
    facts.observers.length > 0 && 'model events',
    facts.channels.length > 0 && 'channel',
    facts.dispatches.length > 0 && 'dispatches',
    facts.unwired.some(isUnwired) && 'not wired',
  ]);
}

const isLoose = ({ dispatches, listens }: Wires): boolean => dispatches.length + listens.length === 0;

/** Why an event is or is not wired, one sentence each. */
function verdict({ event, dispatches, listens }: Wires, graph: Graph, ink: Ink): string[] {
  const lines: string[] = [];
  const { node } = event;
  if (dispatches.length && listens.length) {
    lines.push(
      `${ink.good('Wired')}: ${counted(dispatches.length, 'dispatch', 'dispatches')} and ${counted(listens.length, 'listener')} meet here.`,
    );
    if (dispatches.every(({ test }) => test)) lines.push('Only tests dispatch it.');
    if (listens.every(({ test }) => test)) lines.push('Only tests listen to it.');
  } else if (dispatches.length && node?.heardBy !== undefined)
    lines.push(`${ink.good('Wired')}: ${node.heardBy} hears it by itself.`);
  else if (dispatches.length) lines.push(`${ink.warn('Not heard')}: nobody in this folder listens to it.`);
  else if (listens.length)
    lines.push(
      node?.publishedBy !== undefined
        ? `${ink.good('Wired')}: ${node.publishedBy} publishes it by itself.`
        : `${ink.warn('Never dispatched')}: nothing in this folder dispatches it${node?.external ? '; it is declared outside, so its own package may' : ''}.`,
    );
  else lines.push(`${ink.warn('Loose')}: neither dispatched nor listened to in this folder.`);
  if (node?.broadcast)
    lines.push(
      `It is broadcast${node.broadcastAs !== undefined ? ` as ${plain(node.broadcastAs)}` : ''}: listeners may also live in a browser.`,
    );
  if (node?.external) lines.push('A framework, a package or the runtime declares it.');
  const unwired = graph.unwired.filter(({ events }) => events.includes(event.name));
  const listeners = new Set(unwired.flatMap(({ kind, reason }) => (kind === 'listener' ? [reason] : [])));
  // Of an owner and its listeners, the listeners are who would hear it.
  for (const one of unwired.filter(({ kind, reason }) => kind === 'listener' || !listeners.has(reason)))
    lines.push(`${plain(one.name)} (${ink.place(one)}) would hear it, but: ${plain(one.reason)}`);
  for (const site of [...graph.dispatches, ...graph.listens])
    if (site.eventId === null && !site.wrapper && site.candidates?.includes(event.name))
      lines.push(
        `${ink.place(site)} may ${'handler' in site ? 'listen to' : 'dispatch'} it, decided at run time${site.reason === undefined ? '' : `: ${plain(site.reason)}`}`,
      );
  return lines;
}

/** Of what it listens to, the events that nothing sets off. */
function silence({ listens }: About, graph: Graph, trace: Trace, ink: Ink): string[] {
  const ids = new Set(listens.flatMap(({ eventId, matches }) => matches ?? (eventId === null ? [] : [eventId])));
  return eventNames(graph)
    .filter(({ id, node }) => ids.has(id) && !trace.dispatchesOf(id).length && node?.publishedBy === undefined)
    .map((event) =>
      wrap(`  ${ink.warn('Never runs')} for ${eventTitle(event, ink)}: nothing in this folder dispatches it.`, ink, 2),
    );
}

/** Events say it themselves, with their wires. */
function declaredAt({ jobs, events }: About, ink: Ink): string {
  const job = events.length ? undefined : jobs.find(({ jobFile }) => jobFile !== undefined);
  return job?.jobFile === undefined
    ? ''
    : ink.place({ file: job.jobFile, ...(job.jobLine !== undefined && { line: job.jobLine }) });
}

const isUnwired = ({ problem, owner }: Unwired): boolean => problem || owner !== undefined;

function unwiredLines(unwired: Unwired, ink: Ink): string[] {
  const { kind, name, reason, events, related, ...place } = unwired;
  return [
    `  ${isUnwired(unwired) ? ink.warn('Not wired') : 'Note'}: ${plain(reason)}`,
    ...table([[kind, ink.place(place), plain(name)]], ink, 4),
    ...(events.length ? [`    would hear ${events.map((event) => ink.name(event)).join(', ')}`] : []),
    ...(related ? [`    the missing step belongs at ${ink.place(related)}`] : []),
  ].map((line) => wrap(line, ink, 4));
}

function findingsAbout(name: string, facts: About, { findings }: CheckedGraph, ink: Ink): string[] {
  const subjects = new Set([
    name,
    ...facts.events.map(({ id }) => id),
    ...facts.listens.map(({ handler }) => handler),
    ...facts.commands.map(({ commandId }) => commandId),
  ]);
  const own = findings.filter(({ subject }) => subjects.has(subject));
  return own.length
    ? [`  ${ink.bold('Problems')}`, ...own.flatMap((one) => findingLines(one, ink).map((line) => `    ${line}`))]
    : [];
}

function listing(query: string, names: readonly string[], graph: Graph, ink: Ink): string {
  const rows = names.map((name) => [ink.name(name), ink.dim(kindsOf(gather(name, graph)))]);
  const shown = rows.slice(0, 40);
  const more = rows.length - shown.length;
  return [
    `${ink.bold(`${names.length} names match "${query}"`)}; ask for one of them:`,
    ...table(shown, ink),
    ...(more ? [ink.dim(`  … and ${more} more`)] : []),
    '',
  ].join('\n');
}
