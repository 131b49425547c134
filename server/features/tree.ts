/** `eventWiring/tree`: one page of one level. */
import type { TreePage, TreeParams } from '../protocol';
import type { Feature } from './feature';
import { childLevel, rootLevel } from './treeLevels';
import { eventCounts } from './treeSections';

/** A page is no longer than this, whatever is asked for. */
const longest = 1000;

export const tree: Feature<TreeParams, TreePage> = {
  method: 'eventWiring/tree',
  answer(snapshots, { parent, grouping, filter = '', offset, limit }) {
    const version = snapshots.reduce((sum, snapshot) => sum + snapshot.version, 0);
    const view = { grouping, filter: filter.trim().toLowerCase() };
    const { total, rows } = parent === undefined ? rootLevel(snapshots, view) : childLevel(snapshots, parent, view);
    const from = Math.max(0, Math.floor(offset) || 0);
    const page = rows(from, from + Math.min(longest, Math.max(0, Math.floor(limit) || 0)));
    if (parent !== undefined) return { version, rows: page, total };
    const counts = snapshots.map((snapshot) => eventCounts(snapshot, view.filter));
    const events = {
      shown: counts.reduce((sum, { shown }) => sum + shown, 0),
      total: counts.reduce((sum, one) => sum + one.total, 0),
    };
    return { version, rows: page, total, events };
  },
};
