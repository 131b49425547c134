/** Failures and projections whose columns say what may be done with them. Knows no layout. */
import type { Cell } from '../../store';
import { literalIn, nowIn } from '../writing';
import { none, type FailureCase, type Offer, type ProjectionCase, type Repair } from './repair';

const typeOf = ({ store, part }: FailureCase | ProjectionCase, column: string): string | undefined =>
  store.tables.find(({ name }) => name === part.table)?.columns.find(({ name }) => name === column)?.type;

const firstOf = (of: FailureCase | ProjectionCase, names: readonly string[]): string | undefined =>
  names.find((name) => typeOf(of, name) !== undefined);

export const nextAttempt = ['next_attempt_at', 'next_retry_at', 'retry_at', 'available_at'] as const;
const failed = /^(?:failed|error|errored|dead|exhausted)$/i;

/** A worker takes it again once it is pending and its time has come: only a table with both columns has such a worker. */
function retry(failure: FailureCase): Offer {
  const { part, row, id, dialect } = failure;
  const status = typeOf(failure, 'status') === undefined ? undefined : (row['status'] ?? null);
  const due = firstOf(failure, nextAttempt);
  if (status === undefined || due === undefined)
    return none(
      `${part.table} has no columns that make a worker try again (a status, and when it is due). Dispatch the event again from the application, then mark the failure resolved.`,
    );
  if (typeof status !== 'string' || !failed.test(status))
    return none(`This failure has the status ${JSON.stringify(status)}: it does not wait for a retry.`);
  const upper = status === status.toUpperCase();
  const set: [string, string][] = [['status', literalIn(dialect(), upper ? 'PENDING' : 'pending')]];
  if (part.attempts !== undefined && typeOf(failure, part.attempts) !== undefined) set.push([part.attempts, '0']);
  set.push([due, nowIn(dialect(), typeOf(failure, due) ?? '', sampleOf(failure))]);
  const where: [string, Cell][] = [
    [part.id, id],
    ['status', status],
  ];
  return { kind: 'statement', change: { table: part.table, set, where } };
}

const sampleOf = ({ part, row }: FailureCase): Cell => (part.time === undefined ? null : (row[part.time] ?? null));

function resolve(failure: FailureCase): Offer {
  const { part, id, dialect, row } = failure;
  const { resolved } = part;
  const type = resolved === undefined ? undefined : typeOf(failure, resolved);
  if (resolved === undefined || type === undefined)
    return none(`${part.table} has no column that says a failure is resolved.`);
  const isMoment = /date|time/.test(type) || /(?:_at|_on|At|On|date)$/.test(resolved);
  const isFlag = /bool|bit|tinyint/.test(type);
  const value = isMoment ? nowIn(dialect(), type, sampleOf(failure)) : isFlag ? literalIn(dialect(), true) : '1';
  const before = row[resolved] ?? null;
  const set: [string, string][] = [[resolved, value]];
  if (typeof row['status'] === 'string' && failed.test(row['status']))
    set.push(['status', literalIn(dialect(), row['status'] === row['status'].toUpperCase() ? 'RESOLVED' : 'resolved')]);
  return {
    kind: 'statement',
    change: {
      table: part.table,
      set,
      where: [
        [part.id, id],
        [resolved, before],
      ],
    },
  };
}

/** From the first event on: its read model must be emptied by whoever owns it. */
function rebuild(projection: ProjectionCase): Offer {
  const { part, row, name, dialect } = projection;
  const type = part.position === undefined ? undefined : typeOf(projection, part.position);
  const position = part.position === undefined ? null : (row[part.position] ?? null);
  if (
    part.position === undefined ||
    type === undefined ||
    !(typeof position === 'number' || typeof position === 'bigint')
  )
    return none(`${part.table} does not keep a number as the position of a projection, so there is none to set back.`);
  const set: [string, string][] = [[part.position, '0']];
  if (part.updated !== undefined && typeOf(projection, part.updated) !== undefined)
    set.push([part.updated, nowIn(dialect(), typeOf(projection, part.updated) ?? '', row[part.updated] ?? null)]);
  return { kind: 'statement', change: { table: part.table, set, where: [[part.name, name]] } };
}

export const byColumns: Repair = { retry, resolve, rebuild };
