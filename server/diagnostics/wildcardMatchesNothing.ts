/** A pattern that no dispatched event matches. */
import type { Dispatch, Graph, Listen } from '../graph/graph';
import { isOwn, linksOf, placeOf } from '../graph/links';
import { spokenHandler, spokenPlace } from '../graph/wording';
import type { Diagnostic } from './diagnostic';

export const wildcardMatchesNothing: Diagnostic = {
  code: 'wildcard-matches-nothing',
  title: 'Pattern matches no event',
  severity: 'warning',
  enabledByDefault: true,
  check: (graph) =>
    graph.listens
      .filter((listen) => isPattern(listen) && reachesNothing(listen, graph))
      .map((listen) => {
        const handler = listen.handler === 'closure' ? 'its handler' : spokenHandler(listen);
        const maybe = graph.dispatches.find((dispatch) => mayMatch(dispatch, listen));
        return {
          severity: maybe ? 'information' : 'warning',
          message: maybe
            ? `'${listen.event ?? ''}' matches no event that is dispatched by name; one may be at run time (${spokenPlace(maybe)}).`
            : `'${listen.event ?? ''}' matches no event that is dispatched, so ${handler} never runs.`,
          place: placeOf(listen),
          ...(maybe && {
            related: [{ place: placeOf(maybe), message: 'What this dispatches is decided at run time.' }],
          }),
          subject: listen.event ?? '',
        };
      }),
};

/** A pattern of stars alone hears whatever there is, and rightly so where there is nothing yet. */
function isPattern(listen: Listen): boolean {
  if (!isOwn(listen) || listen.wrapper || listen.publishedBy !== undefined) return false;
  return /\*/.test(listen.event ?? '') && /[\p{L}\p{N}]/u.test(listen.event ?? '');
}

function reachesNothing(listen: Listen, graph: Graph): boolean {
  const links = linksOf(graph);
  return (listen.matches ?? []).every((id) => {
    const event = links.event(id);
    return !event?.external && event?.publishedBy === undefined && !links.dispatchesOf(id).length;
  });
}

/** A name that is decided at run time; a wrapper only with a closed set, since its callers are told by name. */
function mayMatch(dispatch: Dispatch, listen: Listen): boolean {
  if (!isOwn(dispatch) || dispatch.eventId !== null || dispatch.certainty !== 'dynamic') return false;
  const together =
    dispatch.emitter === undefined || listen.emitter === undefined
      ? dispatch.framework === listen.framework
      : dispatch.emitter === listen.emitter;
  if (!together) return false;
  const pattern = new RegExp(`^${(listen.event ?? '').replace(/[\\^$.+?()[\]{}|]/g, '\\$&').replace(/\*+/g, '.*')}$`);
  return dispatch.candidates ? dispatch.candidates.some((name) => pattern.test(name)) : !dispatch.wrapper;
}
