/** Jobs and failed executions of Solid Queue. */
import { layout } from './layout';
import { failures, jobs } from './part';

export const solidQueue = layout({
  id: 'solid-queue',
  title: 'Ruby on Rails, Solid Queue',
  parts: [
    jobs(
      'solid_queue_jobs',
      {
        id: 'id',
        type: 'class_name',
        queue: 'queue_name',
        data: 'arguments',
        available: 'scheduled_at',
        time: 'created_at',
      },
      { also: 'priority active_job_id finished_at concurrency_key updated_at' },
    ),
    failures(
      'solid_queue_failed_executions',
      {
        id: 'id',
        subject: 'job.class_name',
        error: 'error',
        data: 'job.arguments',
        queue: 'job.queue_name',
        time: 'created_at',
      },
      {
        companion: true,
        job: true,
        join: [
          {
            as: 'job',
            table: 'solid_queue_jobs',
            from: 'job_id',
            to: 'id',
            also: 'priority active_job_id scheduled_at finished_at concurrency_key created_at updated_at',
          },
        ],
      },
    ),
  ],
});
