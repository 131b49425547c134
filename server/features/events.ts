/** `eventWiring/events`: every event, for a list to pick from. */
import type { EventItem } from '../protocol';
import { counted } from '../reports/ink';
import { locationOf } from './documents';
import type { Feature } from './feature';
import { indexOf } from './treeSections';
import { dispatchersOf, heardBy } from './wires';

export const events: Feature<unknown, readonly EventItem[]> = {
  method: 'eventWiring/events',
  answer: (snapshots) =>
    snapshots.flatMap((snapshot) =>
      indexOf(snapshot).events.map(({ id, title, namespace, place }) => {
        const heard = counted(heardBy(snapshot.graph, id).listens.length, 'listener');
        const sent = counted(dispatchersOf(snapshot.graph, id).length, 'dispatcher');
        return {
          id,
          name: title,
          detail: [`${heard}, ${sent}`, namespace].filter(Boolean).join(' · '),
          ...(place && { location: locationOf(snapshot, place) }),
        };
      }),
    ),
};
