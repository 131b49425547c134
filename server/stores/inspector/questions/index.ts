/** Every question that an open store answers. */
import type { Question } from '../../questions';
import { about } from './about';
import { choose } from './choose';
import { count } from './count';
import { event } from './event';
import { events } from './events';
import { exported } from './export';
import { failureGroups } from './failureGroups';
import { failures } from './failures';
import { jobs } from './jobs';
import { histogram } from './histogram';
import { overview } from './overview';
import { prepare } from './prepare';
import { projections } from './projections';
import { refresh } from './refresh';
import { fields } from './fields';
import type { Answering } from './question';
import { snapshots } from './snapshots';
import { streams } from './streams';

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
  // What stands beside the log.
  prepare,
  jobs,
  projections,
  snapshots,
  // What stands beside the log.
  fields,
};
