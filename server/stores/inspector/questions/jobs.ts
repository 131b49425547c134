/** Jobs and messages that wait in queues, newest first over all tables, decoded. */
import type { Job } from '../../questions';
import type { Cell, JobColumns } from '../../store';
import { numberOf, textOf } from '../cells';
import { payloadText } from '../masking';
import { readMessage } from '../messages';
import { momentOf } from '../../moments';
import type { OpenStore } from '../openStore';
import { countOf, hasColumn, pageOfSides, sideOf, type Side, type SideRow } from '../sideRows';
import type { Answering } from './question';

/** Columns that queues keep beside what a mapping names: when a worker took a job, and what became of it. */
const taken = ['reserved_at', 'delivered_at', 'started_on'] as const;
const ended = ['finished_at', 'completed_on', 'cancelled_at'] as const;
const states = ['state', 'status'] as const;

export const jobs: Answering<'jobs'> = async (store, { cursor, limit }, signal) => {
  const sides = jobSides(store);
  let count = 0;
  for (const side of sides) count += await countOf(store, side);
  const { rows, next } = await pageOfSides(store, sides, { limit, cursor, signal });
  return {
    rows: rows.map((row) => jobOf(store, row)),
    total: { count, exact: true },
    ...(next !== undefined && { next }),
  };
};

function jobSides(store: OpenStore): readonly Side<JobColumns>[] {
  return (store.mapping.jobs ?? []).map((part) => {
    const { type, queue, data, attempts, available, table } = part;
    const beside = [...taken, ...ended, ...states, 'headers'].filter((name) => hasColumn(store, table, name));
    return sideOf(store, part, [type, queue, data, attempts, available, ...beside]);
  });
}

function jobOf(store: OpenStore, { part, row, key, time }: SideRow<JobColumns>): Job {
  const at = (column: string | undefined): Cell => (column === undefined ? null : (row[column] ?? null));
  const iso = (column: string | undefined): string | null => momentOf(at(column), part.timeKind).iso;
  const message = readMessage(at(part.data), at('headers'));
  const reserved = taken.map(iso).find((moment) => moment !== null);
  const state = stateOf(at, reserved !== undefined);
  return {
    key,
    table: part.table,
    id: textOf(at(part.id)) ?? '',
    type: textOf(at(part.type)) ?? message.type,
    queue: textOf(at(part.queue)) ?? message.queue,
    attempts: numberOf(at(part.attempts)) ?? message.attempts,
    ...(message.maxAttempts !== null && { maxAttempts: message.maxAttempts }),
    ...(state !== undefined && { state }),
    ...(reserved !== undefined && reserved !== null && { reserved }),
    ...(message.event !== null && { about: message.event }),
    ...(message.chain.length > 0 && { chain: message.chain }),
    available: iso(part.available),
    time: time.iso,
    data: at(part.data) === null ? null : payloadText(message.payload, store.settings.mask),
  };
}

function stateOf(at: (column: string) => Cell, isTaken: boolean): string | undefined {
  const said = states.map((name) => textOf(at(name))).find((text) => text !== null);
  if (said !== undefined && said !== null) return said;
  if (at('cancelled_at') !== null) return 'cancelled';
  if (ended.some((name) => at(name) !== null)) return 'finished';
  if (at('delivered_at') !== null) return 'delivered';
  return isTaken ? 'reserved' : undefined;
}
