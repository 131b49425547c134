/** Opens a layout's fixtures in memory and reads rows as a mapping says, in the plainest SQL that does so. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { Column, Condition, Join, Table } from '../../server/stores/store';
import { fixtures, root } from './project';

interface Database {
  run(sql: string): void;
  exec(sql: string): { readonly columns: readonly string[]; readonly values: readonly (readonly unknown[])[] }[];
}
// By hand, for its types are declared by whoever opens stores with it.
const open = createRequire(join(root, 'package.json'))('sql.js') as () => Promise<{ Database: new () => Database }>;
const sqlite = open();

export interface Store {
  readonly tables: readonly Table[];
  readonly rows: (sql: string) => Readonly<Record<string, unknown>>[];
}

const stores = new Map<string, Promise<Store>>();

export function storeOf(member: string): Promise<Store> {
  const store = stores.get(member) ?? openStore(member);
  stores.set(member, store);
  return store;
}

async function openStore(member: string): Promise<Store> {
  const database = new (await sqlite).Database();
  database.run(readFileSync(join(fixtures, 'layouts', member, 'store.sql'), 'utf8'));
  const rows: Store['rows'] = (sql) =>
    database
      .exec(sql)
      .flatMap(({ columns, values }) =>
        values.map((row) => Object.fromEntries(columns.map((column, index) => [column, row[index]]))),
      );
  const tables = rows(`select name from sqlite_master where type = 'table' and name not like 'sqlite_%'`).map(
    ({ name }): Table => ({
      name: String(name),
      columns: rows(`pragma table_xinfo(${quoted(String(name))})`).map((column): Column => ({
        name: String(column['name']),
        type: String(column['type']).toLowerCase(),
        ...(column['pk'] !== 0 && { primaryKey: true }),
      })),
    }),
  );
  return { tables, rows };
}

const quoted = (name: string): string => `"${name.replace(/"/g, '""')}"`;

/** Reads the given roles of a part of a mapping; a role that the part lacks is left out. */
export function readPart(
  store: Store,
  part: { readonly table: string; readonly join?: readonly Join[]; readonly where?: readonly Condition[] },
  roles: readonly string[],
  order?: string,
): Readonly<Record<string, unknown>>[] {
  const joins = part.join ?? [];
  const column = (name: string): string => {
    const join = joins.find(({ as }) => name.startsWith(`${as}.`));
    return join
      ? `${quoted(join.as)}.${quoted(name.slice(join.as.length + 1))}`
      : name === 'rowid'
        ? 'base.rowid'
        : `base.${quoted(name)}`;
  };
  const expression = (spec: string): string => {
    const colon = spec.indexOf(':');
    if (colon < 0) return column(spec);
    const from = column(spec.slice(0, colon));
    const path = spec.slice(colon + 1);
    if (path === '*')
      return `coalesce(json_extract(${from}, '$.type'), iif(json_type(${from}) = 'text', ${from} ->> '$', (select key from json_each(${from}))))`;
    return `json_extract(${from}, '$${path
      .split('.')
      .map((key) => `."${key}"`)
      .join('')}')`;
  };
  const read = part as unknown as Readonly<Record<string, string>>;
  const selected = roles.flatMap((role) => {
    const spec = read[role];
    return spec === undefined || spec === '' ? [] : [`${expression(spec)} as ${quoted(role)}`];
  });
  const from = joins.map(({ table, as, from: own, to, first }) => {
    const only =
      first === undefined
        ? ''
        : ` and ${quoted(as)}.${quoted(first)} = (select min(${quoted(first)}) from ${quoted(table)} where ${quoted(to)} = ${column(own)})`;
    return ` left join ${quoted(table)} as ${quoted(as)} on ${quoted(as)}.${quoted(to)} = ${column(own)}${only}`;
  });
  const literal = (value: unknown): string => (typeof value === 'number' ? String(value) : `'${String(value)}'`);
  const where = (part.where ?? []).map(({ column: name, is, value }) =>
    is === 'null' || is === 'not null' ? `${column(name)} is ${is}` : `${column(name)} ${is} ${literal(value)}`,
  );
  return store.rows(
    `select ${selected.join(', ')} from ${quoted(part.table)} as base${from.join('')}` +
      (where.length ? ` where ${where.join(' and ')}` : '') +
      (order === undefined ? '' : ` order by ${expression(order)}`),
  );
}
