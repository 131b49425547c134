/**
 * Statements that people may run themselves, written out: names only of columns that a table has, values as literals of
 * the database's own kind. Nothing is run here, and what cannot be written safely is refused. Knows no table.
 */
import { StoreProblem, type Cell, type Source } from '../store';

export type Dialect = 'sqlite' | 'postgres' | 'mysql';

export function dialectOf(source: Source, name: string): Dialect {
  if (source.kind === 'sqlite' || source.kind === 'postgres' || source.kind === 'mysql') return source.kind;
  throw new StoreProblem(`${name} is a text file: no statement can change it.`);
}

/** Words that are no names unless they are quoted, in one of the three. */
const reserved = new Set(
  'all and as asc between by case check column condition constraint create current_date current_time current_timestamp default delete desc distinct drop else end except exists false for foreign from function group grouping groups having if in index insert interval into is join key keys lag last_value lead left like limit lock match natural not null of offset on or order outer over partition primary range rank read references rename repeat replace require returning right row rows select session_user set show signal some system table then to trigger true union unique update usage user using values when where window with write'.split(
    ' ',
  ),
);

export function nameIn(dialect: Dialect, name: string): string {
  if (name.includes('\0')) throw new StoreProblem('A name with a zero byte in it cannot be written in a statement.');
  if (/^[a-z_][a-z0-9_]*$/.test(name) && !reserved.has(name)) return name;
  return dialect === 'mysql' ? `\`${name.replaceAll('`', '``')}\`` : `"${name.replaceAll('"', '""')}"`;
}

/** Where there are schemas, a dot parts one from the table. */
export function tableIn(dialect: Dialect, table: string): string {
  const dot = dialect === 'sqlite' ? -1 : table.indexOf('.');
  if (dot < 0) return nameIn(dialect, table);
  return `${nameIn(dialect, table.slice(0, dot))}.${nameIn(dialect, table.slice(dot + 1))}`;
}

const longest = 1_000;

export function literalIn(dialect: Dialect, cell: Cell): string {
  if (cell === null) return 'NULL';
  if (typeof cell === 'bigint') return cell.toString();
  if (typeof cell === 'boolean') return dialect === 'sqlite' ? String(Number(cell)) : String(cell).toUpperCase();
  if (typeof cell === 'number') {
    if (Number.isSafeInteger(cell)) return String(cell);
    throw new StoreProblem(
      'This row is known by a number that cannot be written without loss, so there is no statement.',
    );
  }
  if (cell.length > longest)
    throw new StoreProblem('This row is known by too long a value to be written in a statement.');
  if (cell instanceof Uint8Array) {
    const hex = Buffer.from(cell).toString('hex');
    return dialect === 'postgres' ? `'\\x${hex}'::bytea` : `X'${hex}'`;
  }
  if (cell.includes('\0'))
    throw new StoreProblem('This row is known by a text with a zero byte, so there is no statement.');
  const text = cell.replaceAll("'", "''");
  if (dialect === 'sqlite' || !text.includes('\\')) return `'${text}'`;
  // Here a backslash may escape what follows, the quote among them.
  return `${dialect === 'postgres' ? 'E' : ''}'${text.replaceAll('\\', '\\\\')}'`;
}

/** The moment at which the statement is run, as a column of this declared type keeps times. */
export function nowIn(dialect: Dialect, type: string, sample: Cell): string {
  const isNumber = /int|num|real|double|float/.test(type) || typeof sample === 'number';
  if (isNumber) {
    const size = typeof sample === 'number' ? sample : 0;
    const times = size > 1e14 ? ' * 1000000' : size > 1e11 ? ' * 1000' : '';
    if (dialect === 'sqlite') return `CAST(strftime('%s', 'now') AS INTEGER)${times}`;
    return dialect === 'mysql' ? `UNIX_TIMESTAMP()${times}` : `CAST(extract(epoch FROM now()) AS bigint)${times}`;
  }
  // A column that knows its zone takes the moment; any other one has UTC here, whatever the session's zone is.
  if (dialect === 'mysql') return /^timestamp/.test(type) ? 'CURRENT_TIMESTAMP' : 'UTC_TIMESTAMP()';
  if (dialect === 'postgres') return type.endsWith('without time zone') ? "now() AT TIME ZONE 'UTC'" : 'now()';
  return "datetime('now')";
}

export interface Change {
  readonly table: string;
  /** Column and what it becomes, written already. */
  readonly set: readonly (readonly [column: string, expression: string])[];
  /** Of several values it is enough that one is there. */
  readonly where: readonly (readonly [column: string, value: Cell | readonly Cell[]])[];
}

export const isList = (value: Cell | readonly Cell[]): value is readonly Cell[] => Array.isArray(value);

export function updateIn(dialect: Dialect, { table, set, where }: Change): string {
  const name = (column: string): string => nameIn(dialect, column);
  const conditions = where.map(([column, value]) => {
    if (isList(value)) return `${name(column)} IN (${value.map((each) => literalIn(dialect, each)).join(', ')})`;
    return value === null ? `${name(column)} IS NULL` : `${name(column)} = ${literalIn(dialect, value)}`;
  });
  return [
    `UPDATE ${tableIn(dialect, table)}`,
    `SET ${set.map(([column, expression]) => `${name(column)} = ${expression}`).join(', ')}`,
    `WHERE ${conditions.join(' AND ')};`,
  ].join('\n');
}
