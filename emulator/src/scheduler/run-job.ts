import type { TimerClock } from '../pubsub/embedded/timer-clock.ts';
import type { ScheduledJob } from './scheduled-job.ts';

/** Cloud Scheduler's default for HTTP targets. */
const defaultAttemptDeadlineSeconds = 180;

export interface Run {
  job: ScheduledJob;
  /** When the run was due; the same for all its attempts. */
  scheduleTime: Date;
  clock: TimerClock;
  log: (line: string) => void;
  /** Ends the attempt or the wait at once. */
  signal: AbortSignal;
}

/**
 * Calls the job's target until it answers 2xx or the retries are used up.
 *
 * @throws Error with the last attempt's failure
 */
export async function runJob(run: Run): Promise<void> {
  const { job, clock, log, signal } = run;
  const retries = job.retry?.count ?? 0;
  for (let attempt = 0; ; attempt++) {
    const failure = await failureOf(run);
    if (!failure) return;
    if (signal.aborted) throw new Error(`job ${job.name}: the scheduler was stopped`);
    log(`job ${job.name}, attempt ${attempt + 1} of ${retries + 1}: ${failure}`);
    if (attempt === retries) throw new Error(`job ${job.name} failed after ${attempt + 1} attempts: ${failure}`);
    await wait(clock, backoffSeconds(job, attempt), signal);
  }
}

/** One attempt; answers what went wrong, or undefined. */
async function failureOf({ job, scheduleTime, clock, signal }: Run): Promise<string | undefined> {
  const deadline = new AbortController();
  const deadlineSeconds = job.attemptDeadlineSeconds ?? defaultAttemptDeadlineSeconds;
  const cancelDeadline = clock.wakeAfter(deadlineSeconds * 1000, () => deadline.abort());
  try {
    const response = await fetch(job.url, {
      method: job.method ?? 'POST',
      headers: headersOf(job, scheduleTime),
      ...(job.body !== undefined && { body: job.body }),
      redirect: 'manual',
      signal: AbortSignal.any([deadline.signal, signal]),
    });
    await response.arrayBuffer();
    return response.ok ? undefined : `${job.url} answered ${response.status}`;
  } catch (error) {
    if (deadline.signal.aborted) return `${job.url} did not answer within ${deadlineSeconds} s`;
    const { message, cause } = error as Error;
    return `${job.url} could not be called: ${cause instanceof Error ? cause.message : message}`;
  } finally {
    cancelDeadline();
  }
}

/** The headers that Cloud Scheduler sets; a job's own cannot replace those that mark the request as the scheduler's. */
function headersOf(job: ScheduledJob, scheduleTime: Date): Headers {
  const headers = new Headers(job.headers);
  if (job.body !== undefined && !headers.has('content-type')) headers.set('content-type', 'application/octet-stream');
  headers.set('user-agent', 'Google-Cloud-Scheduler');
  headers.set('x-cloudscheduler', 'true');
  headers.set('x-cloudscheduler-jobname', job.name);
  headers.set('x-cloudscheduler-scheduletime', scheduleTime.toISOString());
  return headers;
}

function backoffSeconds({ retry }: ScheduledJob, attempt: number): number {
  return retry ? Math.min(retry.maxBackoffSeconds, retry.minBackoffSeconds * 2 ** attempt) : 0;
}

function wait(clock: TimerClock, seconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const cancel = clock.wakeAfter(seconds * 1000, resolve);
    signal.addEventListener('abort', () => {
      cancel();
      resolve();
    });
  });
}
