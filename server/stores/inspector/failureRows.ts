/** Rows of failures and dead letters as failures: their exceptions, what they are about, which are alike. Knows no page. */
import type { Failure, FailureGroup } from '../questions';
import type { Cell, Condition, FailureColumns } from '../store';
import { numberOf, textOf } from './cells';
import { joinedException, type Exception } from './exceptions';
import { payloadText } from './masking';
import { readMessage, type Message } from './messages';
import type { OpenStore } from './openStore';
import { countOf, hasColumn, scanSide, sideOf, type Side, type SideRow } from './sideRows';
import { similar } from './similar';

export type FailureSide = Side<FailureColumns>;
export type FailureRow = SideRow<FailureColumns>;

/** More of one table are not looked at for groups. */
const indexedAtMost = 20_000;

export function failureSides(
  store: OpenStore,
  state: 'open' | 'resolved' | 'all' = 'all',
  byTime = true,
): readonly FailureSide[] {
  return (store.mapping.failures ?? []).map((part) => {
    const { subject, error, exception, trace, data, event, queue, attempts, resolved } = part;
    const headers = hasColumn(store, part.table, 'headers') ? 'headers' : undefined;
    const wanted = [subject, error, exception, trace, event, queue, attempts, resolved, headers, data];
    return sideOf(store, part, wanted, { where: conditionsOf(store, part, state), byTime });
  });
}

/** A time is null as long as the failure stands; what a flag has instead is looked at row by row. */
function conditionsOf(store: OpenStore, { table, resolved }: FailureColumns, state: string): readonly Condition[] {
  if (resolved === undefined || state === 'all') return [];
  const column = store.tables.find(({ name }) => name === table)?.columns.find(({ name }) => name === resolved);
  if (!/date|time/.test(column?.type ?? '')) return [];
  return [{ column: resolved, is: state === 'open' ? 'null' : 'not null' }];
}

export interface ReadFailure {
  readonly exception: Exception;
  readonly message: Message | null;
  readonly subject: string | null;
  readonly resolved: boolean;
  readonly group: string;
}

export function readFailure({ part, row }: FailureRow): ReadFailure {
  const at = (column: string | undefined): Cell => (column === undefined ? null : (row[column] ?? null));
  const message = part.data === undefined ? null : readMessage(at(part.data), at('headers'));
  const own = joinedException(textOf(at(part.error)), textOf(at(part.exception)), textOf(at(part.trace)));
  const said = message?.failure;
  const hasOwn = own.exception !== null || own.message !== null || own.frames.length > 0;
  const exception = !hasOwn && said ? joinedException(said.message, said.exception, said.trace) : own;
  const subject = textOf(at(part.subject)) ?? message?.type ?? null;
  const group = JSON.stringify([part.table, exception.exception, subject, similar(exception.message)]);
  return { exception, message, subject, resolved: isResolved(at(part.resolved)), group };
}

export function isResolved(cell: Cell): boolean {
  if (cell === null || cell === false) return false;
  return !['', '0', 'false', 'f'].includes(String(cell)) && !/^0000-00-00/.test(String(cell));
}

export function failureOf(store: OpenStore, found: FailureRow, event: Failure['event']): Failure {
  const { part, row, time, key } = found;
  const read = readFailure(found);
  const { message, exception } = read;
  const type = message?.event ?? typeBeside(found);
  const payload = message && row[part.data ?? ''] !== null ? payloadText(message.payload, store.settings.mask) : null;
  return {
    key,
    table: part.table,
    kind: part.job ? 'job' : 'handler',
    id: textOf(row[part.id]) ?? '',
    subject: read.subject,
    exception: exception.exception,
    message: exception.message,
    frames: exception.frames,
    attempts: numberOf(part.attempts === undefined ? null : row[part.attempts]) ?? message?.attempts ?? null,
    time: time.iso,
    resolved: read.resolved,
    event,
    ...(type !== null && { about: type }),
    queue: (part.queue === undefined ? null : textOf(row[part.queue])) ?? message?.queue ?? null,
    data: payload,
  };
}

const namesType = /type|name|class/i;

/** Where the column of its event has no more than the event's type. */
const typeBeside = ({ part, row }: FailureRow): string | null =>
  part.event !== undefined && namesType.test(part.event) ? textOf(row[part.event]) : null;

export type EventReference = { readonly by: 'id' | 'position'; readonly cell: Cell };

/** What a failure's column says of its event. */
export function referredBy(store: OpenStore, column: string): 'id' | 'position' | 'type' {
  if (namesType.test(column)) return 'type';
  return /pos|seq|offset/i.test(column) || store.mapping.events?.id === undefined ? 'position' : 'id';
}

/** How the event that a failure is about can be looked for. */
export function referencesOf(store: OpenStore, found: FailureRow): readonly EventReference[] {
  const columns = store.mapping.events;
  if (!columns) return [];
  const { part, row } = found;
  const by = part.event === undefined ? 'type' : referredBy(store, part.event);
  const cell = part.event === undefined ? null : (row[part.event] ?? null);
  if (by !== 'type' && cell !== null) return [{ by, cell }];
  if (columns.id === undefined || part.data === undefined) return [];
  const { eventIds } = readMessage(row[part.data] ?? null, row['headers'] ?? null);
  return eventIds.slice(0, 2).map((id) => ({ by: 'id', cell: id }));
}

export interface Indexed {
  readonly row: Omit<FailureRow, 'row'>;
  readonly group: string;
  readonly exception: string | null;
  readonly subject: string | null;
  readonly message: string | null;
  readonly resolved: boolean;
}

export interface FailureIndex {
  readonly members: readonly Indexed[];
  /** By table, where more are there than were looked at. */
  readonly cut: ReadonlyMap<string, { readonly at: number; readonly of: number }>;
}

/** All failures without their texts, as the table has them, for nothing is sorted; read once for a version of the store. */
export const failureIndex = (store: OpenStore): Promise<FailureIndex> =>
  store.once('failures', async () => {
    const index: Indexed[] = [];
    const cut = new Map<string, { readonly at: number; readonly of: number }>();
    for (const side of failureSides(store, 'all', false)) {
      let looked = 0;
      for await (const rows of scanSide(store, side)) {
        for (const { row, ...found } of rows) {
          const { exception, subject, resolved, group } = readFailure({ ...found, row });
          const message = exception.message?.slice(0, 2_000) ?? null;
          index.push({ row: found, group, exception: exception.exception, subject, message, resolved });
        }
        looked += rows.length;
        if (looked >= indexedAtMost) break;
      }
      const all = looked < indexedAtMost ? looked : await countOf(store, side);
      if (all > looked) cut.set(side.part.table, { at: looked, of: all });
    }
    return { members: index, cut };
  });

/**
 * All that is open of one group, newest first, with these columns beside those that say whether it is; false where older
 * rows of the table were not looked at.
 */
export async function openOfGroup(
  store: OpenStore,
  part: FailureColumns,
  ask: {
    readonly key: string;
    readonly text?: string | undefined;
    readonly columns: readonly string[];
    readonly take: (row: FailureRow) => void;
    readonly signal?: AbortSignal | undefined;
  },
): Promise<boolean> {
  const { members, cut } = await failureIndex(store);
  const isMember = (each: Indexed): boolean =>
    each.group === ask.key &&
    !each.resolved &&
    speaksOf([each.exception, each.subject, each.message, part.table], ask.text);
  const wanted = new Set(members.filter(isMember).map(({ row }) => row.key));
  // What told the groups apart is long, and is not read again.
  const side = sideOf(store, part, [part.resolved, ...ask.columns]);
  for await (const rows of scanSide(store, side, ask.signal)) {
    for (const row of rows) if (wanted.delete(row.key)) ask.take(row);
    if (wanted.size === 0) break;
  }
  return !cut.has(part.table);
}

export function speaksOf(parts: readonly (string | null)[], text: string | undefined): boolean {
  const wanted = text?.trim().toLowerCase() ?? '';
  return wanted === '' || parts.some((part) => part?.toLowerCase().includes(wanted) === true);
}

export function groupsOf(
  { members: index, cut }: FailureIndex,
  state: 'open' | 'resolved' | 'all',
  text: string | undefined,
): readonly FailureGroup[] {
  const groups = new Map<string, Indexed[]>();
  for (const each of index)
    if (speaksOf([each.exception, each.subject, each.message, each.row.part.table], text)) {
      const members = groups.get(each.group);
      if (members) members.push(each);
      else groups.set(each.group, [each]);
    }
  return [...groups]
    .flatMap(([key, members]) => groupOf(key, members, state) ?? [])
    .map((group) => {
      const looked = cut.get(group.table);
      return looked ? { ...group, looked } : group;
    })
    .sort((a, b) => b.count - a.count || (b.last ?? '').localeCompare(a.last ?? ''));
}

function groupOf(key: string, members: readonly Indexed[], state: string): FailureGroup | undefined {
  const resolved = members.filter((member) => member.resolved);
  const standing = members.filter((member) => !member.resolved);
  const selected = state === 'all' ? members : state === 'resolved' ? resolved : standing;
  const times = selected.flatMap(({ row }) => row.time.iso ?? []).sort();
  const newest = selected.find(({ row }) => row.time.iso === times.at(-1)) ?? selected[0];
  if (!newest) return undefined;
  return {
    key,
    kind: newest.row.part.job ? 'job' : 'handler',
    table: newest.row.part.table,
    exception: newest.exception,
    subject: newest.subject,
    message: newest.message,
    count: selected.length,
    resolved: resolved.length,
    first: times[0] ?? null,
    last: times.at(-1) ?? null,
  };
}
