/** How the events of one table are read: which columns are asked for, in which order, and rows as events. Knows no page. */
import { decode } from '../payloads';
import {
  StoreProblem,
  type Cell,
  type EventColumns,
  type PageQuery,
  type Payload,
  type Row,
  type Source,
  type StoredEvent,
  type Table,
  type TimeKind,
} from '../store';
import { compare } from '../sources/rowQueries';
import { keyOf, numberOf, textOf } from './cells';
import { momentOf } from '../moments';

export interface ReadEvent extends StoredEvent {
  /** Finds it again. */
  readonly key: string;
  readonly cells: readonly Cell[];
  readonly streamType: string | null;
  /** Since 1970; null as `time` is. */
  readonly milliseconds: number | null;
  /** What the store has where a time should be and it is none. */
  readonly invalidTime?: string;
  readonly row: Row;
}

export interface EventReader {
  readonly columns: EventColumns;
  readonly timeKind: TimeKind | undefined;
  /** Columns whose values find an event; the log's own order, oldest first. */
  readonly order: PageQuery['order'];
  /** All that `event` needs, payloads last. */
  readonly wanted: readonly string[];
  /** Without payloads: what lists and checks need. */
  readonly light: readonly string[];
  /** Table, joins and conditions of a query over events. */
  readonly from: Pick<PageQuery, 'table' | 'join' | 'where'>;
  /** Payloads are decoded when they are first looked at. */
  event(row: Row): ReadEvent;
}

export async function eventReader(
  source: Source,
  tables: readonly Table[],
  columns: EventColumns,
): Promise<EventReader> {
  const order = await orderOf(source, tables, columns);
  const { position, id, stream, streamType, version, type, time, correlation, causation, data, metadata } = columns;
  // A database whose rows have no place of their own orders by what they say.
  const placed = position === 'rowid' ? undefined : position;
  const named = [...order.map(({ column }) => column), placed, id, stream, streamType, version, type, time];
  const light = unique([...named, correlation, causation]);
  const from = {
    table: columns.table,
    ...(columns.join && { join: columns.join }),
    ...(columns.where && { where: columns.where }),
  };
  const keyColumns = order.map(({ column }) => column);
  const isPosition = keyColumns.length === 1 && keyColumns[0] === position;
  const types = declaredTypes(tables, columns);
  const timeKind = columns.timeKind ?? (await kindOfTimes(source, columns, from, order));
  return {
    columns,
    timeKind,
    order,
    light,
    wanted: unique([...light, data, metadata]),
    from,
    event: (row) => eventOf(row),
  };

  function eventOf(row: Row): ReadEvent {
    const cells = keyColumns.map((column) => row[column] ?? null);
    const at = (column: string | undefined): Cell => (column ? (row[column] ?? null) : null);
    const moment = momentOf(at(time), timeKind);
    const payload = (column: string): Payload => decode(at(column), { type: types.get(column) ?? '' });
    let known: Payload | undefined;
    let knownMetadata: Payload | null | undefined;
    return {
      key: keyOf(cells, isPosition),
      cells,
      row,
      position: positionIn(at(position)),
      stream: textOf(at(stream)),
      streamType: textOf(at(streamType)),
      version: numberOf(at(version)),
      type: textOf(at(type)) ?? '',
      time: moment.iso,
      milliseconds: moment.milliseconds,
      ...(moment.invalid !== undefined && { invalidTime: moment.invalid }),
      id: textOf(at(id)),
      correlation: textOf(at(correlation)),
      causation: textOf(at(causation)),
      get data() {
        return (known ??= payload(data));
      },
      get metadata() {
        if (knownMetadata === undefined)
          knownMetadata = metadata === undefined || at(metadata) === null ? null : payload(metadata);
        return knownMetadata;
      },
    };
  }
}

const positionIn = (cell: Cell): StoredEvent['position'] =>
  typeof cell === 'bigint' || typeof cell === 'number' ? cell : textOf(cell);

const unique = (names: readonly (string | undefined)[]): readonly string[] => [
  ...new Set(names.filter((name): name is string => name !== undefined && name !== '')),
];

/** Where positions may come twice, or nothing orders all events, further columns make a row's key its own. */
async function orderOf(
  source: Source,
  tables: readonly Table[],
  { table, join, position, tie, time, stream, version, id }: EventColumns,
): Promise<PageQuery['order']> {
  if (source.kind === 'jsonl' || source.kind === 'log') return [{ column: 'rowid', descending: await isUpsideDown() }];
  const keys = tables.find(({ name }) => name === table)?.columns.filter(({ primaryKey }) => primaryKey) ?? [];
  const first = position === 'rowid' ? [] : unique([position, tie]);
  if (position !== 'rowid' && keys.length === 1 && keys[0]?.name === position) return [{ column: position }];
  try {
    await source.page({ table, ...(join && { join }), columns: ['rowid'], order: [], limit: 1 });
    return [...first, 'rowid'].map((column) => ({ column }));
  } catch (error) {
    if (!(error instanceof StoreProblem)) throw error;
  }
  const rest = position === 'rowid' ? unique([time, stream, version, id]) : [];
  return unique([...first, ...rest, ...keys.map(({ name }) => name)]).map((column) => ({ column }));

  /** A file is in the order it was written in; some are written newest first. */
  async function isUpsideDown(): Promise<boolean> {
    const told = position === 'rowid' || isLine(position) ? time : position;
    if (told === undefined) return false;
    const read = async (descending: boolean): Promise<Cell> =>
      (await source.page({ table, columns: [told], order: [{ column: 'rowid', descending }], limit: 1 }))[0]?.[told] ??
      null;
    const [first, last] = [await read(false), await read(true)];
    return first !== null && last !== null && compare(first, last) > 0;
  }

  function isLine(column: string): boolean {
    const owner = tables.find(({ name }) => name === table);
    return owner?.columns.some(({ name, primaryKey }) => primaryKey && name === column) === true;
  }
}

function declaredTypes(tables: readonly Table[], { table, join }: EventColumns): ReadonlyMap<string, string> {
  const types = new Map<string, string>();
  const add = (name: string, prefix: string): void => {
    for (const column of tables.find((other) => other.name === name)?.columns ?? [])
      types.set(prefix + column.name, column.type);
  };
  add(table, '');
  for (const { table: other, as } of join ?? []) add(other, `${as}.`);
  return types;
}

/** Told by the first of them: a number's size says what it counts. */
async function kindOfTimes(
  source: Source,
  { time }: EventColumns,
  from: EventReader['from'],
  order: PageQuery['order'],
): Promise<TimeKind | undefined> {
  if (time === undefined) return undefined;
  const where = [...(from.where ?? []), { column: time, is: 'not null' as const }];
  const [row] = await source.page({ ...from, where, columns: [time], order, limit: 1 });
  const cell = row?.[time] ?? null;
  if (typeof cell === 'string' && !/^\s*-?\d+(?:\.\d+)?\s*$/.test(cell)) return 'text';
  return undefined;
}
