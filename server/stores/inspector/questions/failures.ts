/** Failures one by one, newest first over all tables, each with the event it is about. */
import type { Failure } from '../../questions';
import { StoreProblem } from '../../store';
import type { ReadEvent } from '../eventReader';
import {
  failureOf,
  failureSides,
  readFailure,
  referencesOf,
  referredBy,
  speaksOf,
  type FailureRow,
} from '../failureRows';
import { positionOf, textOf } from '../cells';
import { pageEvents } from '../paging';
import type { OpenStore } from '../openStore';
import { pageOfSides, rowsOf } from '../sideRows';
import type { Answering } from './question';

export const failures: Answering<'failures'> = async (store, ask, signal) => {
  const { state = 'open', group, text, cursor, limit } = ask;
  const keep = (row: FailureRow): boolean => {
    const { exception, subject, resolved, group: own } = readFailure(row);
    if (state !== 'all' && resolved !== (state === 'resolved')) return false;
    if (group !== undefined && own !== group) return false;
    return speaksOf(
      [exception.exception, subject, exception.message, row.part.table, textOf(row.row[row.part.id])],
      text,
    );
  };
  const sides = failureSides(store, state);
  const { rows, next } = await pageOfSides(store, sides, { limit, cursor, keep, signal });
  const found: Failure[] = [];
  const until = performance.now() + Math.max(store.settings.patience, 100);
  for (const row of rows) found.push(failureOf(store, row, await eventOf(store, row, until)));
  return { rows: found, ...(next !== undefined && { next }) };
};

const shownAtMost = 20;

/** What failed with one event, newest first; what refers to it by more than its own columns is not looked for. */
export async function failuresAbout(store: OpenStore, event: ReadEvent): Promise<readonly Failure[]> {
  const about = { key: event.key, type: event.type, position: positionOf(event.position), stream: event.stream };
  const found: Failure[] = [];
  for (const side of failureSides(store)) {
    const { event: column } = side.part;
    const cell = column === undefined ? null : referredBy(store, column) === 'id' ? event.id : event.position;
    if (column === undefined || cell === null || referredBy(store, column) === 'type') continue;
    const where = [...side.where, { column, is: '=' as const, value: cell }];
    const rows = await lookedFor(() => rowsOf(store, { ...side, where }, shownAtMost));
    found.push(...rows.map((row) => failureOf(store, row, about)));
  }
  return found;
}

/** Not looked for any more once a page has taken its time: without an index every event is a walk through the log. */
export async function eventOf(store: OpenStore, row: FailureRow, until: number): Promise<Failure['event']> {
  const columns = store.mapping.events;
  for (const { by, cell } of columns ? referencesOf(store, row) : []) {
    const column = by === 'id' ? columns?.id : columns?.position;
    if (column === undefined || performance.now() > until) continue;
    const where = [{ column, is: '=' as const, value: cell }];
    const [event] = await lookedFor(() => pageEvents(store, { order: 'oldest', where, limit: 1, light: true }));
    if (event) return { key: event.key, type: event.type, position: positionOf(event.position), stream: event.stream };
  }
  return null;
}

/** A value that the column's type refuses finds nothing: `abc` where ids are of the type uuid. */
async function lookedFor<T>(look: () => Promise<readonly T[]>): Promise<readonly T[]> {
  try {
    return await look();
  } catch (error) {
    if (error instanceof StoreProblem) return [];
    throw error;
  }
}
