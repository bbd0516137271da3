import { z } from 'zod';
import { job } from '../../../runtime/job.ts';
import { addDays } from '../../fleet/zoned-time.ts';
import { dayOf, daysBetween, localDay, timeZoneOf } from '../safety/days.ts';
import { updateDriverScores } from '../safety/driverScores.ts';
import { scoreDaysAnew } from '../safety/scoreDays.ts';
import { noteProgress, touchedDays } from '../safety/touched-days.ts';

/** Days of one transaction. */
const daysAtOnce = 7;

/**
 * Scores the last days, and any day that late or corrected readings have touched since the last run. A run that is stopped is taken
 * up by the next: how far the feed was read is noted last.
 */
export const scoreDrivers = job({
  handler: 'telematics.scoreDrivers',
  summary: "Bring the drivers' daily safety scores up to their trips and behaviour",
  scope: 'tenant',
  parameters: z.strictObject({
    days: z.int().min(2).max(400).default(3).describe('So many days up to today are scored in any case.'),
  }),
  timeoutMs: 5 * 60_000,
  run: async ({ parameters, services, inScope, signal }) => {
    const now = services.clock.now();
    const { timeZone, touched } = await inScope(async (tx) => {
      const timeZone = await timeZoneOf(tx, now);
      return { timeZone, touched: await touchedDays(tx, timeZone) };
    });
    const today = localDay(now, timeZone);
    const recent = daysBetween(addDays(today, 1 - parameters.days), today);
    const days = [...new Set([...touched.days, ...recent])].sort().map((day) => dayOf(day, timeZone));
    let recordsProcessed = 0;
    for (let i = 0; i < days.length; i += daysAtOnce) {
      signal.throwIfAborted();
      recordsProcessed += await inScope((tx) => scoreDaysAnew(tx, days.slice(i, i + daysAtOnce)));
    }
    const drivers = await inScope(async (tx) => {
      await noteProgress(tx, touched.readUntil);
      return updateDriverScores(tx, today);
    });
    return { recordsProcessed: recordsProcessed + drivers, output: { days: days.length, rows: recordsProcessed, drivers } };
  },
});
