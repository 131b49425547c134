/** `eventWiring/sites`: who dispatches or who hears an event. */
import type { SiteRow, SitesParams } from '../protocol';
import type { Feature } from './feature';
import { rowsOfDispatches, rowsOfListens } from './siteRows';
import { dispatchersOf, eventNamed, heardBy } from './wires';

export const sites: Feature<SitesParams, readonly SiteRow[]> = {
  method: 'eventWiring/sites',
  answer: (snapshots, { eventId, role }) =>
    snapshots.flatMap((snapshot) =>
      role === 'listeners'
        ? rowsOfListens(snapshot, heardBy(snapshot.graph, eventId).listens, eventNamed(snapshot.graph, eventId).node)
        : rowsOfDispatches(snapshot, dispatchersOf(snapshot.graph, eventId)),
    ),
};
