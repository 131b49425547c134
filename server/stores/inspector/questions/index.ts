/** Every question that an open store answers. */
import type { Question } from '../../questions';
import { about } from './about';
import type { Answering } from './question';

export const answers: { readonly [Q in Question]?: Answering<Q> } = {
  about,
  // The log itself: choose, overview, histogram, events, count, event, streams, export, refresh.
  // What stands beside it: failureGroups, failures, prepare, jobs, projections, snapshots, fields, verify, compare.
};
