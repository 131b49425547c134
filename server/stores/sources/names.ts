/** Names of tables, joins and columns as a statement may have them: only what the database itself says is there. */
import { StoreProblem, type Join } from '../store';
import { columnExpression, type Names } from './expressions';

/** What the database itself says of a table: the check for every name that comes from outside. */
export interface KnownTable {
  readonly name: string;
  /** Column → whether it can be null. */
  readonly columns: ReadonlyMap<string, boolean>;
}

export const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;

/** Joins are part of the statement only where a column of theirs is asked for. */
export function namesOf(
  find: (table: string) => KnownTable,
  { table, join = [] }: { readonly table: string; readonly join?: readonly Join[] },
): Names {
  const own = find(table);
  const joins = new Map(join.map((each) => [each.as, { ...each, known: find(each.table) }]));
  const used = new Set<string>();
  const base = join.length > 0 ? `${quoted(aliasOf(join))}.` : '';

  function column(name: string): string | undefined {
    if (own.columns.has(name)) return base + quoted(name);
    if (name === 'rowid') return `${base}rowid`;
    const found = joinOf(name);
    if (!found) return undefined;
    used.add(found.as);
    return `${quoted(found.as)}.${quoted(name.slice(found.as.length + 1))}`;
  }

  function joinOf(name: string): (Join & { readonly known: KnownTable }) | undefined {
    for (let dot = name.indexOf('.'); dot >= 0; dot = name.indexOf('.', dot + 1)) {
      const found = joins.get(name.slice(0, dot));
      if (found?.known.columns.has(name.slice(dot + 1))) return found;
    }
    return undefined;
  }

  const names: Names = {
    table,
    column,
    expression: (name) => columnExpression(names, name),
    canBeNull: (name) => own.columns.get(name) ?? name !== 'rowid',
    from() {
      if (base === '') return quoted(own.name);
      const clauses: string[] = [];
      // From the last to the first, as a join may rest on those before it.
      for (const each of [...joins.values()].reverse()) if (used.has(each.as)) clauses.unshift(clauseOf(each));
      return `${quoted(own.name)} AS ${base.slice(0, -1)}${clauses.join('')}`;
    },
  };
  return names;

  function clauseOf({ as, from, to, first, known }: Join & { readonly known: KnownTable }): string {
    for (const name of first === undefined ? [to] : [to, first])
      if (!known.columns.has(name) && name !== 'rowid')
        throw new StoreProblem(`${known.name} has no column "${name}".`);
    const own = names.expression(from);
    const equal = `${quoted(as)}.${quoted(to)} = ${own}`;
    if (first === undefined) return ` LEFT JOIN ${quoted(known.name)} AS ${quoted(as)} ON ${equal}`;
    const smallest = `SELECT min(o.${quoted(first)}) FROM ${quoted(known.name)} AS o WHERE o.${quoted(to)} = ${own}`;
    return ` LEFT JOIN ${quoted(known.name)} AS ${quoted(as)} ON ${equal} AND ${quoted(as)}.${quoted(first)} = (${smallest})`;
  }
}

/** A name for the first table that no join has. */
function aliasOf(join: readonly Join[]): string {
  const taken = new Set(join.map(({ as }) => as.toLowerCase()));
  let alias = 'base';
  while (taken.has(alias) || alias === 'o') alias += '_';
  return alias;
}
