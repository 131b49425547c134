/** An event that is listened to and that nothing dispatches. */
import { isOwn, linksOf, placeOf } from '../graph/links';
import { spoken, spokenHandler, spokenPlace } from '../graph/wording';
import { orphansOf, type Orphan } from '../graph/orphans';
import type { Graph, Listen } from '../graph/graph';
import type { Diagnostic } from './diagnostic';

export const neverDispatched: Diagnostic = {
  code: 'never-dispatched',
  title: 'Listened to and never dispatched',
  severity: 'warning',
  enabledByDefault: true,
  check: (graph) =>
    orphansOf(graph)
      .plain.filter(({ missing }) => missing === 'dispatch')
      .map((orphan) => {
        const [first, ...others] = orphan.sites;
        return {
          severity: orphan.maybe || orphan.offered ? 'information' : 'warning',
          message: messageOf(orphan, graph),
          place: placeOf(first),
          related: [
            ...others.map((place) => ({ place: placeOf(place), message: 'It is listened to here as well.' })),
            ...(orphan.maybe
              ? [{ place: placeOf(orphan.maybe), message: 'What this dispatches is decided at run time.' }]
              : []),
          ],
          subject: orphan.event.id,
        };
      }),
};

function messageOf({ event, maybe, offered }: Orphan, graph: Graph): string {
  const name = spoken(event);
  if (maybe) return `Nothing dispatches ${name} by name; it may be dispatched at run time (${spokenPlace(maybe)}).`;
  if (offered) return `Nothing in this workspace dispatches ${name}; only users of the package can.`;
  return `${name} is listened to here and nothing dispatches it, so ${handlerOf(event.id, graph)} never runs.`;
}

function handlerOf(id: string, graph: Graph): string {
  const handlers = new Set(
    linksOf(graph)
      .listensOf(id)
      .filter(isOwn)
      .map((listen: Listen) => spokenHandler(listen)),
  );
  const [only] = handlers;
  return handlers.size === 1 && only !== undefined && only !== 'a closure' && only !== '?' ? only : 'its handler';
}
