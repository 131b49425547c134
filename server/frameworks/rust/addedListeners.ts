/** Listeners that a registration was found to add, each with the events it hears there. */
import type { Handler } from '../../graph/graph';
import type { CallSite } from './contract';
import { handlerOf, turbofish } from './sites';
import type { ListenerImpl } from './listenerImpls';
import type { FoundEvent, Reading } from './typedFound';
import { eventOf, keysOf, plain } from './typedSites';

/** One registration of listeners; generic functions that register a blanket listener become wrappers. */
export function addListeners(
  reading: Reading,
  site: CallSite,
  events: readonly FoundEvent[],
  listeners: readonly ListenerImpl[],
): boolean {
  const { world, survey } = reading;
  let added = false;
  for (const listener of listeners) {
    const handler = handlerOf(
      listener.file,
      listener.handler ? `${listener.name}::${listener.handler.name}` : listener.name,
      listener.handler,
    );
    if (listener.hears.kind === 'events') {
      const heard = listener.hears.types.flatMap((type) => eventOf(survey.typed, type) ?? []);
      const wanted =
        events.length > 0 ? heard.filter((event) => events.some((other) => other.path === event.path)) : heard;
      added =
        addListens(
          reading,
          site,
          wanted.length > 0 ? wanted : events.length > 0 && listeners.length === 1 ? events : wanted,
          listener,
          handler,
        ) || added;
      continue;
    }
    if (events.length > 0) {
      added = addListens(reading, site, events, listener, handler) || added;
      continue;
    }
    if (listener.hears.kind === 'any') {
      reading.listens.push({
        site: plain(site, site.call.spot),
        event: undefined,
        pattern: '*',
        handler,
        listener,
        once: false,
        wrapper: false,
      });
      added = true;
      continue;
    }
    const fn = site.context.function;
    const generic = turbofish(site)
      .map((type) => world.inference.lower(type, site.context))
      .find((type) => type.kind === 'parameter');
    const index =
      generic?.kind === 'parameter' && fn
        ? fn.generics.findIndex((candidate) => candidate.name === generic.name)
        : (fn?.generics.findIndex((candidate) => candidate.bounds.length > 0) ?? -1);
    if (fn && index >= 0) {
      reading.listenWrappers.push(
        ...keysOf(world, site, fn).map((key) => ({
          key,
          name: fn.name,
          event: { kind: 'generic' as const, index },
          handler: { kind: 'listener' as const, path: listener.path },
        })),
      );
      added = true;
    }
  }
  return added;
}

export function addListens(
  reading: Reading,
  site: CallSite,
  events: readonly FoundEvent[],
  listener: ListenerImpl | undefined,
  handler: Handler,
): boolean {
  for (const event of events)
    reading.listens.push({
      site: plain(site, site.call.spot),
      event,
      handler,
      once: /once/.test(site.name),
      wrapper: false,
      ...(listener && { listener }),
    });
  return events.length > 0;
}
