/** The calls that take an event in this workspace: learnt from its own sites and from house-made buses. */
import type { Graph, Site } from '../graph/graph';
import { linksOf } from '../graph/links';
import { lineOf } from './documents';
import type { Snapshot } from './feature';

export interface Verb {
  /** Index of the event's argument. */
  readonly index: number;
  /** It dispatches what it takes, and nothing else. */
  readonly dispatches: boolean;
  /** Classes or names between quotes. */
  readonly takes: ReadonlySet<'class' | 'text'>;
  /** Emitters of its events; empty where events have none. */
  readonly emitters: ReadonlySet<string>;
  /** What it is called on where it is known to take an event, and whose events these are. */
  readonly receivers: ReadonlyMap<string, ReadonlySet<string>>;
}

type World = 'javascript' | 'php' | 'rust';

export function worldOfFile(file: string): World {
  return file.endsWith('.php') ? 'php' : file.endsWith('.rs') ? 'rust' : 'javascript';
}

interface Growing {
  index: number;
  dispatches: boolean;
  readonly takes: Set<'class' | 'text'>;
  readonly emitters: Set<string>;
  readonly receivers: Map<string, Set<string>>;
  read: number;
}

/** So many sites of a verb are asked what they are called on. */
const asked = 60;
const known = new WeakMap<Graph, ReadonlyMap<string, Verb>>();

/** By world and bare name: `php event`. */
export function verbsOf(snapshot: Snapshot): ReadonlyMap<string, Verb> {
  const before = known.get(snapshot.graph);
  if (before) return before;
  const links = linksOf(snapshot.graph);
  const verbs = new Map<string, Growing>();
  const verb = (world: World, name: string): Growing => {
    const key = `${world} ${name}`;
    const found = verbs.get(key) ?? {
      index: 0,
      dispatches: true,
      takes: new Set(),
      emitters: new Set(),
      receivers: new Map(),
      read: 0,
    };
    verbs.set(key, found);
    return found;
  };
  const learn = (
    site: Site & { readonly eventId: string | null; readonly emitter?: string },
    dispatches: boolean,
  ): void => {
    if (site.external || site.certainty === 'dynamic' || site.eventId === null) return;
    const name = /[\p{L}_$][\p{L}\p{N}_$]*(?=[^\p{L}\p{N}_$]*$)/u.exec(site.via)?.[0];
    if (name === undefined) return;
    const entry = verb(worldOfFile(site.file), name);
    const node = links.event(site.eventId);
    if (!dispatches) entry.dispatches = false;
    entry.takes.add(node?.kind === 'class' || node?.language === 'rust' ? 'class' : 'text');
    const emitter = site.emitter ?? node?.emitter;
    if (emitter !== undefined) entry.emitters.add(emitter);
    if (entry.read++ > asked) return;
    const receiver = receiverOf(snapshot, site, name);
    if (receiver === undefined) return;
    const emitters = entry.receivers.get(receiver) ?? new Set<string>();
    if (emitter !== undefined) emitters.add(emitter);
    entry.receivers.set(receiver, emitters);
  };
  for (const dispatch of snapshot.graph.dispatches) learn(dispatch, true);
  for (const listen of snapshot.graph.listens) learn(listen, false);
  for (const reference of snapshot.graph.references) learn(reference, false);
  for (const { call, event, name } of busCalls(snapshot.settings.buses))
    for (const world of ['javascript', 'php', 'rust'] as const) {
      const entry = verb(world, call);
      entry.index = event;
      entry.dispatches = false;
      entry.emitters.add(name);
      entry.takes.add('text').add('class');
    }
  known.set(snapshot.graph, verbs);
  return verbs;
}

/** The word before the verb: `events` of `this.events.emit(`; empty for a bare function. */
function receiverOf(snapshot: Snapshot, site: Site, verb: string): string | undefined {
  const line = lineOf(snapshot.text(site.file), site.line - 1);
  const at = line.indexOf(verb, Math.max(0, site.column - 1));
  if (at < 0) return undefined;
  return /([\p{L}\p{N}_$]+)(?:\(\))?\s*(?:\?\.|\.|->|\?->|::)\s*#?$/u.exec(line.slice(0, at))?.[1] ?? '';
}

/** Settings are checked where they are used, so here only what has the shape counts. */
function busCalls(
  buses: readonly unknown[],
): readonly { readonly name: string; readonly call: string; readonly event: number }[] {
  return buses.flatMap((bus) => {
    if (typeof bus !== 'object' || bus === null) return [];
    const { name, dispatch, listen } = bus as Readonly<Record<string, unknown>>;
    const calls = [dispatch, listen].flatMap((list): readonly unknown[] => (Array.isArray(list) ? list : []));
    return calls.flatMap((one) => {
      if (typeof one !== 'object' || one === null) return [];
      const { call, event } = one as Readonly<Record<string, unknown>>;
      return typeof call === 'string' && typeof name === 'string'
        ? [{ name, call, event: typeof event === 'number' ? event : 0 }]
        : [];
    });
  });
}

/** Names that many things have, so that what they are called on must look like events. */
const common = new Set([
  'on',
  'off',
  'once',
  'add',
  'get',
  'set',
  'send',
  'push',
  'handle',
  'run',
  'call',
  'register',
  'use',
  'apply',
  'next',
  'has',
  'trigger',
  'when',
  'listen',
  'dispatch',
]);

export function isAsked(verb: Verb, name: string, receiver: string): boolean {
  if (verb.receivers.has(receiver)) return true;
  if (!common.has(name)) return true;
  return /^(?:this|self|emitter)$|event|emitter|bus|dispatch|hub|mediator|socket|channel/i.test(receiver);
}
