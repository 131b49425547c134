/** Any table that looks like events by its columns' names: the last resort before a mapping by hand, scored lower. */
import type { Layout } from '../store';
import { besideByRole, eventsByRole, tablesOf } from './byRole';
import { ownColumns } from './layout';
import { bareName } from './match';

export const columnRoles: Layout = {
  id: 'column-roles',
  title: 'Unknown layout, read by the names of its columns',
  recognise: (tables) =>
    tables.flatMap((table) => {
      const match = eventsByRole(table);
      if (!match) return [];
      const beside = besideByRole(table, tables);
      const others = tablesOf(beside);
      return [
        {
          layout: columnRoles.id,
          title: columnRoles.title,
          score: Math.round(600 * match.share) / 1000,
          reason: `No known layout, but ${match.found} columns of ${bareName(table)} look like those of events${
            others.length ? `, with ${others.join(', ')} beside it` : ''
          }${ownColumns(match.unexplained)}.`,
          columns: match.found,
          mapping: { events: { table: table.name, ...match.read }, ...beside },
        },
      ];
    }),
};
