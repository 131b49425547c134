/** Projections, subscriptions and processors: how far each is in the log, and what of it failed. */
import type { ProjectionState } from '../../questions';
import { StoreProblem, type Cell } from '../../store';
import { positionOf, textOf } from '../cells';
import { failureIndex } from '../failureRows';
import { momentOf } from '../../moments';
import { eventsOf, heed, type OpenStore } from '../openStore';
import { endOfLog, progressOf, type Progress } from '../progress';
import type { Answering } from './question';

export const projections: Answering<'projections'> = async (store, _, signal) => {
  heed(signal);
  return projectionStates(store);
};

/** For the overview as well. */
export async function projectionStates(store: OpenStore): Promise<readonly ProjectionState[]> {
  const progress = await progressOf(store);
  if (progress.length === 0) return [];
  const open = (await failureIndex(store)).members.filter(({ resolved, row }) => !resolved && !row.part.job);
  const failed = new Map<string, number>();
  for (const { subject } of open)
    if (subject !== null) failed.set(shortName(subject), (failed.get(shortName(subject)) ?? 0) + 1);
  const states: ProjectionState[] = [];
  for (const each of progress) states.push(await stateOf(store, each, failed.get(shortName(each.name)) ?? 0));
  return states;
}

/** `App\Projections\Orders::project`, `Orders@handle` and `orders` are one. */
export const shortName = (name: string): string =>
  (
    name
      .replace(/(?:@|::|->|#)\w+(?:\(\))?$/, '')
      .split(/[\\./]|::/)
      .at(-1) ?? name
  ).toLowerCase();

async function stateOf(store: OpenStore, progress: Progress, failures: number): Promise<ProjectionState> {
  const { part, row, name, position, stored } = progress;
  const lag = position === null ? null : await lagOf(store, position);
  const status = part.status === undefined ? null : statusOf(part.status, row[part.status] ?? null);
  const hasFailed = failures > 0 || (status !== null && /^(?:fail|err|fault|dead|broken)/i.test(status));
  return {
    name,
    position: position === null ? stored : positionOf(position),
    lag,
    status,
    updated: part.updated === undefined ? null : momentOf(row[part.updated], part.timeKind).iso,
    failures,
    state: hasFailed ? 'failed' : lag === null ? 'unknown' : lag > 0 ? 'behind' : 'up to date',
  };
}

function statusOf(column: string, cell: Cell): string | null {
  const text = textOf(cell);
  if (!/active/i.test(column) || text === null || !/^(?:[01]|true|false|[tf])$/.test(text)) return text;
  return /^(?:1|t)/.test(text) ? 'active' : 'inactive';
}

/** Events after its position; null where that is beyond the log, and so none of the log's. */
async function lagOf(store: OpenStore, position: number | bigint): Promise<number | null> {
  const end = await endOfLog(store);
  if (end === null || position > end || position < 0) return null;
  if (BigInt(position) === BigInt(end)) return 0;
  const { from, columns } = eventsOf(store);
  const where = [...(from.where ?? []), { column: columns.position, is: '>' as const, value: position }];
  const [all] = await store.source.count({ ...from, where });
  if (!all) throw new StoreProblem(`${store.name} did not say how many events follow position ${String(position)}.`);
  return all.count;
}
