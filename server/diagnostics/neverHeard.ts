/** An event that is dispatched and that no listener hears. */
import { placeOf } from '../graph/links';
import { listed, shortName, spoken, spokenPlace } from '../graph/wording';
import { orphansOf, type Orphan } from '../graph/orphans';
import type { Graph } from '../graph/graph';
import type { Diagnostic } from './diagnostic';

export const neverHeard: Diagnostic = {
  code: 'never-heard',
  title: 'Dispatched and never heard',
  severity: 'warning',
  enabledByDefault: true,
  check: (graph) =>
    orphansOf(graph)
      .plain.filter(({ missing }) => missing === 'listener')
      .map((orphan) => {
        const [first, ...others] = orphan.sites;
        return {
          severity: orphan.maybe || orphan.offered || orphan.forPlugins || orphan.shared ? 'information' : 'warning',
          message: messageOf(orphan, graph),
          place: placeOf(first),
          related: [
            ...others.map((place) => ({ place: placeOf(place), message: 'It is dispatched here as well.' })),
            ...(orphan.maybe
              ? [{ place: placeOf(orphan.maybe), message: 'What this hears is decided at run time.' }]
              : []),
          ],
          subject: orphan.event.id,
        };
      }),
};

function messageOf({ event, maybe, offered, forPlugins, shared }: Orphan, graph: Graph): string {
  const name = spoken(event);
  if (maybe)
    return `${name} is dispatched here, and whether anyone listens is decided at run time (${spokenPlace(maybe)}).`;
  if (shared) return `${name} is dispatched here and has no listener in this workspace; its library may hand it on.`;
  if (offered)
    return `${name} is dispatched here and has no listener in this workspace; only users of the package can hear it.`;
  if (forPlugins)
    return `${name} is dispatched here and has no listener in this workspace, like most events of this package.`;
  const elsewhere = namesakeListeners(graph, event.id, event.name);
  if (elsewhere.length)
    return `${name} is dispatched here and nobody listens to it; the listeners of that name are on ${listed(elsewhere)}.`;
  return `${name} is dispatched here and nobody listens to it.`;
}

/** Emitters, or for classes the classes, that are heard under the same name: the usual reason is the wrong one of two. */
function namesakeListeners(graph: Graph, id: string, name: string): string[] {
  const own = shortName(name);
  const heard = graph.listens.filter(
    (listen) =>
      listen.eventId !== null && listen.eventId !== id && !listen.external && shortName(listen.event ?? '') === own,
  );
  return heard.flatMap(({ emitter, event }) => emitter ?? (event === null || event === name ? [] : event));
}
