/** Failures by what they have in common: exception, what failed, and what is said without its values. */
import { failureIndex, failureSides, groupsOf } from '../failureRows';
import { heed, type OpenStore } from '../openStore';
import { countOf } from '../sideRows';
import type { Answering } from './question';

export const failureGroups: Answering<'failureGroups'> = async (store, { state = 'open', text }, signal) => {
  heed(signal);
  return groupsOf(await failureIndex(store), state, text);
};

/** For the overview; null where the store has no table of failures. */
export async function failureCounts(
  store: OpenStore,
): Promise<{ readonly open: number; readonly resolved: number } | null> {
  const all = failureSides(store);
  if (all.length === 0) return null;
  const open = failureSides(store, 'open');
  let counts = { open: 0, resolved: 0 };
  for (const [index, side] of all.entries()) {
    const standing = open[index] ?? side;
    const isCounted = standing.where.length > side.where.length || side.part.resolved === undefined;
    const total = isCounted ? await countOf(store, side) : 0;
    const left = isCounted ? await countOf(store, standing) : 0;
    const flagged = isCounted ? [] : (await failureIndex(store)).members.filter(({ row }) => row.part === side.part);
    const resolved = isCounted ? total - left : flagged.filter((one) => one.resolved).length;
    counts = {
      open: counts.open + (isCounted ? left : flagged.length - resolved),
      resolved: counts.resolved + resolved,
    };
  }
  return counts;
}
