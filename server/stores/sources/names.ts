/** Names of tables, joins and columns as a statement may have them: only what the database itself says is there. */
import { StoreProblem, type Join } from '../store';
import { canBeNull, type Dialect, type KnownColumn, type Operand } from './dialect';

/** What the database itself says of a table: the check for every name that comes from outside. */
export interface KnownTable {
  readonly name: string;
  /** As it stands in a statement: `"message_store"."messages"`. */
  readonly sql: string;
  readonly columns: ReadonlyMap<string, KnownColumn>;
  readonly dialect: Dialect;
  /** Rows lie in the order of these columns, and a span of them is read as they lie with this after the table's name. */
  readonly inPlace?: { readonly columns: readonly string[]; readonly sql: string };
}

/** The names a statement may use. */
export interface Names {
  readonly dialect: Dialect;
  /** A column, or what stands in the JSON of a column: `metadata:user.id`, and what an enum is called: `payload:*`. */
  operand(name: string): Operand;
  canBeNull(name: string): boolean;
  /** The tables, once all expressions are made: what stands after FROM. Of a span, its order's first column. */
  from(span: string | undefined): string;
}

/** Joins are part of the statement only where a column of theirs is asked for. */
export function namesOf(
  find: (table: string) => KnownTable,
  { table, join = [] }: { readonly table: string; readonly join?: readonly Join[] },
): Names {
  const own = find(table);
  const { dialect } = own;
  const joins = new Map(join.map((each) => [each.as, { ...each, known: find(each.table) }]));
  const used = new Set<string>();
  const alias = join.length > 0 ? dialect.quoted(aliasOf(join)) : '';

  function column(name: string): Operand | undefined {
    const found = columnOf(own, alias, name);
    if (found) return found;
    const joined = joinOf(name);
    if (!joined) return undefined;
    used.add(joined.as);
    const there = columnOf(joined.known, dialect.quoted(joined.as), name.slice(joined.as.length + 1));
    // A row without a partner has none of its columns.
    return there && { ...there, column: { ...there.column, nullable: true } };
  }

  function joinOf(name: string): (Join & { readonly known: KnownTable }) | undefined {
    for (let dot = name.indexOf('.'); dot >= 0; dot = name.indexOf('.', dot + 1)) {
      const found = joins.get(name.slice(0, dot));
      if (found?.known.columns.has(name.slice(dot + 1))) return found;
    }
    return undefined;
  }

  const names: Names = {
    dialect,
    operand(name) {
      const found = column(name);
      if (found) return found;
      const colon = name.indexOf(':');
      const base = colon < 0 ? undefined : column(name.slice(0, colon));
      if (!base) throw new StoreProblem(`${table} has no column "${name}".`);
      return {
        sql: dialect.path(base.sql, base.column, name.slice(colon + 1).split('.')),
        column: base.column,
        isPath: true,
      };
    },
    canBeNull: (name) => canBeNull(names.operand(name)),
    from(span) {
      // An index would lead to what lies outside the span as well.
      const how = span !== undefined && own.inPlace?.columns.includes(span) ? ` ${own.inPlace.sql}` : '';
      if (alias === '') return own.sql + how;
      const clauses: string[] = [];
      // From the last to the first, as a join may rest on those before it.
      for (const each of [...joins.values()].reverse()) if (used.has(each.as)) clauses.unshift(clauseOf(each));
      return `${own.sql} AS ${alias}${how}${clauses.join('')}`;
    },
  };
  return names;

  function clauseOf({ as, from, to, first, known }: Join & { readonly known: KnownTable }): string {
    const there = (name: string, within: string): Operand => {
      const found = columnOf(known, dialect.quoted(within), name);
      if (found) return found;
      throw new StoreProblem(`${known.name} has no column "${name}".`);
    };
    const left = names.operand(from);
    const clause = ` LEFT JOIN ${known.sql} AS ${dialect.quoted(as)} ON ${dialect.equal(there(to, as), left)}`;
    if (first === undefined) return clause;
    const smallest = `SELECT ${dialect.extreme('min', there(first, 'o'))} FROM ${known.sql} AS o WHERE ${dialect.equal(there(to, 'o'), left)}`;
    return `${clause} AND ${there(first, as).sql} = (${smallest})`;
  }
}

function columnOf({ columns, dialect }: KnownTable, alias: string, name: string): Operand | undefined {
  const prefix = alias === '' ? '' : `${alias}.`;
  const found = columns.get(name);
  if (found) return { sql: prefix + dialect.quoted(name), column: found, isPath: false };
  if (name !== 'rowid' || dialect.rowid === undefined) return undefined;
  return { sql: prefix + dialect.rowid, column: { nullable: false, type: 'integer' }, isPath: false };
}

/** A name for the first table that no join has. */
function aliasOf(join: readonly Join[]): string {
  const taken = new Set(join.map(({ as }) => as.toLowerCase()));
  let alias = 'base';
  while (taken.has(alias) || alias === 'o') alias += '_';
  return alias;
}
