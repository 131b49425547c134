/** Jobs, failed jobs and batches of Laravel's database queue; what a job is stands in its payload. */
import { layout } from './layout';
import { failures, jobs } from './part';

export const laravelQueue = layout({
  id: 'laravel-queue',
  title: 'Laravel queue',
  parts: [
    jobs(
      'jobs',
      {
        id: 'id',
        type: 'payload:displayName',
        queue: 'queue',
        data: 'payload',
        attempts: 'attempts',
        available: 'available_at',
        time: 'created_at',
      },
      { also: 'reserved_at', timeKind: 'seconds' },
    ),
    failures(
      'failed_jobs',
      {
        id: 'uuid?|id',
        subject: 'payload:displayName',
        error: 'exception',
        data: 'payload',
        time: 'failed_at',
        queue: 'queue',
      },
      { also: 'id connection', job: true },
    ),
    jobs(
      'job_batches',
      { id: 'id', type: 'name', data: 'options', time: 'created_at' },
      {
        also: 'total_jobs pending_jobs failed_jobs failed_job_ids cancelled_at finished_at',
        timeKind: 'seconds',
      },
    ),
  ],
});
