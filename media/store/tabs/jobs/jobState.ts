/** What a job waits for; knows no queue by name. */
import type { Job } from '../../../../server/stores/questions';

/** `queued` and `delayed`, or the store's own word: `reserved`, `finished`. `now` in milliseconds since 1970. */
export function jobState(job: Job, now: number): string {
  if (job.state !== undefined && job.state !== '') return job.state;
  if (job.reserved !== undefined) return 'reserved';
  const available = job.available === null ? Number.NaN : Date.parse(job.available);
  return available > now ? 'delayed' : 'queued';
}
