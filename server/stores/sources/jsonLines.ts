/** JSON Lines, JSON arrays and logs as one table of rows; only places in the file are held. Knows no SQL. */
import {
  StoreProblem,
  type Cell,
  type Column,
  type Condition,
  type Count,
  type CountQuery,
  type PageQuery,
  type Row,
  type Source,
} from '../store';
import type { OpenFile } from '../world';
import { findEntries, pause, type Shape } from './entries';
import { atPath, compare, holds, inOrder, tally, type CellAt } from './rowQueries';
import { counted } from './sqliteFile';
import { rowOf, wholeEntry, type Cells } from './textRows';

export interface TextFile {
  readonly table: string;
  readonly name: string;
  readonly shape: Shape;
  readonly how: string;
  readonly notes: readonly string[];
  readonly file: OpenFile;
  /** Changes whenever the file does; undefined when it is gone. */
  stamp(): string | undefined;
  /** The file as it is now, where it was replaced or shortened. */
  again(): OpenFile;
}

/** Up to here every entry is looked at for its keys; of larger files the first ones and some of all others. */
const wholeFile = 64 * 1024 * 1024;
const sampled = 4000;
const windowSize = 1024 * 1024;
const longestEntry = 256 * 1024 * 1024;
const parsedKept = 2000;

export async function openText(of: TextFile): Promise<Source> {
  let file = of.file;
  let entries = findEntries(file, of.shape);
  let stamp = of.stamp();
  let isClosed = false;
  let window = { start: 0, bytes: new Uint8Array() };
  const parsed = new Map<number, Cells | undefined>();
  const broken = new Map<number, string>();
  const columns = new Map<string, string>();
  let looked = 0;
  let isSample = false;
  await entries.read();
  await look();

  return {
    kind: of.shape === 'log' ? 'log' : 'jsonl',
    how: of.how,
    get notes() {
      return [...of.notes, ...notes()];
    },
    tables: async () => [{ name: of.table, columns: (await look(), tableColumns()), lines: true }],
    page,
    count,
    refresh,
    close() {
      isClosed = true;
      file.close();
      return Promise.resolve();
    },
  };

  async function page(query: PageQuery): Promise<readonly Row[]> {
    check(query.table, [...query.columns, ...query.order.map(({ column }) => column)], query.join);
    const { order, after, until, skip = 0 } = query;
    const found: { key: readonly Cell[]; row: Row }[] = [];
    const isPlain = order.length === 0 || isPosition(order[0]?.column ?? '');
    const isBackward = isPlain && order[0]?.descending === true;
    if (query.limit <= 0) return [];
    const wanted = query.limit + skip;
    await each(isPlain ? firstAfter(after?.[0], isBackward) : 0, isBackward, query.where ?? [], (at) => {
      const key = order.map(({ column }) => at(column));
      if (until && inOrder(order, key, until) > 0) return !isPlain;
      if (!isPlain && after && inOrder(order, key, after) <= 0) return true;
      const row = (): Row => Object.fromEntries(query.columns.map((column) => [column, at(column)]));
      if (isPlain) {
        found.push({ key, row: found.length < skip ? {} : row() });
        return found.length < wanted;
      }
      const last = found.at(-1);
      if (found.length >= wanted && last && inOrder(order, key, last.key) >= 0) return true;
      let place = found.length;
      for (let low = 0; low < place;) {
        const middle = (low + place) >> 1;
        if (inOrder(order, key, found[middle]?.key ?? []) < 0) place = middle;
        else low = middle + 1;
      }
      found.splice(place, 0, { key, row: row() });
      if (found.length > wanted) found.pop();
      return true;
    });
    return found.slice(skip).map(({ row }) => row);
  }

  async function count(query: CountQuery): Promise<readonly Count[]> {
    const { by, range, bucket, largest = [], span } = query;
    const named = [by, range, bucket?.column, ...largest, ...(span?.order ?? []).map(({ column }) => column)];
    check(
      query.table,
      named.filter((name) => name !== undefined),
      query.join,
    );
    const { add, counts } = tally(query);
    const order = span?.order ?? [];
    const isPlain = isPosition(order[0]?.column ?? '');
    const isBackward = isPlain && order[0]?.descending === true;
    await each(isPlain ? firstAfter(span?.after?.[0], isBackward) : 0, isBackward, query.where ?? [], (at) => {
      const key = order.map(({ column }) => at(column));
      if (span?.until && inOrder(order, key, span.until) > 0) return !isPlain;
      if (!(span?.after && inOrder(order, key, span.after) <= 0)) add(at);
      return true;
    });
    return counts();
  }

  async function refresh(): Promise<boolean> {
    const now = of.stamp();
    if (now === undefined) throw new StoreProblem(`${of.name} is no longer there.`);
    if (now === stamp) return false;
    const before = entries.count() > 0 ? entries.end(entries.count() - 1) : 0;
    const isSame = now.split('.').slice(0, 2).join('.') === stamp?.split('.').slice(0, 2).join('.');
    stamp = now;
    parsed.clear();
    window = { start: 0, bytes: new Uint8Array() };
    if (!isSame || file.size() < before || of.shape === 'array') {
      file.close();
      file = of.again();
      entries = findEntries(file, of.shape);
      looked = 0;
      broken.clear();
      columns.clear();
    } else {
      looked = Math.max(0, looked - 1);
      broken.delete(entries.count() - 1);
    }
    await entries.read();
    await look();
    return true;
  }

  /** Runs over the rows that hold until the visitor has enough. */
  async function each(
    from: number,
    isBackward: boolean,
    where: NonNullable<PageQuery['where']>,
    visit: (at: CellAt) => boolean,
  ): Promise<void> {
    check(of.table, columnsOf(where));
    let done = 0;
    for (let index = from; index >= 0 && index < entries.count(); index += isBackward ? -1 : 1) {
      if (++done % 1000 === 0) await pause();
      const row = cellsAt(index, isBackward);
      if (!row) continue;
      const at: CellAt = (column) => {
        if (isPosition(column)) return entries.number(index);
        if (column === '*' && !columns.has('*')) return wholeEntry(textAt(index, isBackward), row);
        const cell = row.get(column);
        if (cell !== undefined || columns.has(column)) return cell ?? null;
        const colon = column.indexOf(':');
        return colon < 0 ? null : atPath(at(column.slice(0, colon)), column.slice(colon + 1));
      };
      if (where.every((condition) => holds(condition, at)) && !visit(at)) return;
    }
  }

  function cellsAt(index: number, isBackward = false): Cells | undefined {
    if (parsed.has(index)) return parsed.get(index);
    const cells = rowOf(textAt(index, isBackward), of.shape);
    if (typeof cells === 'string') broken.set(index, cells);
    const row = typeof cells === 'string' ? undefined : cells;
    if (parsed.size >= parsedKept) parsed.clear();
    parsed.set(index, row);
    return row;
  }

  function textAt(index: number, isBackward: boolean): string {
    if (isClosed) throw new StoreProblem(`${of.name} was closed.`);
    const start = entries.start(index);
    const length = Math.min(entries.end(index) - start, longestEntry);
    if (start < window.start || start + length > window.start + window.bytes.length) {
      const size = Math.max(windowSize, length);
      const from = isBackward ? Math.max(0, start + length - size) : start;
      const bytes = window.bytes.length === size ? window.bytes : new Uint8Array(size);
      window = { start: from, bytes: bytes.subarray(0, file.read(bytes, from)) };
    }
    const at = start - window.start;
    return Buffer.from(window.bytes.buffer, window.bytes.byteOffset, window.bytes.length).toString(
      'utf8',
      at,
      at + length,
    );
  }

  /** The keys of rows not looked at yet. */
  async function look(): Promise<void> {
    const total = entries.count();
    const size = total > 0 ? entries.end(total - 1) : 0;
    isSample = size > wholeFile;
    const step = isSample ? Math.max(1, Math.floor(total / sampled)) : 1;
    for (let index = looked; index < total; index += isSample && index > sampled ? step : 1) {
      if (index % 1000 === 0) await pause();
      for (const [key, cell] of cellsAt(index) ?? []) {
        const type = typeOf(cell);
        const before = columns.get(key);
        if (before === undefined || before === '') columns.set(key, type);
        else if (type !== '' && type !== before) columns.set(key, 'text');
      }
    }
    looked = total;
  }

  function tableColumns(): readonly Column[] {
    return [
      { name: positionName(), type: 'integer', primaryKey: true },
      ...[...columns].map(([name, type]) => ({ name, type })),
    ];
  }

  /** Rows may have a `position` of their own, which is then theirs. */
  function positionName(): string {
    return ['position', 'line', 'entry'].find((name) => !columns.has(name)) ?? 'line of the file';
  }

  function firstAfter(after: Cell | undefined, isBackward: boolean): number {
    if (after === undefined || after === null) return isBackward ? entries.count() - 1 : 0;
    let low = 0;
    let high = entries.count();
    while (low < high) {
      const middle = (low + high) >> 1;
      const order = compare(entries.number(middle), after);
      if (order < 0 || (order === 0 && !isBackward)) low = middle + 1;
      else high = middle;
    }
    return isBackward ? low - 1 : low;
  }

  /** Its line or place is also its `rowid`, as in SQLite. */
  function isPosition(column: string): boolean {
    return column === positionName() || (column === 'rowid' && !columns.has('rowid'));
  }

  function isColumn(name: string): boolean {
    return name === '*' || isPosition(name) || columns.has(name);
  }

  function check(table: string, names: readonly string[], join: PageQuery['join'] = []): void {
    if (isClosed) throw new StoreProblem(`${of.name} was closed.`);
    if (table !== of.table) throw new StoreProblem(`${of.name} has no table "${table}".`);
    for (const { table: other } of join) throw new StoreProblem(`${of.name} has no table "${other}".`);
    for (const name of names)
      if (![name, name.slice(0, Math.max(0, name.indexOf(':')))].some(isColumn))
        throw new StoreProblem(`${table} has no column "${name}".`);
  }

  function notes(): string[] {
    const found: string[] = [];
    if (isSample)
      found.push('The file is large: columns are those of the first entries and of a sample of the others.');
    if (broken.size === 0) return found;
    const noun = of.shape === 'array' ? 'element' : 'line';
    const named = [...broken].slice(0, 3).map(([index, why]) => `${noun} ${entries.number(index)} ${why}`);
    const rest = broken.size > named.length ? ` and ${(broken.size - named.length).toLocaleString('en')} more` : '';
    const verb = broken.size === 1 ? 'is' : 'are';
    found.push(`${counted(broken.size, `broken ${noun}`)} ${verb} left out: ${named.join(', ')}${rest}.`);
    return found;
  }
}

const columnsOf = (where: readonly Condition[]): readonly string[] =>
  where.flatMap(({ column, or = [] }) => [column, ...columnsOf(or)]);

function typeOf(cell: Cell): string {
  if (cell === null) return '';
  if (typeof cell === 'string') return 'text';
  if (typeof cell === 'boolean') return 'boolean';
  return typeof cell === 'bigint' || Number.isInteger(cell) ? 'integer' : 'real';
}
