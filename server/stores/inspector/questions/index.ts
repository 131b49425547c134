/** Every question that an open store answers. */
import type { Question } from '../../questions';
import { about } from './about';
import { failureGroups } from './failureGroups';
import { failures } from './failures';
import { jobs } from './jobs';
import { projections } from './projections';
import type { Answering } from './question';
import { snapshots } from './snapshots';

export const answers: { readonly [Q in Question]?: Answering<Q> } = {
  about,
  // The log itself: choose, overview, histogram, events, count, event, streams, export, refresh.
  // What stands beside it.
  failureGroups,
  failures,
  jobs,
  projections,
  snapshots,
};
