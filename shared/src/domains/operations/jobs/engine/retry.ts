import type { JobRow } from './job-row.ts';
import { nextRegularRun } from './schedule.ts';

const firstDelayMs = 30_000;
const longestDelayMs = 3_600_000;

/** How long to wait before a retry (1 is the first): 30 s, doubling, an hour at most. */
export function retryDelayMs(retryAttempt: number): number {
  return Math.min(firstDelayMs * 2 ** (retryAttempt - 1), longestDelayMs);
}

/** When a job runs next. `scheduledRunAt` is the regular time that the run is for. */
export type NextRun = { nextRunAt: Date | null; scheduledRunAt: Date | null; retryAttempt: number };

/** After a success, or when there are no retries left: the next regular time after the start of the run. */
export function afterRun(job: JobRow, startedAt: Date): NextRun {
  const next = nextRegularRun(job.schedule, job.scheduledRunAt, startedAt);
  return { nextRunAt: next, scheduledRunAt: next, retryAttempt: 0 };
}

/**
 * After a failure: a retry of the same regular run, unless there are none left or the next regular time is not later than it,
 * which then takes its place.
 */
export function afterFailure(job: JobRow, startedAt: Date, now: Date, retryable: boolean): NextRun {
  const regular = afterRun(job, startedAt);
  if (!retryable || !mayRetry(job)) return regular;
  const retryAt = new Date(now.getTime() + retryDelayMs(job.retryAttempt + 1));
  if (regular.nextRunAt && regular.nextRunAt <= retryAt) return regular;
  return { nextRunAt: retryAt, scheduledRunAt: job.scheduledRunAt, retryAttempt: job.retryAttempt + 1 };
}

export function mayRetry(job: JobRow): boolean {
  return job.retryOnFailure && job.retryAttempt < job.maxRetries;
}
