import { randomBytes } from 'node:crypto';
import { withSystem } from '@wheelhouse/shared/db/scope.ts';
import { createTenant } from '@wheelhouse/shared/domains/platform/tenants/index.ts';
import { describe, expect, it } from 'vitest';
import { newTenant, testDatabase } from '../../../../harness/index.ts';
import { eventsOf } from '../../fleet/records.ts';
import { behaved, driverScore, newPair, score, scoresOf, setRules, trip, withdrawn } from './support.ts';

const none = { minor: 0, moderate: 0, severe: 0 };

describe.each(['pooled', 'dedicated'] as const)('The job that scores drivers, for a %s tenant', (placement) => {
  it('writes what each driver drove, what happened and the score, and leaves what is right untouched', async () => {
    const tenant = await newTenant({ placement });
    const [ann, bob] = [await newPair(tenant), await newPair(tenant)];
    await trip(ann, '2026-06-14T08:00:00Z', '2026-06-14T10:00:00Z', 150, 600);
    await trip(ann, '2026-06-14T12:00:00Z', '2026-06-14T13:00:00Z', 50);
    await behaved(ann, '2026-06-14T09:00:00Z', 'speeding', 'severe');
    await behaved(ann, '2026-06-14T12:30:00Z', 'harsh_cornering', 'moderate');
    await trip(bob, '2026-06-15T07:00:00Z', '2026-06-15T08:00:00Z', 60);

    expect(await score(tenant, '2026-06-15T12:00:00Z')).toMatchObject({ output: { rows: 2, drivers: 1 } });
    expect(await scoresOf(ann)).toEqual([
      {
        day: '2026-06-14',
        distanceKm: 200,
        drivingSeconds: 3 * 3_600 - 600,
        score: 81.06,
        version: 1,
        counts: {
          harsh_braking: none,
          harsh_acceleration: none,
          harsh_cornering: { ...none, moderate: 1 },
          speeding: { ...none, severe: 1 },
          idle_excess: none,
        },
      },
    ]);
    expect(await scoresOf(bob)).toMatchObject([{ day: '2026-06-15', score: 100 }]);
    expect([await driverScore(ann), await driverScore(bob)]).toEqual([81.06, 100]);
    expect((await eventsOf(tenant, 'driver.safety_score_changed')).map(({ data }) => data)).toEqual([
      { id: ann.driverId, safetyScore: 81.06, previousSafetyScore: 100 },
    ]);

    const before = await scoresOf(ann);
    expect(await score(tenant, '2026-06-15T13:00:00Z')).toMatchObject({ recordsProcessed: 0 });
    expect(await scoresOf(ann)).toEqual(before);
  });
});

describe('A day long ago', () => {
  const late = '2026-06-15T12:00:00Z';

  it('is scored again when a late reading brought a trip or an event, or changed or withdrew one', async () => {
    const tenant = await newTenant();
    const pair = await newPair(tenant);
    await score(tenant, '2026-06-15T06:00:00Z');
    await trip(pair, '2026-04-02T08:00:00Z', '2026-04-02T09:00:00Z', 100);
    const id = await behaved(pair, '2026-04-02T08:10:00Z');
    await score(tenant, late);
    expect(await scoresOf(pair)).toMatchObject([{ day: '2026-04-02', distanceKm: 100, score: 95.12, version: 1 }]);

    await behaved(pair, '2026-04-02T08:10:00Z', 'harsh_braking', 'severe');
    await score(tenant, late);
    expect(await scoresOf(pair)).toMatchObject([{ score: 74.08, version: 2 }]);

    await withdrawn(pair, 'driver_behavior_events', id);
    await score(tenant, late);
    expect(await scoresOf(pair)).toMatchObject([{ score: 100, version: 3 }]);

    await withdrawn(pair, 'trips', await trip(pair, '2026-04-02T08:00:00Z', '2026-04-02T09:00:00Z', 100));
    await score(tenant, late);
    expect(await scoresOf(pair)).toEqual([]);
  });

  it('is not read again when nothing happened to it', async () => {
    const tenant = await newTenant();
    const pair = await newPair(tenant);
    await trip(pair, '2026-04-02T08:00:00Z', '2026-04-02T09:00:00Z', 100);
    expect(await score(tenant, late)).toMatchObject({ output: { days: 5 } });
    expect(await score(tenant, late)).toMatchObject({ output: { days: 3 } });
  });

  it('loses the end of a trip that turns out to have been shorter', async () => {
    const tenant = await newTenant();
    const pair = await newPair(tenant);
    await trip(pair, '2026-04-02T23:00:00Z', '2026-04-03T01:00:00Z', 100);
    await score(tenant, late);
    expect(await scoresOf(pair)).toMatchObject([
      { day: '2026-04-02', distanceKm: 50 },
      { day: '2026-04-03', distanceKm: 50 },
    ]);
    await trip(pair, '2026-04-02T23:00:00Z', '2026-04-02T23:30:00Z', 30);
    await score(tenant, late);
    expect(await scoresOf(pair)).toMatchObject([{ day: '2026-04-02', distanceKm: 30 }]);
  });
});

describe('Days', () => {
  it('begin in the time zone of the rules, summer time included, and share a trip by its time', async () => {
    const tenant = await newTenant();
    const pair = await newPair(tenant);
    await setRules(tenant, '2026-01-01T00:00:00Z', { timezone: 'Europe/Stockholm' });
    // Midnight between 28 and 29 March is at 23:00 UTC; the 29th has 23 hours and ends at 22:00 UTC.
    await trip(pair, '2026-03-28T22:00:00Z', '2026-03-29T00:00:00Z', 80);
    await trip(pair, '2026-03-29T21:30:00Z', '2026-03-29T22:30:00Z', 60);
    await behaved(pair, '2026-03-28T22:59:59.999Z');
    await behaved(pair, '2026-03-28T23:00:00Z', 'harsh_cornering');
    await behaved(pair, '2026-03-29T22:00:00Z', 'speeding');
    await score(tenant, '2026-03-30T08:00:00Z');
    expect(await scoresOf(pair)).toMatchObject([
      { day: '2026-03-28', distanceKm: 40, drivingSeconds: 3_600, counts: { harsh_braking: { minor: 1 } } },
      { day: '2026-03-29', distanceKm: 70, counts: { harsh_braking: none, harsh_cornering: { minor: 1 }, speeding: none } },
      { day: '2026-03-30', distanceKm: 30, counts: { speeding: { minor: 1 } } },
    ]);
  });
});

describe("A driver's own score", () => {
  it('is the mean of thirty days weighted by distance, and stays when nothing was driven', async () => {
    const tenant = await newTenant();
    const pair = await newPair(tenant);
    await trip(pair, '2026-05-16T08:00:00Z', '2026-05-16T09:00:00Z', 100);
    await behaved(pair, '2026-05-16T08:10:00Z', 'harsh_braking', 'severe');
    await trip(pair, '2026-06-10T08:00:00Z', '2026-06-10T09:00:00Z', 300);
    await score(tenant, '2026-06-14T12:00:00Z');
    expect(await driverScore(pair)).toBeCloseTo((74.08 + 300) / 4, 2);
    await score(tenant, '2026-06-15T12:00:00Z');
    expect(await driverScore(pair)).toBe(100);
    await trip(pair, '2026-06-16T08:00:00Z', '2026-06-16T09:00:00Z', 10);
    await behaved(pair, '2026-06-16T08:10:00Z');
    await score(tenant, '2026-07-12T12:00:00Z');
    expect(await driverScore(pair)).toBe(60.65);
    await score(tenant, '2026-09-12T12:00:00Z');
    expect(await driverScore(pair)).toBe(60.65);
  });

  it('takes a trip that goes on into account when it has ended', async () => {
    const tenant = await newTenant();
    const pair = await newPair(tenant);
    await trip(pair, '2026-06-15T08:00:00Z', null);
    await behaved(pair, '2026-06-15T08:10:00Z');
    await score(tenant, '2026-06-15T08:20:00Z');
    expect(await scoresOf(pair)).toMatchObject([{ distanceKm: 0, score: 60.65 }]);
    expect(await driverScore(pair)).toBe(100);
    await trip(pair, '2026-06-15T08:00:00Z', '2026-06-15T09:00:00Z', 100);
    await score(tenant, '2026-06-15T09:20:00Z');
    expect(await driverScore(pair)).toBe(95.12);
  });
});

it('Every new organisation has the jobs of telematics on its schedule', async () => {
  const slug = `safety${randomBytes(5).toString('hex')}`;
  const { id } = await createTenant({ database: testDatabase(), owner: undefined }, { slug, name: 'Safety' });
  const jobs = await withSystem(testDatabase(), 'look at its jobs', (tx) =>
    tx.query(
      `select job_handler, interval_minutes, is_active from scheduled_jobs
              where tenant_id = $1 and job_handler like 'telematics.%' order by 1`,
      [id],
    ),
  );
  expect(jobs).toEqual([
    { job_handler: 'telematics.deleteExpiredFootage', interval_minutes: null, is_active: true },
    { job_handler: 'telematics.routeProgress', interval_minutes: 1, is_active: true },
    { job_handler: 'telematics.scoreDrivers', interval_minutes: 60, is_active: true },
  ]);
});
