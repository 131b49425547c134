/** A column, what stands in its JSON, and its time, as SQLite expressions. Knows no statement. */
import { StoreProblem, type Bucket } from '../store';

/** The names a statement may use; `column` is undefined for what is not there. */
export interface Names {
  readonly table: string;
  column(name: string): string | undefined;
  expression(name: string): string;
  canBeNull(name: string): boolean;
  /** The tables, once all expressions are made: what stands after FROM. */
  from(): string;
}

/** A column, or what stands in the JSON of a column: `metadata:user.id`, and what an enum is called: `payload:*`. */
export function columnExpression(names: Names, name: string): string {
  const own = names.column(name);
  if (own !== undefined) return own;
  const colon = name.indexOf(':');
  const column = colon < 0 ? undefined : names.column(name.slice(0, colon));
  if (column === undefined) throw new StoreProblem(`${names.table} has no column "${name}".`);
  const text = `CAST(${column} AS TEXT)`;
  const keys = name.slice(colon + 1).split('.');
  const isEnum = keys.at(-1) === '*';
  const path = literal(`$${(isEnum ? keys.slice(0, -1) : keys).map(keyOf).join('')}`);
  return `CASE WHEN json_valid(${text}) THEN ${isEnum ? enumOf(text, path) : `json_extract(${text}, ${path})`} END`;
}

const keyOf = (key: string): string => (/^\d+$/.test(key) ? `[${key}]` : `."${key.replaceAll('"', '')}"`);

/** The path must be part of the statement, as the same expression groups and orders: it is a text in quotes there. */
const literal = (text: string): string => `'${text.replaceAll("'", "''").replaceAll('\0', '')}'`;

/** The text itself, the object's `type`, or its only key. */
function enumOf(text: string, path: string): string {
  const within = path === `'$'` ? `'$.type'` : `${path.slice(0, -1)}.type'`;
  return `CASE json_type(${text}, ${path}) WHEN 'text' THEN json_extract(${text}, ${path}) WHEN 'object' THEN CASE WHEN json_type(${text}, ${within}) = 'text' THEN json_extract(${text}, ${within}) ELSE (SELECT CASE WHEN count(*) = 1 THEN min(key) END FROM json_each(${text}, ${path})) END END`;
}

/** Seconds since 1970; null for what is no time. The same rule as `momentOf`. */
export function secondsOf(names: Names, { column, kind }: Bucket): string {
  const cell = names.expression(column);
  const written = `CASE WHEN ${cell} >= '1970' THEN CAST(strftime('%s', ${cell}) AS INTEGER) END`;
  if (kind === 'text') return written;
  const number = (value: string): string => {
    const within = (unit: number): string =>
      `CASE WHEN ${value} >= 0 AND ${value} < ${end}e0 * ${unit} THEN ${value} / ${unit} END`;
    if (kind !== undefined) return within({ seconds: 1, milliseconds: 1000, microseconds: 1_000_000 }[kind]);
    return `CASE WHEN ${value} < 1e11 THEN ${within(1)} WHEN ${value} < 1e14 THEN ${within(1000)} ELSE ${within(1_000_000)} END`;
  };
  const isNumber = `${cell} GLOB '*[0-9]*' AND ${cell} NOT GLOB '*[^0-9.]*'`;
  const text = `CASE WHEN ${isNumber} THEN ${number(`CAST(${cell} AS REAL)`)} ELSE ${written} END`;
  return `CASE typeof(${cell}) WHEN 'text' THEN ${text} WHEN 'integer' THEN ${number(cell)} WHEN 'real' THEN ${number(cell)} END`;
}

/** The first second of the year 10000. */
const end = 253_402_300_800;
