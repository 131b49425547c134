/** What fires what in turn: follows an event to its listeners, into their bodies, and on. Knows no text. */
import { cyclesIn, type Cycle } from './cycles';
import { eventLink, firingOf, keyOf, put, type Body, type Fired, type Link, type Reaction } from './firing';
import type { Command, Dispatch, Graph, Job, Listen, Place } from './graph';
import { reachedBy } from './links';

export { keyOf, type Fired, type Link, type Reaction };

export interface Trace {
  /** Everything that is set off anywhere or listened to, each once. */
  links(): readonly Link[];
  reactions(link: Link): readonly Reaction[];
  /** What a listener sets off. */
  firedBy(listen: Listen): readonly Fired[];
  listensOf(eventId: string): readonly Listen[];
  dispatchesOf(eventId: string): readonly Dispatch[];
  /** Ways in which the workspace's own events fire themselves again: each its own shortest way back. */
  cycles(): readonly Cycle[];
}

const known = new WeakMap<Graph, Trace>();

export function traceOf(graph: Graph): Trace {
  const before = known.get(graph);
  if (before) return before;
  const trace = newTrace(graph);
  known.set(graph, trace);
  return trace;
}

function newTrace(graph: Graph): Trace {
  const listens = grouped(graph.listens, reachedBy);
  const dispatches = grouped(graph.dispatches, ({ eventId }) => (eventId === null ? [] : [eventId]));
  const commands = grouped(graph.commands, ({ commandId }) => [commandId]);
  const jobs = grouped(graph.jobs, ({ job }) => (job === null ? [] : [job]));
  const { all, inBody, inSymbols } = firingOf(graph, [
    ...graph.listens.map(bodyOfListen),
    ...graph.commands.flatMap(bodyOfCommand),
  ]);
  const firedBy = (listen: Listen): readonly Fired[] => inBody(bodyOfListen(listen));
  const handles = (command: Command): readonly Reaction[] =>
    bodyOfCommand(command).map((body) => ({
      handler: body.handler,
      place: { file: command.file, line: command.line, column: command.column },
      queued: false,
      fires: inBody(body),
      ...((command.external || command.test) && { foreign: true }),
    }));
  const react = (link: Link): readonly Reaction[] => {
    if (link.kind === 'event') return (listens.get(link.id) ?? []).map((listen) => reactionOf(listen, firedBy(listen)));
    if (link.kind === 'command') return (commands.get(link.id) ?? []).flatMap(handles);
    const pushes = jobs.get(link.id) ?? [];
    return pushes.slice(0, 1).map((job) => runs(job, pushes, inSymbols));
  };
  const reacted = new Map<string, readonly Reaction[]>();
  const reactions = (link: Link): readonly Reaction[] => {
    const key = keyOf(link);
    const found = reacted.get(key) ?? react(link);
    reacted.set(key, found);
    return found;
  };
  const links = (): readonly Link[] => [
    ...new Map(
      [
        ...all.map(({ link }) => link),
        ...graph.events.map(({ id, name, emitter }) => eventLink(id, name, emitter)),
        ...graph.commands.map(({ commandId, command }): Link => ({ kind: 'command', id: commandId, name: command })),
        ...graph.listens.flatMap(({ eventId, event, emitter }) =>
          eventId === null ? [] : [eventLink(eventId, event, emitter)],
        ),
      ].map((link) => [keyOf(link), link]),
    ).values(),
  ];
  let cycles: readonly Cycle[] | undefined;
  return {
    links,
    reactions,
    firedBy,
    listensOf: (id) => listens.get(id) ?? [],
    dispatchesOf: (id) => dispatches.get(id) ?? [],
    cycles: () => (cycles ??= cyclesIn(links(), reactions, all)),
  };
}

function bodyOfListen({ handler, handlerFile, handlerLine, handlerColumn, handlerEndLine, calls }: Listen): Body {
  return { handler, file: handlerFile, line: handlerLine, column: handlerColumn, endLine: handlerEndLine, calls };
}

function bodyOfCommand({ handler, file, line, column, endLine }: Command): readonly Body[] {
  return handler === null ? [] : [{ handler, file, line, column, endLine }];
}

function reactionOf(listen: Listen, fires: readonly Fired[]): Reaction {
  const { handlerFile, handlerLine, handlerColumn } = listen;
  const place: Place =
    handlerFile !== undefined && handlerLine !== undefined
      ? { file: handlerFile, line: handlerLine, column: handlerColumn ?? 1 }
      : listen;
  return {
    handler: listen.handler,
    place,
    queued: listen.queued === true,
    listen,
    fires,
    ...((listen.external || listen.test) && { foreign: true }),
  };
}

/** A job's class runs itself; its methods are found by the symbol around each site. */
function runs(job: Job, pushes: readonly Job[], inSymbols: (symbols: readonly string[]) => readonly Fired[]): Reaction {
  const name = job.job ?? '';
  const symbols = ['handle', '__invoke', 'process', 'run', 'perform'].flatMap((method) =>
    ['@', '.', '::'].map((separator) => `${name}${separator}${method}`),
  );
  const place: Place = job.jobFile !== undefined ? { file: job.jobFile, line: job.jobLine ?? 1, column: 1 } : job;
  return { handler: name, place, queued: pushes.some(({ immediate }) => !immediate), fires: inSymbols(symbols) };
}

function grouped<Item>(items: readonly Item[], keys: (item: Item) => readonly string[]): ReadonlyMap<string, Item[]> {
  const groups = new Map<string, Item[]>();
  for (const item of items) for (const key of keys(item)) put(groups, key, item);
  return groups;
}
