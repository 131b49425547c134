/** One part of a layout against one table: which of its columns are there, and how much of the table they explain. */
import type { Column, Condition, Join, Table } from '../store';
import type { Part } from './part';

export interface Match {
  readonly part: Part;
  readonly table: Table;
  readonly usualName: boolean;
  /** How many columns of the part are there: all that it needs. */
  readonly found: number;
  /** Those that may be missing are there as well. */
  readonly complete: boolean;
  /** How many columns the table has, and those joined to it. */
  readonly own: number;
  readonly unexplained: readonly string[];
  /** The part's entry in a `Mapping`. */
  readonly columns: object & { readonly table: string };
}

/** Letters and digits alone: `"event_type"`, `EventType` and `eventType` are one name. */
export function plain(name: string): string {
  const lower = name.toLowerCase();
  if (/^[a-z0-9_]*$/.test(lower)) return lower.replaceAll('_', '');
  return lower.replace(/[^\p{L}\p{N}]/gu, '');
}

/** A table's name without its schema. */
export const bareName = (table: Table): string => table.name.slice(table.name.lastIndexOf('.') + 1);
export const schemaOf = (table: Table): string => table.name.slice(0, table.name.lastIndexOf('.') + 1);

const indexes = new WeakMap<Table, ReadonlyMap<string, Column>>();

export function columnsOf(table: Table): ReadonlyMap<string, Column> {
  const known = indexes.get(table);
  if (known) return known;
  const index = new Map<string, Column>();
  for (const column of table.columns) if (!index.has(plain(column.name))) index.set(plain(column.name), column);
  // An exact spelling goes before one that is merely read alike.
  for (const column of table.columns) index.set(`=${column.name}`, column);
  indexes.set(table, index);
  return index;
}

const isInteger = (column: Column): boolean => /int|serial|long|number|numeric|decimal/i.test(column.type);

/** Columns of one table, counted once each however many roles they have. */
interface Tally {
  readonly found: ReadonlySet<string>;
  /** Without a column that the part needs. */
  readonly fails: () => boolean;
  readonly lacks: () => boolean;
  /** The column's name as the table spells it, with the path that the role adds. */
  readonly take: (spec: string) => string | undefined;
}

function tallyOf(table: Table): Tally {
  const found = new Set<string>();
  const index = columnsOf(table);
  let needed = 0;
  let optional = 0;
  const take = (spec: string): string | undefined => {
    const choices = spec.split('|');
    for (const choice of choices) {
      const [, name = '', path = ''] = /^([^?:]*)\??(:.*)?$/.exec(choice) ?? [];
      if (name === 'rowid') return 'rowid';
      if (name === '*' && table.lines) return '*';
      const column = index.get(`=${name}`) ?? index.get(plain(name));
      if (!column || (choices.includes('rowid') && !isInteger(column))) continue;
      found.add(column.name);
      return column.name + path;
    }
    if (choices[0]?.includes('?')) optional++;
    else needed++;
    return undefined;
  };
  return { found, fails: () => needed > 0, lacks: () => optional > 0, take };
}

const takeAll = (tally: Tally, words: string | undefined): void => {
  for (const word of words?.split(' ') ?? []) tally.take(word);
};

export function matchPart(part: Part, table: Table, tables: readonly Table[]): Match | undefined {
  const usualName = plain(bareName(table)).includes(plain(part.table));
  if (part.named && !usualName) return undefined;
  if (part.notNamed !== undefined && plain(bareName(table)).includes(part.notNamed)) return undefined;
  // Most layouts are none of a table's, and lack something at once.
  const first = tallyOf(table);
  for (const spec of Object.values(part.roles)) {
    if (spec !== '' && !/^\w+\./.test(spec)) first.take(spec);
    if (first.fails()) return undefined;
  }
  const base = tallyOf(table);
  const joined = findJoins(part, table, tables);
  if (!joined) return undefined;
  const take = (spec: string): string | undefined => {
    const dot = /^(\w+)\.(.+)$/.exec(spec.replace(/:.*/, ''));
    const other = dot && joined.get(dot[1] ?? '');
    if (!other) return base.take(spec);
    const name = other.tally.take(spec.slice(spec.indexOf('.') + 1));
    return name === undefined ? undefined : `${dot[1] ?? ''}.${name}`;
  };
  const read: Record<string, string> = {};
  for (const [role, spec] of Object.entries(part.roles)) {
    const column = spec === '' ? '' : take(spec);
    if (column !== undefined) read[role] = column;
  }
  const where = part.where?.map((condition): Condition => ({ ...condition, column: take(condition.column) ?? '' }));
  takeAll(base, part.also);
  const join = part.join?.map(({ as, from, to, first }): Join => {
    const other = joined.get(as);
    return {
      table: other?.table.name ?? '',
      as,
      from: take(from) ?? '',
      to: other?.tally.take(to) ?? '',
      ...(first !== undefined && { first: other?.tally.take(first) ?? '' }),
    };
  });
  const tallies = [base, ...[...joined.values()].map(({ tally }) => tally)];
  if (tallies.some(({ fails }) => fails())) return undefined;
  const sum = (of: (tally: Tally) => number): number => tallies.reduce((total, tally) => total + of(tally), 0);
  const called = calledBy(part, table, tables);
  return {
    part,
    table,
    usualName,
    found: sum((tally) => tally.found.size),
    complete: !tallies.some(({ lacks }) => lacks()),
    own: table.columns.length + [...joined.values()].reduce((total, other) => total + other.table.columns.length, 0),
    unexplained: table.columns.map(({ name }) => name).filter((name) => !base.found.has(name)),
    columns: {
      table: table.name,
      ...(join && { join }),
      ...(called && { called }),
      ...read,
      ...(part.timeKind && read['time'] !== undefined && { timeKind: part.timeKind }),
      ...(part.timeKind && read['updated'] !== undefined && { timeKind: part.timeKind }),
      ...(part.job && { job: true as const }),
      ...(where && { where }),
    },
  };
}

interface Joined {
  readonly table: Table;
  readonly tally: Tally;
}

/** The tables that the part's joins need, found by their columns; undefined when one is missing. */
function findJoins(part: Part, table: Table, tables: readonly Table[]): ReadonlyMap<string, Joined> | undefined {
  const found = new Map<string, Joined>();
  for (const join of part.join ?? []) {
    const needs = [...Object.values(part.roles), ...(part.join ?? []).map(({ from }) => from)]
      .filter((spec) => spec.startsWith(`${join.as}.`))
      .map((spec) => spec.slice(join.as.length + 1));
    const candidates = tables
      .filter((other) => other !== table && schemaOf(other) === schemaOf(table))
      .flatMap((other): Joined[] => {
        const tally = tallyOf(other);
        for (const need of [...needs, join.to, ...(join.first === undefined ? [] : [join.first])]) tally.take(need);
        takeAll(tally, join.also);
        return tally.fails() ? [] : [{ table: other, tally }];
      });
    const usual = (one: Joined): number => (plain(bareName(one.table)) === plain(join.table) ? 1 : 0);
    const best = candidates.sort((a, b) => usual(b) - usual(a) || b.tally.found.size - a.tally.found.size)[0];
    if (!best) return undefined;
    found.set(join.as, best);
  }
  return found;
}

function calledBy(part: Part, table: Table, tables: readonly Table[]): Part['called'] {
  if (!part.called) return undefined;
  for (const other of tables) {
    if (other === table || schemaOf(other) !== schemaOf(table)) continue;
    const tally = tallyOf(other);
    const key = tally.take(part.called.key);
    const name = tally.take(part.called.name);
    takeAll(tally, part.called.also);
    if (!tally.fails() && key !== undefined && name !== undefined) return { table: other.name, key, name };
  }
  return undefined;
}
