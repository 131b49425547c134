/** Every question that an open store answers. */
import type { Question } from '../../questions';
import { about } from './about';
import { choose } from './choose';
import { compare } from './compare';
import { count } from './count';
import { event } from './event';
import { events } from './events';
import { exported } from './export';
import { failureGroups } from './failureGroups';
import { failures } from './failures';
import { fields } from './fields';
import { jobs } from './jobs';
import { histogram } from './histogram';
import { overview } from './overview';
import { prepare } from './prepare';
import { projections } from './projections';
import { refresh } from './refresh';
import type { Answering } from './question';
import { snapshots } from './snapshots';
import { streams } from './streams';
import { verify } from './verify';

export const answers: { readonly [Q in Question]?: Answering<Q> } = {
  about,
  choose,
  overview,
  histogram,
  events,
  count,
  event,
  streams,
  export: exported,
  refresh,
  // What stands beside it.
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
