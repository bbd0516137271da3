import { randomUUID } from 'node:crypto';
import { fleetDomain } from '@wheelhouse/shared/domains/fleet/index.ts';
import { identityDomain } from '@wheelhouse/shared/domains/identity/index.ts';
import { telematicsDomain } from '@wheelhouse/shared/domains/telematics/index.ts';
import { describe, expect, it } from 'vitest';
import { newTenant, principalOf, type TestTenant, testApi, testServices } from '../../../../harness/index.ts';
import { eventsOf, newDriver, newUser } from '../../fleet/records.ts';
import { clock, now, vehicleWith } from '../support.ts';
import { consume, journey, report, seen } from './driven.ts';

const services = testServices({ clock });
const { client } = testApi([telematicsDomain], { services, resources: [telematicsDomain, fleetDomain, identityDomain] });

/** A vehicle that made a trip of 3 km an hour ago, with a driver who has an account. */
async function drivenTenant(placement: 'pooled' | 'dedicated' = 'pooled') {
  const tenant = await newTenant({ placement });
  const vehicleId = await vehicleWith(tenant, 'GPS-T');
  const userId = await newUser(tenant);
  const driverId = await newDriver(tenant, { user_id: userId });
  await assign(tenant, vehicleId, driverId, 7200);
  await report(tenant, 'GPS-T', journey(3600, 52_000));
  await consume(tenant, services);
  const call = client(principalOf(tenant));
  const driver = (id = userId) =>
    client(
      principalOf(tenant, {
        actor: { kind: 'user', userId: id },
        databaseRole: 'driver_user',
        permissions: ['vehicle.read_assigned', 'trip.read_own', 'trip.classify'],
      }),
    );
  const [trip] = (await call('GET', '/v1/trips')).body.data;
  return { tenant, vehicleId, userId, driverId, call, driver, trip };
}

async function assign(tenant: TestTenant, vehicleId: string, driverId: string, agoS: number) {
  await tenant.run((tx) =>
    tx.query('insert into vehicle_assignments (vehicle_id, driver_id, assigned_from) values ($1, $2, $3)', [
      vehicleId,
      driverId,
      new Date(now.getTime() - agoS * 1000),
    ]),
  );
}

const at = (agoS: number) => new Date(now.getTime() - agoS * 1000).toISOString();

describe.each(['pooled', 'dedicated'] as const)('Trips of a %s tenant', (placement) => {
  it('are listed with all that is known of them, their vehicle and their driver', async () => {
    const { call, trip, vehicleId, driverId } = await drivenTenant(placement);
    expect(trip).toMatchObject({
      vehicleId,
      driverId,
      tripNumber: expect.stringMatching(/^T\d{8}-\d{9}-[0-9A-Z]{12}$/),
      distanceKm: 3,
      distanceSource: 'odometer',
      startOdometerKm: 52_000,
      endOdometerKm: 52_003,
      durationSeconds: 200,
      avgSpeedKph: 54,
      maxSpeedKph: 54,
      usageType: 'business',
      usageByDriver: false,
      routePolyline: expect.stringMatching(/^[?-~]+$/),
      startAddress: null,
    });
    expect([trip.startedAt, trip.endedAt].map((time) => new Date(time).toISOString())).toEqual([at(3600), at(3400)]);
    const [listed] = (await call('GET', `/v1/trips?vehicleId=${vehicleId}&include=vehicle,driver&sort=-startedAt`)).body.data;
    expect(listed).toMatchObject({ vehicle: { make: 'Volvo' }, driver: { id: driverId } });
    // The feed waits for transactions of other tests that began before.
    const changes = async () => (await call('GET', '/v1/trips:changes')).body.data.map(({ type }: { type: string }) => type);
    await expect.poll(changes, { timeout: 10_000 }).toEqual(['trip.started', 'trip.ended', 'trip.completed']);
  });
});

describe('A driver', () => {
  it('sees and classifies own trips, and no others', async () => {
    const { tenant, driver, trip, call } = await drivenTenant();
    const stranger = await newUser(tenant);
    await newDriver(tenant, { user_id: stranger });
    const classify = { usageType: 'personal' };
    expect((await driver()('GET', '/v1/trips')).body.data).toHaveLength(1);
    expect((await driver(stranger)('GET', '/v1/trips')).body.data).toEqual([]);
    expect((await driver(stranger)('POST', `/v1/trips/${trip.id}:classify`, classify)).status).toBe(404);
    expect((await driver()('POST', `/v1/trips/${trip.id}:classify`, classify)).body).toMatchObject({
      usageType: 'personal',
      usageByDriver: true,
    });
    expect((await call('GET', `/v1/trips/${trip.id}`)).body).toMatchObject({ usageType: 'personal', usageByDriver: true });
    const [event] = await eventsOf(tenant, 'trip.classified');
    expect(event).toMatchObject({ subjectId: trip.id, data: { usageType: 'personal', previousUsageType: 'business' } });
    const reader = client(principalOf(tenant, { permissions: ['trip.read'] }));
    expect((await reader('POST', `/v1/trips/${trip.id}:classify`, classify)).status).toBe(403);
    expect((await call('POST', `/v1/trips/${randomUUID()}:classify`, classify)).status).toBe(404);
    expect((await call('POST', `/v1/trips/${trip.id}:classify`, { usageType: 'business', tripNumber: 'X' })).status).toBe(422);
  });

  it('keeps the last word when a late reading changes the trip', async () => {
    const { tenant, call, trip } = await drivenTenant();
    await call('POST', `/v1/trips/${trip.id}:classify`, { usageType: 'personal' });
    // A position that came late shows the trip to have gone on for 10 s.
    await report(tenant, 'GPS-T', [
      { recordedAt: at(3395), position: { latitude: trip.endLatitude + 0.003, longitude: trip.endLongitude, speedKph: 40 } },
    ]);
    const later = (await call('GET', `/v1/trips/${trip.id}`)).body;
    expect(later).toMatchObject({ id: trip.id, tripNumber: trip.tripNumber, usageType: 'personal', usageByDriver: true });
    expect(new Date(later.endedAt).getTime()).toBeGreaterThan(new Date(trip.endedAt).getTime());
  });

  it('names the purpose of a business trip where the rules require it', async () => {
    const { call, trip } = await drivenTenant();
    const rules = { trips: { classification: { purposeRequired: true } } };
    expect((await call('POST', '/v1/telematics-rules:set', { rules, validFrom: at(9000) })).status).toBe(201);
    const classify = (body: object) => call('POST', `/v1/trips/${trip.id}:classify`, body);
    const refused = await classify({ usageType: 'business' });
    expect(refused).toMatchObject({ status: 422, body: { errors: [{ path: 'businessPurpose', code: 'required' }] } });
    expect((await classify({ usageType: 'business', businessPurpose: 'Client in Joliet' })).body.businessPurpose).toBe(
      'Client in Joliet',
    );
    expect((await classify({ usageType: 'mixed' })).body.businessPurpose).toBe('Client in Joliet');
    expect((await classify({ usageType: 'personal' })).body.businessPurpose).toBeNull();
  });
});

describe('What was said of a trip', () => {
  it('passes to the trip that takes its place when late readings show that it began at another moment', async () => {
    const { tenant, call, trip } = await drivenTenant();
    await call('POST', `/v1/trips/${trip.id}:classify`, { usageType: 'mixed', businessPurpose: 'Parcels on the way home' });
    // Five seconds after it seemed to leave it still stood there.
    await report(tenant, 'GPS-T', [seen(3595, 0, 0)]);
    await consume(tenant, services);
    const { data } = (await call('GET', '/v1/trips')).body;
    expect(data).toHaveLength(1);
    expect(data[0].id).not.toBe(trip.id);
    expect(data[0]).toMatchObject({ usageType: 'mixed', usageByDriver: true, businessPurpose: 'Parcels on the way home' });
  });
});

describe('Trips', () => {
  it('are identical whatever window asks, in whatever order their readings came', async () => {
    const [first, second] = [await newTenant(), await newTenant()];
    const days = [...journey(30_000), ...journey(20_000), ...journey(10_000)];
    const vehicleIds = [await vehicleWith(first, 'GPS-W'), await vehicleWith(second, 'GPS-W')];
    await report(first, 'GPS-W', days);
    await report(second, 'GPS-W', [...days.slice(80), ...days.slice(0, 120).reverse()]);
    const call = client(principalOf(first));
    const rows = async (query: string) => (await call('GET', `/v1/trips?sort=startedAt&${query}`)).body.data;
    const all = await rows('');
    expect(all).toHaveLength(3);
    const windows = [
      [40_000, 25_000],
      [25_000, 15_000],
      [15_000, 0],
    ] as const;
    const parts = await Promise.all(windows.map(([from, to]) => rows(`startedAt[gte]=${at(from)}&startedAt[lt]=${at(to)}`)));
    expect(parts.flat()).toEqual(all);
    expect(await rows(`endedAt[gte]=${at(19_900)}&startedAt[lt]=${at(9_900)}`)).toEqual(all.slice(1));

    const values = ({ startedAt, endedAt, detectedAt, distanceKm, maxSpeedKph }: Record<string, unknown>) => ({
      startedAt,
      endedAt,
      detectedAt,
      distanceKm,
      maxSpeedKph,
    });
    const others = (await client(principalOf(second))('GET', '/v1/trips?sort=startedAt')).body.data;
    expect(others.map(values)).toEqual(all.map(values));
    expect(vehicleIds[0]).not.toBe(vehicleIds[1]);
  });
});

describe('A trip that goes on', () => {
  it('has no end yet and cannot be classified', async () => {
    const { tenant, call } = await drivenTenant();
    await vehicleWith(tenant, 'GPS-U');
    await report(tenant, 'GPS-U', journey(200).slice(0, 20));
    const [trip] = (await call('GET', '/v1/trips?endedAt[isNull]=true')).body.data;
    expect(trip).toMatchObject({ endedAt: null, distanceKm: null, usageType: null, routePolyline: null });
    expect((await call('POST', `/v1/trips/${trip.id}:classify`, { usageType: 'business' })).status).toBe(422);
  });
});

describe('The mileage log', () => {
  const range = `from=${at(86_400)}&to=${at(0)}&timezone=Europe/Berlin`;

  it('sums business and personal kilometres to exactly those of the trips', async () => {
    const { tenant, call, driver, vehicleId, driverId } = await drivenTenant();
    await tenant.run((tx) =>
      tx.query(
        `insert into trips (vehicle_id, trip_number, start_latitude, start_longitude, started_at, ended_at, detected_at, distance_km, usage_type)
         select $1, 'N' || i, 0, 0, $2, $2, $2, 0.1, case when i % 3 = 0 then 'business' when i % 3 = 1 then 'personal' end
         from generate_series(1, 30) i`,
        [vehicleId, at(7200)],
      ),
    );
    const answer = await call('GET', `/v1/trips:mileage?${range}`);
    expect(answer.status).toBe(200);
    const lines = answer.body.data;
    expect(lines).toHaveLength(2);
    expect(lines.map(({ month: _, ...line }: { month: string }) => line)).toEqual(
      expect.arrayContaining([
        { vehicleId, driverId, trips: 1, businessKm: 3, personalKm: 0, mixedKm: 0, unclassifiedKm: 0, totalKm: 3 },
        { vehicleId, driverId: null, trips: 30, businessKm: 1, personalKm: 1, mixedKm: 0, unclassifiedKm: 1, totalKm: 3 },
      ]),
    );
    expect((await driver()('GET', `/v1/trips:mileage?${range}`)).body.data).toMatchObject([{ driverId, totalKm: 3 }]);
    expect((await call('GET', `/v1/trips:mileage?${range}&driverId=${randomUUID()}`)).body.data).toEqual([]);
  });

  it('comes in pages, and refuses ranges and cursors that are none', async () => {
    const { tenant, call, vehicleId } = await drivenTenant();
    await tenant.run((tx) =>
      tx.query(
        `insert into trips (vehicle_id, trip_number, start_latitude, start_longitude, started_at, ended_at, detected_at, distance_km)
         values ($1, 'N1', 0, 0, $2, $2, $2, 1)`,
        [vehicleId, at(7200)],
      ),
    );
    const all = (await call('GET', `/v1/trips:mileage?${range}`)).body.data;
    const first = (await call('GET', `/v1/trips:mileage?${range}&limit=1`)).body;
    const second = (await call('GET', `/v1/trips:mileage?${range}&limit=1&cursor=${first.page.nextCursor}`)).body;
    expect([...first.data, ...second.data]).toEqual(all);
    expect(second.page.nextCursor).toBeNull();
    expect((await call('GET', `/v1/trips:mileage?${range}&cursor=abc`)).status).toBe(422);
    expect((await call('GET', `/v1/trips:mileage?from=${at(0)}&to=${at(1)}`)).status).toBe(422);
    expect((await call('GET', `/v1/trips:mileage?from=2020-01-01T00:00:00Z&to=${at(1)}`)).status).toBe(422);
  });
});
