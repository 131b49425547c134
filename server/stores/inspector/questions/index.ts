/** Every question that an open store answers. */
import type { Question } from '../../questions';
import { about } from './about';
import { count } from './count';
import { event } from './event';
import { events } from './events';
import type { Answering } from './question';

export const answers: { readonly [Q in Question]?: Answering<Q> } = {
  about,
  events,
  count,
  event,
  // What stands beside it: failureGroups, failures, prepare, jobs, projections, snapshots, fields, verify, compare.
};
