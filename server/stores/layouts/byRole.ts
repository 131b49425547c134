/** Reads a table by what its columns' names are likely to mean, where no layout is known. Knows no layout. */
import type { Column, Mapping, Table } from '../store';
import { bareName, columnsOf, plain, schemaOf } from './match';
import { roles } from './roles';

export interface RoleMatch {
  readonly table: Table;
  /** From 0 to 1: how many of the things that an event has are there, and how many of the columns are one. */
  readonly share: number;
  readonly found: number;
  readonly read: Readonly<Record<string, string>> & {
    readonly position: string;
    readonly type: string;
    readonly data: string;
  };
  readonly unexplained: readonly string[];
}

type Role = keyof typeof roles;
const isWhole = ({ type }: Column): boolean => /int|serial|long|number|numeric|decimal/i.test(type);

/** Takes each column at most once. */
function taker(table: Table) {
  const index = columnsOf(table);
  const used = new Set<string>();
  const take = (role: Role, accept: (column: Column, name: string) => boolean = () => true): string | undefined => {
    for (const name of roles[role].split('|')) {
      const column = index.get(plain(name));
      if (!column || used.has(column.name) || !accept(column, name)) continue;
      used.add(column.name);
      return column.name;
    }
    return undefined;
  };
  return { take, used };
}

/** `type` and `name` are words of every trade: they mean an event only beside a version, a position or such a table name. */
const telling = /^(?:event|message)_\w+$/;
const nameOfLog = /event|message|journal|outbox|log|history|audit/i;

export function eventsByRole(table: Table): RoleMatch | undefined {
  const { take, used } = taker(table);
  let told = nameOfLog.test(bareName(table));
  const id = take('id', (column, name) => name !== 'id' || !isWhole(column));
  const type = take('type', (_, name) => {
    told ||= telling.test(name);
    return true;
  });
  const data = take('data') ?? (table.lines ? '*' : undefined);
  if (type === undefined || data === undefined) return undefined;
  const stream = take('stream');
  const streamType = take('streamType');
  const index = columnsOf(table);
  const number = index.get('id');
  const orderedOtherwise =
    index.has('globalposition') || index.has('position') || (number !== undefined && isWhole(number));
  const version =
    stream === undefined ? undefined : (take('version') ?? (orderedOtherwise ? take('versionOrPosition') : undefined));
  const metadata = take('metadata');
  const position = take('position', (column, name) => name !== 'id' || isWhole(column));
  const time = take('time');
  const correlation = take('correlation');
  const causation = take('causation');
  const ordered = position !== undefined && plain(position) !== 'id';
  if (!(told || version !== undefined || (ordered && stream !== undefined))) return undefined;
  if (position === undefined && version === undefined && time === undefined && stream === undefined) return undefined;
  const core = [position, type, data, stream, version, time].filter((column) => column !== undefined).length;
  const found = { id, stream, streamType, version, metadata, time, correlation, causation };
  return {
    table,
    share: (core / 6 + used.size / table.columns.length) / 2,
    found: used.size,
    read: {
      position: position ?? 'rowid',
      type,
      data,
      ...Object.fromEntries(Object.entries(found).filter((entry): entry is [string, string] => entry[1] !== undefined)),
    },
    unexplained: table.columns.map(({ name }) => name).filter((name) => !used.has(name)),
  };
}

/** Names beside the events: what a table of that name is, and which of its roles it cannot do without. */
const companions: readonly {
  readonly kind: 'projections' | 'failures' | 'snapshots' | 'streams';
  readonly name: RegExp;
  readonly needs: Readonly<Record<string, Role>>;
  readonly may: Readonly<Record<string, Role>>;
}[] = [
  {
    kind: 'failures',
    name: /fail|dead_?letter|error/i,
    needs: { error: 'error', id: 'failureId' },
    may: {
      resolved: 'resolved',
      event: 'failedEvent',
      exception: 'exception',
      trace: 'trace',
      subject: 'subject',
      data: 'data',
      attempts: 'attempts',
      time: 'failedAt',
    },
  },
  {
    kind: 'snapshots',
    name: /snapshot/i,
    needs: { stream: 'stream', state: 'snapshotState' },
    may: { version: 'version', time: 'time' },
  },
  {
    kind: 'projections',
    name: /projection|subscription|checkpoint|processor|tracking|progress/i,
    needs: { name: 'projection', position: 'progress' },
    may: { status: 'status', updated: 'updated' },
  },
  {
    kind: 'streams',
    name: /streams|aggregates/i,
    needs: { stream: 'stream', version: 'version' },
    may: { type: 'streamType', time: 'updated' },
  },
];

/** Projections, failures, snapshots and streams that stand beside a table of events. */
export function besideByRole(events: Table, tables: readonly Table[]): Omit<Mapping, 'events'> {
  const mapping: Record<string, object[]> = {};
  for (const table of tables) {
    const companion = companions.find(({ name }) => name.test(bareName(table)));
    if (!companion || table === events || schemaOf(table) !== schemaOf(events)) continue;
    const { take } = taker(table);
    const read: Record<string, string> = {};
    for (const [key, role] of Object.entries({ ...companion.needs, ...companion.may })) {
      const column = take(role);
      if (column !== undefined) read[key] = column;
    }
    if (Object.keys(companion.needs).every((key) => key in read))
      (mapping[companion.kind] ??= []).push({ table: table.name, ...read });
  }
  return mapping;
}

/** Tables that the mapping rests on beside its events. */
export const tablesOf = (beside: Omit<Mapping, 'events'>): string[] =>
  Object.values(beside).flatMap((list) => list.map(({ table }) => table));
