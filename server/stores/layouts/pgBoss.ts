/** Jobs of pg-boss, failed ones among them. */
import { layout } from './layout';
import { failures, jobs } from './part';

export const pgBoss = layout({
  id: 'pg-boss',
  title: 'pg-boss',
  parts: [
    jobs(
      'job',
      {
        id: 'id',
        type: 'name',
        queue: 'name',
        data: 'data',
        attempts: 'retry_count',
        available: 'start_after',
        time: 'created_on',
      },
      {
        also:
          'priority state retry_limit retry_delay? retry_backoff? expire_in? expire_seconds? singleton_key? ' +
          'singleton_on? started_on completed_on keep_until? deletion_seconds? output dead_letter? policy? ' +
          'retry_delay_max? heartbeat_on? heartbeat_seconds? group_id? group_tier?',
        partitioned: true,
      },
    ),
    failures(
      'job',
      {
        id: 'id',
        subject: 'name',
        error: 'output',
        data: 'data',
        queue: 'name',
        attempts: 'retry_count',
        time: 'completed_on',
      },
      { also: 'retry_limit', where: [{ column: 'state', is: '=', value: 'failed' }], companion: true, job: true },
    ),
  ],
});
