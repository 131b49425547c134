/** Rows of the tables beside the log, newest first over several tables, page by page. Knows not what they say. */
import {
  StoreProblem,
  type Cell,
  type Condition,
  type CountQuery,
  type Join,
  type PageQuery,
  type Row,
  type TimeKind,
} from '../store';
import { cellsOfKey, keyOf } from './cells';
import { momentOf, type Moment } from '../moments';
import { heed, type OpenStore } from './openStore';
import { breathe } from './paging';

/** What all parts of a mapping beside the events have. */
export interface Part {
  readonly table: string;
  readonly join?: readonly Join[];
  readonly where?: readonly Condition[];
  readonly id?: string;
  readonly time?: string;
  readonly timeKind?: TimeKind;
}

/** One table, and how its rows are asked for. */
export interface Side<P extends Part = Part> {
  readonly part: P;
  readonly order: PageQuery['order'];
  readonly columns: readonly string[];
  readonly where: readonly Condition[];
}

export interface SideRow<P extends Part = Part> {
  readonly part: P;
  readonly row: Row;
  /** Finds it again. */
  readonly key: string;
  readonly cells: readonly Cell[];
  readonly time: Moment;
}

const batch = 200;
/** Rows looked at for one page, where a filter keeps few of them. */
const lookedAtMost = 20_000;

export function sideOf<P extends Part>(
  store: OpenStore,
  part: P,
  wanted: readonly (string | undefined)[],
  { where = [], byTime = false }: { readonly where?: readonly Condition[]; readonly byTime?: boolean } = {},
): Side<P> {
  const table = store.tables.find(({ name }) => name === part.table);
  const keys = table?.columns.filter(({ primaryKey }) => primaryKey) ?? [];
  // A single whole number counts up as time goes on, and has an index; what is tried again gets another time.
  const counted = !byTime && keys.length === 1 && /int|serial/.test(keys[0]?.type ?? '');
  const unique = keys.length > 0 ? keys.map(({ name }) => name) : keysWithout(store, part, wanted);
  const order = counted || part.time === undefined ? unique : [part.time, ...unique];
  const names = [...order, part.id, part.time, ...wanted].filter((name): name is string => !!name);
  return {
    part,
    order: [...new Set(order)].map((column) => ({ column, descending: true })),
    columns: [...new Set(names)],
    where: [...(part.where ?? []), ...where],
  };
}

/** Of a table without a primary key: what tells its rows apart, so that a page goes on where the last one ended. */
function keysWithout(store: OpenStore, part: Part, wanted: readonly (string | undefined)[]): readonly string[] {
  if (part.id !== undefined) return [part.id];
  const { kind } = store.source;
  if (kind !== 'postgres' && kind !== 'mysql') return ['rowid'];
  const columns = store.tables.find(({ name }) => name === part.table)?.columns ?? [];
  // What databases cannot put in an order, or not quickly.
  const isLong = /json|xml|bytea|blob|longtext|mediumtext/;
  return columns.filter(({ name, type }) => wanted.includes(name) && !isLong.test(type)).map(({ name }) => name);
}

/** Whether the table has a column of this name. */
export const hasColumn = (store: OpenStore, table: string, column: string): boolean =>
  store.tables.some(({ name, columns }) => name === table && columns.some((one) => one.name === column));

const fromOf = ({ part, where }: Side): Pick<CountQuery, 'table' | 'join' | 'where'> => ({
  table: part.table,
  ...(part.join && { join: part.join }),
  where,
});

export async function rowsOf<P extends Part>(
  store: OpenStore,
  side: Side<P>,
  limit: number,
  after?: readonly Cell[],
): Promise<readonly SideRow<P>[]> {
  const { columns, order } = side;
  const rows = await store.source.page({ ...fromOf(side), columns, order, limit, ...(after && { after }) });
  return rows.map((row) => sideRow(side, row));
}

function sideRow<P extends Part>({ part, order }: Side<P>, row: Row): SideRow<P> {
  const cells = order.map(({ column }) => row[column] ?? null);
  const time = momentOf(part.time === undefined ? null : row[part.time], part.timeKind);
  return { part, row, cells, key: JSON.stringify([part.table, keyOf(cells, false)]), time };
}

export async function countOf(store: OpenStore, side: Side, where: readonly Condition[] = []): Promise<number> {
  const from = fromOf(side);
  const [all] = await store.source.count({ ...from, where: [...side.where, ...where] });
  return all?.count ?? 0;
}

/** Every row of a table, newest first. */
export async function* scanSide<P extends Part>(
  store: OpenStore,
  side: Side<P>,
  signal?: AbortSignal,
): AsyncGenerator<readonly SideRow<P>[], void, undefined> {
  let after: readonly Cell[] | undefined;
  for (;;) {
    heed(signal);
    const rows = await rowsOf(store, side, batch, after);
    if (rows.length > 0) yield rows;
    after = rows.at(-1)?.cells;
    // What nothing tells apart has no second page.
    if (rows.length < batch || !after?.length) return;
    await breathe();
  }
}

export async function rowAt<P extends Part>(
  store: OpenStore,
  sides: readonly Side<P>[],
  key: string,
): Promise<SideRow<P>> {
  const [table, inner] = partsOfKey(key);
  const side = sides.find(({ part }) => part.table === table);
  if (!side) throw notFound(store, key);
  const cells = cellsOfKey(inner, side.order.length);
  const where = side.order.map(({ column }, index): Condition => {
    const value = cells[index] ?? null;
    return value === null ? { column, is: 'null' } : { column, is: '=', value };
  });
  const [row] = await rowsOf(store, { ...side, where: [...side.where, ...where] }, 1);
  if (!row) throw notFound(store, key);
  return row;
}

const notFound = (store: OpenStore, key: string): StoreProblem =>
  new StoreProblem(`${store.name} has no row with the key ${key.slice(0, 120)}. It may have been removed meanwhile.`);

function partsOfKey(key: string): readonly [string, string] {
  const parts = listOf(key);
  if (parts?.length === 2 && typeof parts[0] === 'string' && typeof parts[1] === 'string') return [parts[0], parts[1]];
  throw new StoreProblem(`"${key.slice(0, 80)}" is not the key of anything in this store.`);
}

function listOf(text: string): readonly unknown[] | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return Array.isArray(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

export interface PageOfSides<P extends Part> {
  readonly rows: readonly SideRow<P>[];
  readonly next?: string;
}

interface Reading<P extends Part> {
  readonly side: Side<P>;
  readonly ahead: SideRow<P>[];
  /** Last row that was taken. */
  after: readonly Cell[] | undefined;
  isAtEnd: boolean;
}

export async function pageOfSides<P extends Part>(
  store: OpenStore,
  sides: readonly Side<P>[],
  ask: {
    readonly limit: number;
    readonly cursor?: string | undefined;
    readonly keep?: (row: SideRow<P>) => boolean;
    readonly signal?: AbortSignal | undefined;
  },
): Promise<PageOfSides<P>> {
  const readings = readingsOf(sides, ask.cursor);
  const rows: SideRow<P>[] = [];
  // One more than is wanted says whether there is a next page.
  const size = Math.max(1, Math.min(ask.limit + 1, batch));
  for (let looked = 0; ; looked++) {
    for (const reading of readings) {
      if (reading.isAtEnd || reading.ahead.length > 0) continue;
      heed(ask.signal);
      const found = await rowsOf(store, reading.side, size, reading.after);
      reading.ahead.push(...found);
      reading.isAtEnd = found.length === 0 || reading.side.order.length === 0;
      if (looked > size) await breathe();
    }
    const newest = readings.filter(({ ahead }) => ahead.length > 0).sort(byTime)[0];
    if (!newest) return { rows };
    if (rows.length >= ask.limit || looked >= lookedAtMost) return { rows, next: cursorOf(readings) };
    const row = newest.ahead.shift();
    if (!row) continue;
    newest.after = row.cells;
    if (!ask.keep || ask.keep(row)) rows.push(row);
  }
}

function byTime(one: Reading<Part>, two: Reading<Part>): number {
  const of = ({ ahead }: Reading<Part>): number => ahead[0]?.time.milliseconds ?? Number.NEGATIVE_INFINITY;
  const difference = of(two) - of(one);
  return Number.isNaN(difference) ? 0 : difference;
}

const cursorOf = (readings: readonly Reading<Part>[]): string =>
  JSON.stringify(readings.map(({ after }) => (after ? keyOf(after, false) : null)));

function readingsOf<P extends Part>(sides: readonly Side<P>[], cursor: string | undefined): Reading<P>[] {
  const keys = cursor === undefined ? [] : listOf(cursor);
  if (!keys || (cursor !== undefined && keys.length !== sides.length))
    throw new StoreProblem('This page belongs to another state of the store. Start at the first page.');
  return sides.map((side, index) => {
    const key = keys[index];
    const after = typeof key === 'string' ? cellsOfKey(key, side.order.length) : undefined;
    return { side, ahead: [], after, isAtEnd: false };
  });
}
