import { Cron } from 'croner';
import { systemTimerClock, type TimerClock } from '../pubsub/embedded/timer-clock.ts';
import { runJob } from './run-job.ts';
import type { ScheduledJob } from './scheduled-job.ts';

export interface SchedulerOptions {
  jobs: readonly ScheduledJob[];
  clock?: TimerClock;
  /** Receives a line for each failed attempt and each run that was left out. */
  log?: (line: string) => void;
}

export interface RunningScheduler {
  /**
   * Runs a job now and resolves when it succeeded. Where a run is going on, this one begins after it.
   *
   * @throws Error when there is no such job, or when the run failed with all its retries
   */
  runNow(name: string): Promise<void>;
  /** Fires nothing more, cuts off the requests under way and resolves when they have ended. */
  stop(): Promise<void>;
}

/** Timers of Node overflow after 24.8 days, and a machine that slept wakes late: so look again at least this often. */
const longestSleepMs = 60 * 60 * 1000;

/**
 * Cloud Scheduler for HTTP targets. A job never overlaps itself: a run that comes due while the one before is still going
 * on, its retries included, is left out. Times that pass while the scheduler is not running are not made up for.
 *
 * @throws Error for a schedule or time zone that cannot be read, and for two jobs of one name
 */
export function startScheduler({ jobs, clock = systemTimerClock, log = () => undefined }: SchedulerOptions): RunningScheduler {
  const stopping = new AbortController();
  const runs = new Map<string, Promise<void>>();
  const cancels = new Map<string, () => void>();
  const byName = new Map(jobs.map((job) => [job.name, job]));
  if (byName.size !== jobs.length) throw new Error('two scheduled jobs have the same name; give each its own');
  const schedules = jobs.map((job) => ({ job, cron: cronOf(job) }));

  function begin(job: ScheduledJob, scheduleTime: Date): Promise<void> {
    const run = runJob({ job, scheduleTime, clock, log, signal: stopping.signal }).finally(() => runs.delete(job.name));
    runs.set(job.name, run);
    return run;
  }

  function fire(job: ScheduledJob, due: Date): void {
    if (runs.has(job.name)) log(`job ${job.name}: the run of ${due.toISOString()} is left out, the one before is still going on`);
    // runJob has logged every failed attempt.
    else begin(job, due).catch(() => undefined);
  }

  function arm(job: ScheduledJob, cron: Cron, after: Date): void {
    const due = cron.nextRun(after);
    if (due) sleepUntil(job, cron, due);
  }

  function sleepUntil(job: ScheduledJob, cron: Cron, due: Date): void {
    const delayMs = Math.max(0, due.getTime() - clock.now().getTime());
    const wake = () => {
      if (clock.now() < due) return sleepUntil(job, cron, due);
      fire(job, due);
      arm(job, cron, clock.now());
    };
    cancels.set(job.name, clock.wakeAfter(Math.min(delayMs, longestSleepMs), wake));
  }

  for (const { job, cron } of schedules) arm(job, cron, clock.now());
  return {
    async runNow(name) {
      const job = byName.get(name);
      if (!job) throw new Error(`there is no scheduled job ${name}; there are: ${[...byName.keys()].join(', ')}`);
      while (runs.has(name)) await runs.get(name)?.catch(() => undefined);
      await begin(job, clock.now());
    },
    async stop() {
      for (const cancel of cancels.values()) cancel();
      stopping.abort();
      await Promise.allSettled(runs.values());
    },
  };
}

function cronOf({ name, schedule, timeZone }: ScheduledJob): Cron {
  try {
    const cron = new Cron(schedule, { timezone: timeZone, mode: '5-part', paused: true });
    // croner reads the time zone only when it computes a time.
    cron.nextRun();
    return cron;
  } catch (cause) {
    throw new Error(`job ${name}: schedule "${schedule}" in time zone "${timeZone}": ${(cause as Error).message}`, { cause });
  }
}
