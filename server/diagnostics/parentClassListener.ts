/** A listener on a parent class whose subclasses are dispatched and never reach it. */
import { isOwn, linksOf, placeOf } from '../graph/links';
import { listed, shortName, spoken, spokenHandler } from '../graph/wording';
import type { Diagnostic } from './diagnostic';

export const parentClassListener: Diagnostic = {
  code: 'parent-class-listener',
  title: 'Listener on a parent class',
  severity: 'warning',
  enabledByDefault: true,
  check: (graph) => {
    const links = linksOf(graph);
    return graph.listens.flatMap((listen) => {
      if (!isOwn(listen) || !listen.neverReached?.length || listen.event === null) return [];
      const missed = listen.neverReached.filter(
        (id) => !links.listensOf(id).some((other) => other.handler === listen.handler),
      );
      if (!missed.length) return [];
      const names = missed.map((id) => {
        const event = links.event(id);
        return event ? spoken(event) : id;
      });
      const handler = listen.handler === 'closure' ? 'this listener' : spokenHandler(listen);
      return [
        {
          severity: 'warning' as const,
          message:
            `${handler} is registered for the parent class ${shortName(listen.event)} and never hears ${listed(names)}: ` +
            'only the exact class and its interfaces reach a listener.',
          place: placeOf(listen),
          related: missed.flatMap((id) =>
            links
              .dispatchesOf(id)
              .filter(isOwn)
              .slice(0, 3)
              .map((place) => ({ place: placeOf(place), message: 'It is dispatched here.' })),
          ),
          subject: `${listen.event} -> ${listen.handler}`,
        },
      ];
    });
  },
};
