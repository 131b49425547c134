/** An event_store with its own projections, subscriptions, snapshots and failures: names given, columns read by role. */
import type { Layout } from '../store';
import { besideByRole, eventsByRole, tablesOf } from './byRole';
import { ownColumns } from './layout';
import { bareName, plain, schemaOf } from './match';

const beside = [
  'event_streams',
  'event_snapshots',
  'event_projections',
  'event_subscriptions',
  'event_processing_failures',
].map(plain);

export const hdTickets: Layout = {
  id: 'hd-tickets',
  title: 'Laravel, an event_store with its own projections',
  recognise: (tables) =>
    tables.flatMap((table) => {
      const match = eventsByRole(table);
      const others = tables.filter(
        (other) => schemaOf(other) === schemaOf(table) && beside.includes(plain(bareName(other))),
      );
      if (!match || others.length < 2 || others.includes(table) || match.read['stream'] === undefined) return [];
      const companions = besideByRole(table, others);
      const names = tablesOf(companions);
      if (names.length < 2) return [];
      return [
        {
          layout: hdTickets.id,
          title: hdTickets.title,
          score: Math.round(900 * match.share) / 1000,
          reason: `${match.found} columns of ${bareName(table)} are those of events, with ${names.join(', ')} beside it${ownColumns(match.unexplained)}.`,
          columns: match.found,
          mapping: { events: { table: table.name, ...match.read }, ...companions },
        },
      ];
    }),
};
