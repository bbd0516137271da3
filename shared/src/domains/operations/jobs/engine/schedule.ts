import { Cron } from 'croner';
import type { FieldError } from '../../../../errors.ts';

/** When a job runs. */
export type Schedule =
  | { scheduleType: 'cron'; cronExpression: string; timeZone: string }
  | { scheduleType: 'interval'; intervalMinutes: number }
  | { scheduleType: 'one_time'; scheduledTime: Date };

/** Missed runs are counted up to here: a job every minute that stood still for months is not worth more. */
export const mostMissedRuns = 1000;

/** The first regular time of a schedule that begins now; null where there is none. */
export function firstRun(schedule: Schedule, now: Date): Date | null {
  switch (schedule.scheduleType) {
    case 'cron':
      return cronOf(schedule).nextRun(now);
    case 'interval':
      return new Date(now.getTime() + schedule.intervalMinutes * 60_000);
    case 'one_time':
      return schedule.scheduledTime;
  }
}

/**
 * The first regular time after `after`; null where the schedule has ended. Intervals are counted from `regular`, a regular time, so
 * that they do not drift by how late or long a run was. At the change to summer time a daily job whose time does not
 * exist runs when the gap ends; at the change back it runs once, at the first of the two (croner's rule for fixed times).
 */
export function nextRegularRun(schedule: Schedule, regular: Date, after: Date): Date | null {
  switch (schedule.scheduleType) {
    case 'cron':
      return cronOf(schedule).nextRun(after);
    case 'interval': {
      const intervalMs = schedule.intervalMinutes * 60_000;
      const passed = Math.floor((after.getTime() - regular.getTime()) / intervalMs);
      return new Date(regular.getTime() + (passed + 1) * intervalMs);
    }
    case 'one_time':
      return schedule.scheduledTime > after ? schedule.scheduledTime : null;
  }
}

/** How many regular times after `regular` have passed by now, `mostMissedRuns` at most: one run stands for all of them. */
export function missedRuns(schedule: Schedule, regular: Date, now: Date): number {
  let missed = 0;
  let next = nextRegularRun(schedule, regular, regular);
  while (next && next <= now && missed < mostMissedRuns) {
    missed += 1;
    next = nextRegularRun(schedule, regular, next);
  }
  return missed;
}

/** What is wrong with a schedule as a user wrote it. */
export function scheduleProblems(schedule: Schedule, now: Date): FieldError[] {
  if (schedule.scheduleType !== 'cron') return [];
  const problem = (path: string, message: string) => [{ path, message, code: 'invalid_schedule' }];
  if (!isTimeZone(schedule.timeZone))
    return problem('timeZone', `${schedule.timeZone} is no IANA time zone, such as Europe/Stockholm.`);
  const fields = schedule.cronExpression.trim();
  if (!/^@[a-z]+$/.test(fields) && fields.split(/\s+/).length !== 5) {
    return problem('cronExpression', 'Needs five fields: minute, hour, day of month, month, day of week.');
  }
  try {
    if (cronOf(schedule).nextRun(now)) return [];
    return problem('cronExpression', 'Never happens.');
  } catch (error) {
    return problem('cronExpression', `Cannot be read: ${(error as Error).message}`);
  }
}

function cronOf(schedule: Extract<Schedule, { scheduleType: 'cron' }>): Cron {
  return new Cron(schedule.cronExpression.trim(), { timezone: schedule.timeZone, mode: '5-part' });
}

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}
