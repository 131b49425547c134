/** The same handler registered twice for the same event, so that it runs twice. */
import type { Graph, Listen, Observer, Site } from '../graph/graph';
import { isOwn, placeOf, samePlace } from '../graph/links';
import { listed, shortName, spokenHandler, spokenPlace } from '../graph/wording';
import type { Diagnostic, Finding } from './diagnostic';

export const registeredTwice: Diagnostic = {
  code: 'registered-twice',
  title: 'Handler registered twice for one event',
  severity: 'warning',
  enabledByDefault: true,
  check: (graph) => [...twiceListening(graph), ...twiceObserving(graph)],
};

/** One fault is one pair of places, however many events it doubles. */
function twiceListening(graph: Graph): Omit<Finding, 'code'>[] {
  const byHandler = new Map<string, Listen[]>();
  for (const listen of graph.listens) {
    const key = identity(listen);
    if (key === undefined) continue;
    const list = byHandler.get(key);
    if (list) list.push(listen);
    else byHandler.set(key, [listen]);
  }
  const pairs = new Map<string, { readonly first: Listen; readonly second: Listen; readonly events: string[] }>();
  for (const registrations of byHandler.values()) {
    const [first, ...again] = inOrderOfRegistration(registrations);
    if (!first) continue;
    for (const second of again) {
      if (samePlace(first, second)) continue;
      const key = `${second.handler}|${spokenPlace(second)}:${second.column}`;
      const event = shortName(second.event ?? '');
      const pair = pairs.get(key);
      if (pair) pair.events.push(event);
      else pairs.set(key, { first, second, events: [event] });
    }
  }
  return [...pairs.values()].map(({ first, second, events }) => ({
    severity: 'warning',
    message:
      `${spokenHandler(second)} is registered for ${listed(events)} here and at ${spokenPlace(first)} (${first.via}), ` +
      'so it runs twice.',
    place: placeOf(second),
    related: [{ place: placeOf(first), message: `It is registered for ${listed(events)} here already.` }],
    subject: `${second.eventId ?? ''} -> ${second.handler}`,
    ...(isAlone(second, events.length, graph) && { fix: { kind: 'remove' as const, place: placeOf(second) } }),
  }));
}

/** What stands there registers nothing else, and is not the handler itself. */
function isAlone(listen: Listen, events: number, { listens }: Graph): boolean {
  if (listen.file === listen.handlerFile && listen.line === listen.handlerLine) return false;
  return listens.filter((other) => samePlace(other, listen)).length === events;
}

/**
 * Undefined where two registrations may be right: closures, listeners removed after one event, and emitters of which
 * there can be several (two sockets of one class both have a right to the same function).
 */
function identity(listen: Listen): string | undefined {
  if (!isOwn(listen) || listen.wrapper || listen.once || listen.eventId === null || listen.missing) return undefined;
  if (listen.certainty === 'dynamic' || listen.handlerFile === undefined) return undefined;
  if (listen.emitter !== undefined && mayBeMany(listen)) return undefined;
  if (listen.handler === 'closure' && listen.handlerFile === listen.file && listen.handlerLine === listen.line)
    return undefined;
  return [listen.eventId, listen.handler, listen.handlerFile, listen.handlerLine, programOf(listen)].join('|');
}

/**
 * What runs as a program of its own registers for itself: Cargo's binaries, examples and benches, and applications whose
 * containers are configured side by side in one repository. Of two functions that fill an app of Bevy's often only one is
 * called: with a window or without.
 */
function programOf({ file, framework, in: symbol }: Listen): string {
  if (framework === 'bevy') return `${file} ${symbol ?? ''}`;
  const [program] =
    /^(?:.*\/)?(?:src\/bin|examples|benches)\/[^/]+(?=\.rs$|\/)/.exec(file) ??
    /^(?:.*\/)?(?=config\/[^.]+\.(?:ya?ml|xml)$)/.exec(file) ??
    [];
  return program ?? '';
}

/** A class is instantiated any number of times; a variable of a module holds one emitter. */
function mayBeMany({ emitter, certainty }: Listen): boolean {
  const name = emitter?.split('.').at(-1) ?? '';
  return certainty !== 'exact' || /^\p{Lu}/u.test(name);
}

/** A discovered listener is registered where it stands, and before everything that names it. */
function inOrderOfRegistration(registrations: readonly Listen[]): Listen[] {
  const discovered = (listen: Listen): number => (listen.file === listen.handlerFile ? 0 : 1);
  return [...registrations].sort((a, b) => discovered(a) - discovered(b));
}

function twiceObserving(graph: Graph): Omit<Finding, 'code'>[] {
  const seen = new Map<string, Observer>();
  return graph.observers.flatMap((second) => {
    if (!isOwn(second) || second.certainty === 'dynamic') return [];
    const key = `${second.model}|${second.observer}`;
    const first: (Observer & Site) | undefined = seen.get(key);
    seen.set(key, first ?? second);
    if (!first || samePlace(first, second)) return [];
    const observer = shortName(second.observer);
    const model = shortName(second.model);
    const events = second.events?.length ? ` (${listed(second.events)})` : '';
    return [
      {
        severity: 'warning' as const,
        message: `${observer} observes ${model} here and at ${spokenPlace(first)}, so each of its methods runs twice${events}.`,
        place: placeOf(second),
        related: [{ place: placeOf(first), message: `It observes ${model} here already.` }],
        subject: `${second.model} -> ${second.observer}`,
      },
    ];
  });
}
