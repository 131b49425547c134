/** An event name that misses its counterpart on the same emitter by a slip of the pen. */
import { placeOf } from '../graph/links';
import { orphansOf, type Misspelt } from '../graph/orphans';
import { spoken, spokenPlace } from '../graph/wording';
import type { Diagnostic } from './diagnostic';

export const nearMiss: Diagnostic = {
  code: 'near-miss',
  title: 'Name misses its counterpart by a few letters',
  severity: 'warning',
  enabledByDefault: true,
  check: (graph) =>
    orphansOf(graph).misspelt.map((misspelt) => {
      const { event, sites, meant, there } = misspelt;
      const [first, ...others] = sites;
      return {
        severity: 'warning',
        message: messageOf(misspelt),
        place: placeOf(first),
        related: [
          { place: placeOf(there), message: `'${meant.name}' stands here.` },
          ...others.map((place) => ({ place: placeOf(place), message: `'${event.name}' stands here as well.` })),
        ],
        subject: event.id,
        fix: { kind: 'respell', from: event.name, to: meant.name, places: sites.map(placeOf) },
      };
    }),
};

function messageOf({ missing, event, meant, there }: Misspelt): string {
  const where = spokenPlace(there);
  switch (missing) {
    case 'listener':
      return `${spoken(event)} is dispatched here and nobody listens to it; did you mean '${meant.name}', which is heard at ${where}?`;
    case 'dispatch':
      return `${spoken(event)} is listened to here and nothing dispatches it; did you mean '${meant.name}', which is dispatched at ${where}?`;
    case 'event':
      return `No event is named '${event.name}', so this never holds; did you mean '${meant.name}' (${where})?`;
  }
}
