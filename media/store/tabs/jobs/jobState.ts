/** What a job waits for; knows no queue by name. */
import type { Job } from '../../../../server/stores/questions';

export type JobState = 'reserved' | 'delayed' | 'queued';

/** `now` in milliseconds since 1970. What has no time of its own may run at once. */
export function jobState(job: Job, now: number): JobState {
  if (job.reserved !== undefined && job.reserved !== null) return 'reserved';
  const available = job.available === null ? Number.NaN : Date.parse(job.available);
  return available > now ? 'delayed' : 'queued';
}
