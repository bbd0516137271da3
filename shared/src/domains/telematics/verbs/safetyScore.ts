import { z } from 'zod';
import type { Tx } from '../../../db/scope.ts';
import { notFound } from '../../../errors.ts';
import { verb } from '../../../resource/verb.ts';
import { addDays } from '../../fleet/zoned-time.ts';
import { behaviorEventTypes } from '../fold/derived.ts';
import { addedUp, type EventCounts, totalOf } from '../safety/counts.ts';
import { localDay, timeZoneOf } from '../safety/days.ts';
import { seesOwnOnly } from '../safety/own-rows.ts';
import { formulaVersion, kindWeights, meanScore, scoreDays, severityPoints } from '../safety/score.ts';

const score = z.number().min(0).max(100).nullable();
const count = z.int().min(0);

/** Served by fleet, whose resource drivers are. */
export const safetyScore = verb({
  name: 'safetyScore',
  on: 'drivers',
  target: 'item',
  method: 'GET',
  permission: 'driver.read_own',
  summary: 'How safely a driver drove lately, and what that follows from',
  description:
    'The score is the mean of the daily scores, weighted by distance; null where nothing was driven. Drivers may ask for their own.',
  input: z.strictObject({
    days: z.int().min(1).max(366).default(scoreDays).describe('So many days up to today, in the time zone of the rules'),
  }),
  output: z.object({
    driverId: z.guid(),
    from: z.iso.date(),
    to: z.iso.date(),
    timezone: z.string(),
    formulaVersion: z.int(),
    score,
    previousScore: score.describe('Of as many days before'),
    change: z.number().nullable(),
    distanceKm: z.number(),
    drivingSeconds: z.int(),
    breakdown: z.array(
      z.object({
        eventType: z.enum(behaviorEventTypes),
        minor: count,
        moderate: count,
        severe: count,
        eventsPer100Km: z.number().nullable(),
        points: z.number().describe('What it costs: points by severity times the weight of the kind'),
      }),
    ),
    trend: z.array(z.object({ day: z.iso.date(), score: z.number(), distanceKm: z.number() })),
  }),
  run: async ({ tx, id, input: { days }, principal, services }) => {
    await requireDriver(tx, id, seesOwnOnly(principal));
    const now = services.clock.now();
    const timezone = await timeZoneOf(tx, now);
    const to = localDay(now, timezone);
    const from = addDays(to, 1 - days);
    const all = await scoredDays(tx, id, addDays(from, -days), to);
    const current = all.filter(({ day }) => day >= from);
    const mean = meanScore(current);
    const previousScore = meanScore(all.filter(({ day }) => day < from));
    const distanceKm = rounded(
      current.reduce((sum, day) => sum + day.distanceKm, 0),
      3,
    );
    return {
      driverId: id,
      from,
      to,
      timezone,
      formulaVersion,
      score: mean,
      previousScore,
      change: mean === null || previousScore === null ? null : rounded(mean - previousScore, 2),
      distanceKm,
      drivingSeconds: current.reduce((sum, day) => sum + day.drivingSeconds, 0),
      breakdown: breakdownOf(addedUp(current.map(({ eventCounts }) => eventCounts)), distanceKm),
      trend: current.map(({ day, score, distanceKm }) => ({ day, score, distanceKm })),
    };
  },
});

async function requireDriver(tx: Tx, id: string, ownOnly: boolean): Promise<void> {
  const [driver] = await tx.query('select id from drivers where id = $1 and (not $2 or user_id = platform.current_user_id())', [
    id,
    ownOnly,
  ]);
  if (!driver) throw notFound('Driver', id);
}

type ScoredDay = { day: string; score: number; distanceKm: number; drivingSeconds: number; eventCounts: EventCounts };

function scoredDays(tx: Tx, driverId: string, first: string, last: string): Promise<ScoredDay[]> {
  return tx.query<ScoredDay>(
    `select day::text as day, score::float8 as score, distance_km as "distanceKm", driving_seconds as "drivingSeconds",
       event_counts as "eventCounts"
     from driver_safety_scores where driver_id = $1 and day between $2 and $3 order by day`,
    [driverId, first, last],
  );
}

function breakdownOf(counts: EventCounts, distanceKm: number) {
  return behaviorEventTypes.map((eventType) => {
    const { minor, moderate, severe } = counts[eventType];
    const points = minor * severityPoints.minor + moderate * severityPoints.moderate + severe * severityPoints.severe;
    return {
      eventType,
      minor,
      moderate,
      severe,
      eventsPer100Km: distanceKm > 0 ? rounded((totalOf(counts[eventType]) * 100) / distanceKm, 3) : null,
      points: rounded(points * kindWeights[eventType], 2),
    };
  });
}

function rounded(value: number, digits: number): number {
  return Number(value.toFixed(digits));
}
