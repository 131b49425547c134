/** A listener that returns `false` and so keeps the listeners after it from running. */
import { isOwn, linksOf, placeOf, samePlace } from '../graph/links';
import { listed, shortName, spokenHandler } from '../graph/wording';
import type { Graph, Listen } from '../graph/graph';
import type { Diagnostic } from './diagnostic';

export const returnsFalse: Diagnostic = {
  code: 'returns-false',
  title: 'Returning false silences later listeners',
  severity: 'warning',
  enabledByDefault: true,
  check: (graph) => {
    const told = new Set<string>();
    return graph.listens.flatMap((listen) => {
      const place = listen.returnsFalse;
      // A queued listener runs elsewhere; nobody waits for what it returns.
      if (!place || !isOwn(listen) || listen.queued) return [];
      const { surely, perhaps } = othersOf(listen, graph);
      const silenced = surely.length ? surely : perhaps;
      const key = `${place.file}:${place.line}:${place.column}`;
      if (!silenced.length || told.has(key)) return [];
      told.add(key);
      const event = shortName(listen.event ?? '');
      const names = listed(silenced.map(spokenHandler));
      return [
        {
          severity: surely.length ? ('warning' as const) : ('information' as const),
          message: surely.length
            ? `Returning false here stops ${event}: ${names} never ${silenced.length > 1 ? 'run' : 'runs'} after it.`
            : `Returning false here stops ${event} for every listener registered later, which may be ${names}.`,
          place: placeOf(place),
          related: silenced.map((other) => ({
            place: placeOf(other),
            message: `${spokenHandler(other)} is registered here.`,
          })),
          subject: `${listen.eventId ?? event} -> ${listen.handler}`,
        },
      ];
    });
  },
};

/** Patterns and interfaces are called after exact names; across files the order is not in the code. */
function othersOf(
  listen: Listen,
  graph: Graph,
): { readonly surely: readonly Listen[]; readonly perhaps: readonly Listen[] } {
  const surely: Listen[] = [];
  const perhaps: Listen[] = [];
  const exact = ({ matches }: Listen): boolean => matches === undefined;
  const discovered = ({ file, handlerFile }: Listen): boolean => file === handlerFile;
  for (const other of listen.eventId === null ? [] : linksOf(graph).listensOf(listen.eventId)) {
    if (other === listen || samePlace(other, listen) || !isOwn(other)) continue;
    if (other.handler === listen.handler && other.handlerFile === listen.handlerFile) continue;
    if (exact(listen) && !exact(other)) surely.push(other);
    else if (!exact(listen) && exact(other)) continue;
    else if (other.file === listen.file && !discovered(other))
      if (other.line > listen.line || (other.line === listen.line && other.column > listen.column)) surely.push(other);
      else continue;
    else if (discovered(listen) && !discovered(other)) surely.push(other);
    else if (discovered(other) && !discovered(listen)) continue;
    // Where emitters are told apart, false is their documented veto and priorities make the order.
    else if (listen.emitter === undefined) perhaps.push(other);
  }
  return { surely, perhaps };
}
