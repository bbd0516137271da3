import { fixedClock } from '@wheelhouse/shared/clock.ts';
import { fleetDomain } from '@wheelhouse/shared/domains/fleet/index.ts';
import { identityDomain } from '@wheelhouse/shared/domains/identity/index.ts';
import { telematicsDomain } from '@wheelhouse/shared/domains/telematics/index.ts';
import { describe, expect, it } from 'vitest';
import { changesOf, newTenant, principalOf, type TestTenant, testApi, testServices } from '../../../../harness/index.ts';
import { newDriver, newUser } from '../../fleet/records.ts';
import { behaved, newPair, score, trip } from './support.ts';

const now = '2026-06-15T12:00:00Z';

function callers(tenant: TestTenant) {
  const services = testServices({ clock: fixedClock(new Date(now)) });
  const { client } = testApi([telematicsDomain, fleetDomain], {
    services,
    resources: [telematicsDomain, fleetDomain, identityDomain],
  });
  return {
    manager: client(principalOf(tenant)),
    driver: (userId: string, permissions = ['driver.read_own']) =>
      client(principalOf(tenant, { actor: { kind: 'user', userId }, databaseRole: 'driver_user', permissions })),
    stranger: client(principalOf(tenant, { permissions: ['depot.read'] })),
  };
}

async function fleetOf(placement: 'pooled' | 'dedicated' = 'pooled') {
  const tenant = await newTenant({ placement });
  const userId = await newUser(tenant);
  const ann = await newPair(tenant, { user_id: userId });
  const bob = await newPair(tenant);
  await trip(ann, '2026-06-13T08:00:00Z', '2026-06-13T10:00:00Z', 100);
  await trip(ann, '2026-06-14T08:00:00Z', '2026-06-14T10:00:00Z', 150, 600);
  await trip(ann, '2026-06-14T23:00:00Z', '2026-06-15T01:00:00Z', 100);
  await behaved(ann, '2026-06-14T09:00:00Z', 'speeding', 'severe');
  await behaved(ann, '2026-06-14T09:30:00Z', 'harsh_cornering', 'moderate');
  await trip(bob, '2026-06-14T07:00:00Z', '2026-06-14T08:00:00Z', 60);
  await behaved(bob, '2026-06-14T07:30:00Z', 'idle_excess', 'minor');
  return { tenant, userId, ann, bob, ...callers(tenant) };
}

describe.each(['pooled', 'dedicated'] as const)('Driver behaviour over HTTP, for a %s tenant', (placement) => {
  it('is listed with filters and includes, read only, and shows drivers their own', async () => {
    const { manager, driver, stranger, userId, ann, bob } = await fleetOf(placement);
    const list = await manager('GET', '/v1/driver-behavior-events?include=driver,vehicle&sort=recordedAt&severity=severe');
    expect(list).toMatchObject({
      status: 200,
      body: {
        data: [{ eventType: 'speeding', driverId: ann.driverId, driver: { id: ann.driverId }, vehicle: { make: 'Ford' } }],
      },
    });
    expect((await manager('POST', '/v1/driver-behavior-events', {})).status).toBe(405);
    expect((await changesOf(manager, '/v1/driver-behavior-events:changes', 3)).data).toHaveLength(3);

    for (const permission of ['driver.read_own', 'vehicle.read_assigned']) {
      const own = driver(userId, [permission]);
      const { body } = await own('GET', '/v1/driver-behavior-events?sort=recordedAt');
      expect(body.data.map((row: { eventType: string }) => row.eventType)).toEqual(['speeding', 'harsh_cornering']);
      const theirs = (await manager('GET', `/v1/driver-behavior-events?driverId=${bob.driverId}`)).body.data[0];
      expect((await own('GET', `/v1/driver-behavior-events/${theirs.id}`)).status).toBe(404);
    }
    expect((await stranger('GET', '/v1/driver-behavior-events')).status).toBe(403);
  });

  it('is summed up for each driver or vehicle in a range of time', async () => {
    const { manager, driver, userId, ann, bob } = await fleetOf(placement);
    const range = 'from=2026-06-14T00:00:00Z&to=2026-06-15T00:00:00Z';
    const summary = async (query: string, call = manager) =>
      (await call('GET', `/v1/driver-behavior-events:summary?${query}`)).body;
    const both = await summary(range);
    expect(both.data).toHaveLength(2);
    const none = { minor: 0, moderate: 0, severe: 0 };
    expect(both.data.find((line: { driverId: string }) => line.driverId === ann.driverId)).toEqual({
      driverId: ann.driverId,
      distanceKm: 200,
      drivingSeconds: 3 * 3_600 - 600,
      eventCount: 2,
      eventsPer100Km: 1,
      eventCounts: {
        harsh_braking: none,
        harsh_acceleration: none,
        harsh_cornering: { ...none, moderate: 1 },
        speeding: { ...none, severe: 1 },
        idle_excess: none,
      },
    });

    const vehicles = await summary(`${range}&by=vehicle&vehicleId=${bob.vehicleId}`);
    expect(vehicles.data).toMatchObject([{ vehicleId: bob.vehicleId, distanceKm: 60, eventCount: 1, eventsPer100Km: 1.667 }]);
    expect((await summary(`${range}&driverId=${bob.driverId}`)).data).toMatchObject([{ driverId: bob.driverId }]);
    expect((await summary(range, driver(userId))).data).toMatchObject([{ driverId: ann.driverId }]);

    const first = await summary(`${range}&limit=1`);
    const second = await summary(`${range}&limit=1&cursor=${first.page.nextCursor}`);
    expect([...first.data, ...second.data]).toEqual(both.data);
    expect(second.page.nextCursor).toBeNull();
  });
});

describe('The summary', () => {
  it.each([
    ['from=2026-06-15T00:00:00Z&to=2026-06-14T00:00:00Z', 'invalid_range'],
    ['from=2026-01-01T00:00:00Z&to=2026-06-14T00:00:00Z', 'range_too_long'],
  ])('refuses %s', async (query, code) => {
    const { manager } = callers(await newTenant());
    expect(await manager('GET', `/v1/driver-behavior-events:summary?${query}`)).toMatchObject({
      status: 422,
      body: { errors: [{ code }] },
    });
  });
});

describe('The safety score of a driver', () => {
  it('says what it is, what it was, and what it follows from', async () => {
    const { tenant, manager, ann } = await fleetOf();
    await trip(ann, '2026-05-10T08:00:00Z', '2026-05-10T09:00:00Z', 100);
    await behaved(ann, '2026-05-10T08:30:00Z', 'harsh_braking', 'severe');
    await score(tenant, now);
    const { body } = await manager('GET', `/v1/drivers/${ann.driverId}:safetyScore`);
    expect(body).toMatchObject({
      driverId: ann.driverId,
      from: '2026-05-17',
      to: '2026-06-15',
      timezone: 'UTC',
      formulaVersion: 1,
      previousScore: 74.08,
      distanceKm: 350,
      drivingSeconds: 6 * 3_600 - 600,
      trend: [
        { day: '2026-06-13', score: 100, distanceKm: 100 },
        { day: '2026-06-14', score: 81.06, distanceKm: 200 },
        { day: '2026-06-15', score: 100, distanceKm: 50 },
      ],
    });
    expect(body.breakdown).toContainEqual({
      eventType: 'speeding',
      minor: 0,
      moderate: 0,
      severe: 1,
      eventsPer100Km: 0.286,
      points: 6,
    });
    expect(body.breakdown).toContainEqual({
      eventType: 'harsh_cornering',
      minor: 0,
      moderate: 1,
      severe: 0,
      eventsPer100Km: 0.286,
      points: 2.4,
    });
    // The column of the driver, which SQL computes, says the same.
    const column = (await manager('GET', `/v1/drivers/${ann.driverId}`)).body.safetyScore;
    expect(body.score).toBe(column);
    expect(body.change).toBeCloseTo(column - 74.08, 2);

    const two = (await manager('GET', `/v1/drivers/${ann.driverId}:safetyScore?days=2`)).body;
    expect(two).toMatchObject({ from: '2026-06-14', distanceKm: 250, previousScore: 100 });
  });

  it('is null for who drove nothing, and only their own for drivers', async () => {
    const { tenant, manager, driver, stranger, userId, ann, bob } = await fleetOf();
    const idle = await newDriver(tenant);
    const path = (id: string) => `/v1/drivers/${id}:safetyScore`;
    expect((await manager('GET', path(idle))).body).toMatchObject({ score: null, previousScore: null, change: null, trend: [] });
    expect((await driver(userId)('GET', path(ann.driverId))).status).toBe(200);
    expect((await driver(userId)('GET', path(bob.driverId))).status).toBe(404);
    expect((await stranger('GET', path(ann.driverId))).status).toBe(403);
    const elsewhere = await newPair(await newTenant());
    expect((await manager('GET', path(elsewhere.driverId))).status).toBe(404);
  });

  it('ranks the drivers of a day', async () => {
    const { tenant, manager, driver, userId, ann, bob } = await fleetOf();
    await score(tenant, now);
    const ranking = '/v1/driver-safety-scores?day=2026-06-14&sort=-score';
    expect((await manager('GET', `${ranking}&include=driver`)).body.data).toMatchObject([
      { driverId: bob.driverId, day: '2026-06-14', score: 100, distanceKm: 60, eventCounts: { idle_excess: { minor: 1 } } },
      { driverId: ann.driverId, score: 81.06, driver: { id: ann.driverId } },
    ]);
    expect((await driver(userId)('GET', ranking)).body.data).toMatchObject([{ driverId: ann.driverId }]);
  });
});
