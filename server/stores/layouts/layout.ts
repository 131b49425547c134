/** A layout from its parts: what of a store's tables it can read, how well, and why, as one sentence. Knows no layout. */
import type { Layout, Mapping, Table } from '../store';
import { bareName, matchPart, plain, schemaOf, type Match } from './match';
import type { Part } from './part';

export interface LayoutShape {
  readonly id: string;
  /** As people know it; what stands after its last comma is its short name. */
  readonly title: string;
  /** Each may stand alone unless it is a companion; the first that is there is what the score speaks of. */
  readonly parts: readonly Part[];
}

export function layout({ id, title, parts }: LayoutShape): Layout {
  return {
    id,
    title,
    recognise: (tables) => {
      const matches = parts.flatMap((part) => matchesOf(part, tables));
      const leading = matches.filter(({ part }) => part.kind === 'events');
      const alone = matches.find(({ part }) => !part.companion);
      const first = leading.length ? leading : alone ? [alone] : [];
      return first.map((match) => {
        const beside = matches.filter(
          (other) => other !== match && other.part.kind !== 'events' && schemaOf(other.table) === schemaOf(match.table),
        );
        return {
          layout: id,
          title,
          score: scoreOf(match),
          reason: reasonOf(match, beside, title),
          columns: match.found,
          mapping: mappingOf([match, ...beside]),
        };
      });
    },
  };
}

function matchesOf(part: Part, tables: readonly Table[]): Match[] {
  const matches = tables.flatMap((table) => matchPart(part, table, tables) ?? []);
  if (!part.partitioned) return matches;
  return matches.filter(
    ({ table }) => !matches.some((other) => other.table !== table && table.name.startsWith(`${other.table.name}_`)),
  );
}

/** Half for all that the layout needs being there, half for how much of what is there it explains. */
function scoreOf({ found, own }: Pick<Match, 'found' | 'own'>): number {
  return Math.round(500 * (1 + found / own)) / 1000;
}

export function mappingOf(matches: readonly Match[]): Mapping {
  const mapping: Record<string, unknown> = {};
  for (const { part, columns } of matches)
    if (part.kind === 'events') mapping['events'] ??= columns;
    else mapping[part.kind] = [...((mapping[part.kind] as object[] | undefined) ?? []), columns];
  return mapping;
}

function reasonOf(match: Match, beside: readonly Match[], title: string): string {
  const { part, table, found, complete, unexplained } = match;
  const maker = title.slice(title.lastIndexOf(',') + 1).trim();
  const name = bareName(table);
  const owner = `${part.table} (${maker})`;
  const there = complete
    ? `All ${found} columns of ${owner} are there`
    : `${found} columns of ${owner} are there, all that it needs`;
  const renamed = plain(name) === plain(part.table) ? '' : `, here in ${name}`;
  const others = [...new Set(beside.map((other) => bareName(other.table)))].filter((other) => other !== name);
  const rest = others.length ? `, with ${listed(others)} beside it` : '';
  return `${there}${renamed}${rest}${ownColumns(unexplained)}.`;
}

/** What the table has beyond the layout, for the end of a reason. */
export function ownColumns(unexplained: readonly string[]): string {
  if (!unexplained.length) return '';
  return `; ${unexplained.length === 1 ? '1 more is' : `${unexplained.length} more are`} the store's own: ${listed(unexplained)}`;
}

function listed(names: readonly string[]): string {
  const shown = names.length > 4 ? [...names.slice(0, 3), `${names.length - 3} others`] : names;
  return shown.length < 2 ? shown.join('') : `${shown.slice(0, -1).join(', ')} and ${shown.at(-1) ?? ''}`;
}
