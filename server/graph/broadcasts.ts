/** Joins what Laravel broadcasts to what the browser hears of it: an Echo listener's name is a PHP event. Knows no language. */
import type { EventNode, Graph, Listen } from './graph';

const framework = 'laravelEcho';
/** The namespace that Echo puts before a name unless it is told another one. */
const usual = 'App\\Events\\';

/** The graph itself when no listener of a broadcast is in it, so that it costs nothing where it has nothing to do. */
export function joinBroadcasts(graph: Graph): Graph {
  const heard = graph.listens.filter((listen) => listen.framework === framework && listen.event !== null);
  if (heard.length === 0) return graph;
  const broadcast = graph.events.filter((event) => event.broadcast && event.language === 'php');
  const joined = new Map<Listen, Listen>();
  for (const listen of heard) {
    const found = meant(listen.event ?? '', broadcast);
    if (found) joined.set(listen, linked(listen, found));
  }
  if (joined.size === 0) return graph;
  const listens = graph.listens.map((listen) => joined.get(listen) ?? listen);
  const replaced = new Set([...joined.keys()].map(({ eventId }) => eventId));
  for (const { eventId } of [...listens, ...graph.dispatches, ...graph.references]) replaced.delete(eventId);
  return { ...graph, listens, events: graph.events.filter(({ id }) => !replaced.has(id)) };
}

interface Meant {
  readonly events: readonly EventNode[];
  readonly guessed: boolean;
}

/** `.order.placed` and `\App\Order` stand as they are; everything else is a class below the namespace. */
function meant(written: string, broadcast: readonly EventNode[]): Meant | undefined {
  const told = (name: string): readonly EventNode[] =>
    broadcast.filter((event) => (event.broadcastAs ?? event.name) === name);
  if (/^[.\\]/.test(written)) {
    const events = told(written.slice(1));
    return events.length > 0 ? { events, guessed: false } : undefined;
  }
  const below = written.replaceAll('.', '\\');
  const exact = told(`${usual}${below}`);
  if (exact.length > 0) return { events: exact, guessed: false };
  // Echo may be given another namespace where it is made; a name that only one event can have is that event.
  const events = broadcast.filter((event) => event.broadcastAs === undefined && event.name.endsWith(`\\${below}`));
  return events.length === 1 ? { events, guessed: true } : undefined;
}

function linked(listen: Listen, { events, guessed }: Meant): Listen {
  const [first] = events;
  if (!first) return listen;
  const { emitter, ...rest } = listen;
  void emitter;
  return {
    ...rest,
    eventId: first.id,
    event: first.name,
    ...(events.length > 1 && { matches: events.map(({ id }) => id) }),
    ...(guessed && {
      certainty: 'inferred' as const,
      reason: 'It is the only broadcast of that name; Echo is taken to be given its namespace.',
    }),
  };
}
