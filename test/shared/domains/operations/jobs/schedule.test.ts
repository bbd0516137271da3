import {
  firstRun,
  missedRuns,
  mostMissedRuns,
  nextRegularRun,
  type Schedule,
  scheduleProblems,
} from '@wheelhouse/shared/domains/operations/jobs/engine/schedule.ts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

const cron = (cronExpression: string, timeZone = 'UTC'): Schedule => ({ scheduleType: 'cron', cronExpression, timeZone });
const interval = (intervalMinutes: number): Schedule => ({ scheduleType: 'interval', intervalMinutes });
const at = (text: string): Date => new Date(text);

/** The times after `from`, one after the other. */
function runs(schedule: Schedule, from: string, count: number): string[] {
  const times: string[] = [];
  let regular = at(from);
  for (let index = 0; index < count; index += 1) {
    regular = nextRegularRun(schedule, regular, regular) as Date;
    times.push(regular.toISOString().replace(':00.000Z', 'Z'));
  }
  return times;
}

describe('a daily job at 02:30 in Stockholm', () => {
  const daily = cron('30 2 * * *', 'Europe/Stockholm');

  it('runs when the gap ends on the day on which 02:30 does not exist', () => {
    expect(runs(daily, '2026-03-28T00:00:00Z', 3)).toEqual(['2026-03-28T01:30Z', '2026-03-29T01:00Z', '2026-03-30T00:30Z']);
  });

  it('runs once on the day on which 02:30 comes twice', () => {
    expect(runs(daily, '2026-10-24T00:00:00Z', 3)).toEqual(['2026-10-24T00:30Z', '2026-10-25T00:30Z', '2026-10-26T01:30Z']);
  });
});

describe('a job every hour', () => {
  it('runs every hour of real time on both days of a change', () => {
    const hourly = cron('0 * * * *', 'Europe/Stockholm');
    expect(runs(hourly, '2026-03-29T00:00:00Z', 3)).toEqual(['2026-03-29T01:00Z', '2026-03-29T02:00Z', '2026-03-29T03:00Z']);
    expect(runs(hourly, '2026-10-24T23:00:00Z', 3)).toEqual(['2026-10-25T00:00Z', '2026-10-25T01:00Z', '2026-10-25T02:00Z']);
  });
});

describe('an interval', () => {
  it('does not drift by how late or long a run was', () => {
    expect(nextRegularRun(interval(15), at('2026-01-01T00:00:00Z'), at('2026-01-01T00:07:31Z'))).toEqual(
      at('2026-01-01T00:15:00Z'),
    );
    expect(nextRegularRun(interval(15), at('2026-01-01T00:00:00Z'), at('2026-01-01T05:07:31Z'))).toEqual(
      at('2026-01-01T05:15:00Z'),
    );
  });

  it('keeps its regular time when it was run before it', () => {
    expect(nextRegularRun(interval(15), at('2026-01-01T00:15:00Z'), at('2026-01-01T00:03:00Z'))).toEqual(
      at('2026-01-01T00:15:00Z'),
    );
  });
});

describe('a schedule once', () => {
  it('has a first time and no second', () => {
    const once: Schedule = { scheduleType: 'one_time', scheduledTime: at('2026-05-01T00:00:00Z') };
    expect(firstRun(once, at('2026-01-01T00:00:00Z'))).toEqual(at('2026-05-01T00:00:00Z'));
    expect(nextRegularRun(once, at('2026-05-01T00:00:00Z'), at('2026-05-01T00:00:01Z'))).toBeNull();
  });
});

describe('the next regular time', () => {
  const schedules = fc.oneof(
    fc.integer({ min: 1, max: 20_000 }).map(interval),
    fc
      .record({
        minute: fc.integer({ min: 0, max: 59 }),
        hour: fc.integer({ min: 0, max: 23 }),
        zone: fc.constantFrom('UTC', 'Europe/Stockholm', 'America/St_Johns', 'Australia/Lord_Howe'),
      })
      .map(({ minute, hour, zone }) => cron(`${minute} ${hour} * * *`, zone)),
    fc.integer({ min: 1, max: 30 }).map((step) => cron(`*/${step} * * * *`)),
  );
  const times = fc.date({ min: at('2025-01-01T00:00:00Z'), max: at('2027-01-01T00:00:00Z'), noInvalidDate: true });

  it('is after the time asked about, with no regular time between them', () => {
    fc.assert(
      fc.property(schedules, times, times, (schedule, one, other) => {
        const [start, after] = one < other ? [one, other] : [other, one];
        const regular = firstRun(schedule, start) as Date;
        if (regular > after) return;
        const next = nextRegularRun(schedule, regular, after) as Date;
        expect(next.getTime()).toBeGreaterThan(after.getTime());
        // A time just before it gives the same answer, so nothing was passed over.
        expect(nextRegularRun(schedule, regular, new Date(Math.max(after.getTime(), next.getTime() - 1)))).toEqual(next);
      }),
      { numRuns: 300 },
    );
  });

  it('of an interval is a whole number of intervals from the regular time', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 20_000 }), times, times, (minutes, regular, after) => {
        const next = nextRegularRun(interval(minutes), regular, after) as Date;
        expect(Math.abs(next.getTime() - regular.getTime()) % (minutes * 60_000)).toBe(0);
        expect(next.getTime() - after.getTime()).toBeGreaterThan(0);
        expect(next.getTime() - after.getTime()).toBeLessThanOrEqual(minutes * 60_000);
      }),
    );
  });
});

describe('missed runs', () => {
  it('are the regular times that have passed since the one to run, up to a limit', () => {
    expect(missedRuns(interval(10), at('2026-01-01T00:00:00Z'), at('2026-01-01T00:09:59Z'))).toBe(0);
    expect(missedRuns(interval(10), at('2026-01-01T00:00:00Z'), at('2026-01-01T01:00:00Z'))).toBe(6);
    expect(missedRuns(cron('0 3 * * *'), at('2026-01-01T03:00:00Z'), at('2026-01-04T12:00:00Z'))).toBe(3);
    expect(missedRuns(cron('* * * * *'), at('2025-01-01T00:00:00Z'), at('2026-01-01T00:00:00Z'))).toBe(mostMissedRuns);
  });
});

describe('a cron expression', () => {
  const now = at('2026-01-01T00:00:00Z');

  it.each(['*/5 * * * *', '0 3 * * 1-5', '@daily', ' 0 0 29 2 * '])('may be %s', (expression) => {
    expect(scheduleProblems(cron(expression), now)).toEqual([]);
  });

  it.each([
    ['words', 'every day'],
    ['seconds', '0 0 3 * * *'],
    ['a minute that does not exist', '60 * * * *'],
    ['a day that never comes', '0 0 30 2 *'],
    ['a date', '2026-05-05T00:00:00'],
    ['an unknown nickname', '@sometimes'],
  ])('may not be %s', (_, expression) => {
    expect(scheduleProblems(cron(expression), now)).toMatchObject([{ path: 'cronExpression' }]);
  });

  it('needs a time zone that exists', () => {
    expect(scheduleProblems(cron('0 3 * * *', 'Mars/Base'), now)).toMatchObject([{ path: 'timeZone' }]);
  });
});
