/** Every question that an open store answers. */
import type { Question } from '../../questions';
import { about } from './about';
import { compare } from './compare';
import { count } from './count';
import { event } from './event';
import { events } from './events';
import { failureGroups } from './failureGroups';
import { failures } from './failures';
import { fields } from './fields';
import { jobs } from './jobs';
import { prepare } from './prepare';
import { projections } from './projections';
import type { Answering } from './question';
import { snapshots } from './snapshots';
import { verify } from './verify';

export const answers: { readonly [Q in Question]?: Answering<Q> } = {
  about,
  events,
  count,
  event,
  // What stands beside the log.
  failureGroups,
  failures,
  prepare,
  jobs,
  projections,
  snapshots,
  fields,
  verify,
  compare,
};
