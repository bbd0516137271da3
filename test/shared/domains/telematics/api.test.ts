import { randomUUID } from 'node:crypto';
import { fixedClock } from '@wheelhouse/shared/clock.ts';
import { fleetDomain } from '@wheelhouse/shared/domains/fleet/index.ts';
import { identityDomain } from '@wheelhouse/shared/domains/identity/index.ts';
import { telematicsDomain } from '@wheelhouse/shared/domains/telematics/index.ts';
import { describe, expect, it } from 'vitest';
import { newTenant, principalOf, type TestTenant, testApi, testServices } from '../../../harness/index.ts';
import { now, readingAt, stored, vehicleWith } from './support.ts';

const clock = fixedClock(now);

function api(env: Record<string, string> = {}) {
  return testApi([telematicsDomain], {
    services: testServices({ clock, env: { INGEST_MAX_DELAY_MS: '1', ...env } }),
    resources: [telematicsDomain, fleetDomain, identityDomain],
  });
}

/** A tenant, a vehicle with device GPS-1, and a caller who may do everything. */
async function fleetOf(placement: 'pooled' | 'dedicated' = 'pooled') {
  const tenant = await newTenant({ placement });
  const vehicleId = await vehicleWith(tenant, 'GPS-1');
  const { client } = api();
  const call = client(principalOf(tenant));
  const report = (readings: unknown[], deviceId = 'GPS-1') =>
    call('POST', '/v1/vehicle-locations:ingest', { version: 1, deviceId, readings });
  return { tenant, vehicleId, client, call, report };
}

const secondsBefore = (seconds: number) => new Date(now.getTime() - seconds * 1000).toISOString();

/** A user who drives the vehicle. */
async function driverOf(tenant: TestTenant, vehicleId: string): Promise<string> {
  return tenant.run(async (tx) => {
    const [role] = await tx.query(
      `insert into roles (role_name, display_name, role_level) values ($1, 'Driver', 1) returning id`,
      [randomUUID().slice(0, 8)],
    );
    const [user] = await tx.query<{ id: string }>(
      `insert into users (email, username, first_name, last_name, role_id) values ($1, $1, 'Ada', 'Obi', $2) returning id`,
      [`${randomUUID().slice(0, 8)}@drivers.example`, role?.id],
    );
    const [driver] = await tx.query(
      `insert into drivers (user_id, employee_id, license_number, license_class, license_expiry_date, license_state, hire_date)
       values ($1, 'D1', 'L1', 'C', '2030-01-01', 'TX', '2020-01-01') returning id`,
      [user?.id],
    );
    await tx.query('update vehicles set assigned_driver_id = $2 where id = $1', [vehicleId, driver?.id]);
    return (user as { id: string }).id;
  });
}

describe.each(['pooled', 'dedicated'] as const)('The telematics interface for a %s tenant', (placement) => {
  it('takes readings over HTTPS, tells what became of each, and shows where the vehicle is now', async () => {
    const { call, report, vehicleId } = await fleetOf(placement);
    const answer = await report([readingAt(20), readingAt(10, { position: { speedKph: 80 } }), { wrong: true }]);
    expect(answer).toMatchObject({ status: 200, body: { stored: 2, rejected: [{ index: 2, reason: 'malformed' }] } });

    const states = await call('GET', '/v1/vehicle-states?include=vehicle');
    expect(states.body.data).toMatchObject([
      {
        id: vehicleId,
        vehicleId,
        recordedAt: expect.stringMatching(/Z|\+00:00/),
        speedKph: 80,
        status: 'moving',
        vehicle: { make: 'Volvo' },
      },
    ]);
    expect((await call('GET', `/v1/vehicle-states/${vehicleId}`)).body).toMatchObject({ deviceId: 'GPS-1' });
    expect((await call('GET', '/v1/telemetry-rejections?reason=malformed')).body.data).toMatchObject([
      { reading: { wrong: true } },
    ]);
  });

  it('stores a rejected reading once its device is linked to a vehicle', async () => {
    const { tenant, call, report, vehicleId } = await fleetOf(placement);
    await report([readingAt(5, { sequence: 7 })], 'GPS-9');
    const [rejection] = (await call('GET', '/v1/telemetry-rejections')).body.data;
    const replay = () => call('POST', `/v1/telemetry-rejections/${rejection.id}:replay`);
    expect(await replay()).toMatchObject({ status: 422, body: { errors: [{ code: 'unknown_device' }] } });

    await tenant.run((tx) => tx.query(`update vehicles set secondary_device_id = 'GPS-9' where id = $1`, [vehicleId]));
    expect(await replay()).toMatchObject({ status: 200, body: { stored: 1 } });
    expect(await replay()).toMatchObject({ status: 409 });
    expect(await stored(tenant)).toMatchObject({
      locations: [{ vehicle_id: vehicleId, sequence: '7' }],
      states: [{ device_id: 'GPS-9' }],
    });
    expect((await call('GET', `/v1/telemetry-rejections/${rejection.id}`)).body.replayedAt).not.toBeNull();
  });
});

describe('History', () => {
  const range = (vehicleId: string, more = '') =>
    `/v1/vehicle-locations:history?vehicleId=${vehicleId}&from=${secondsBefore(600)}&to=${secondsBefore(0)}${more}`;

  it('is in the order of measurement, from inclusive to exclusive, page by page', async () => {
    const { call, report, vehicleId } = await fleetOf();
    const at = [600, 599, 300, 300, 10, 0, 601];
    await report(at.map((seconds, sequence) => readingAt(seconds, { sequence })));
    const whole = (await call('GET', range(vehicleId))).body;
    expect(whole.data.map((row: { recordedAt: string }) => row.recordedAt)).toEqual([600, 599, 300, 300, 10].map(secondsBefore));
    expect(whole.page.nextCursor).toBeNull();

    const paged: unknown[] = [];
    for (let cursor = ''; ; ) {
      const { body } = await call('GET', range(vehicleId, `&limit=2${cursor}`));
      paged.push(...body.data);
      if (!body.page.nextCursor) break;
      cursor = `&cursor=${body.page.nextCursor}`;
    }
    expect(paged).toEqual(whole.data);
  });

  it('shows the first position of each interval when it is down-sampled, on every page', async () => {
    const { call, report, vehicleId } = await fleetOf();
    await report(Array.from({ length: 400 }, (_, i) => readingAt(600 - i - (i > 200 ? 100 : 0), { sequence: i })));
    const all = (await call('GET', range(vehicleId))).body.data as { recordedAt: string }[];
    const seen = new Set<number>();
    const firsts = all.filter(({ recordedAt }) => {
      const interval = Math.floor(Date.parse(recordedAt) / 60_000);
      return !seen.has(interval) && seen.add(interval);
    });
    expect(firsts.length).toBeGreaterThan(4);
    const sampled: unknown[] = [];
    for (let cursor = ''; ; ) {
      const { body } = await call('GET', range(vehicleId, `&everySeconds=60&limit=3${cursor}`));
      sampled.push(...body.data);
      if (!body.page.nextCursor) break;
      cursor = `&cursor=${body.page.nextCursor}`;
    }
    expect(sampled).toEqual(firsts);
  });

  it('uses the index of the vehicle and skips the months outside the range', async () => {
    const { tenant, report } = await fleetOf();
    await report([readingAt(1)]);
    const plan = await tenant.run(async (tx) => {
      await tx.query('set local enable_seqscan = off');
      // Of a table that is nearly empty any index is cheap; the one that brings the order is meant.
      await tx.query('set local enable_sort = off');
      return tx.query(
        `explain (costs off) select * from vehicle_locations l where l.vehicle_id = $1 and l.recorded_at >= $2 and l.recorded_at < $3 order by l.recorded_at, l.id limit 10`,
        [randomUUID(), secondsBefore(60), secondsBefore(0)],
      );
    });
    const text = JSON.stringify(plan);
    expect(text).toContain('Index Cond');
    expect(text).toMatch(/vehicle_locations_\d{4}_\d{2}_pkey/);
  });

  it.each([
    ['an unknown vehicle', () => range(randomUUID()), 404],
    [
      'an empty range',
      (id: string) => `/v1/vehicle-locations:history?vehicleId=${id}&from=${secondsBefore(0)}&to=${secondsBefore(0)}`,
      422,
    ],
    [
      'a range of years',
      (id: string) => `/v1/vehicle-locations:history?vehicleId=${id}&from=2020-01-01T00:00:00Z&to=${secondsBefore(0)}`,
      422,
    ],
    ['a cursor from elsewhere', (id: string) => range(id, `&cursor=${randomUUID()}`), 422],
    ['a cursor that is none', (id: string) => range(id, '&cursor=x'), 422],
    ['no time', (id: string) => `/v1/vehicle-locations:history?vehicleId=${id}`, 422],
  ])('refuses %s', async (_, path, status) => {
    const { call, vehicleId } = await fleetOf();
    expect((await call('GET', path(vehicleId))).status).toBe(status);
  });
});

describe('GeoJSON', () => {
  it('shows the vehicles inside a box, across the antimeridian too', async () => {
    const { tenant, call, report, vehicleId } = await fleetOf();
    const other = await vehicleWith(tenant, 'GPS-2');
    await report([readingAt(1, { position: { latitude: -17, longitude: 179.5, altitudeM: 12 } })]);
    await report([readingAt(1, { position: { latitude: -17.5, longitude: -179.5 } })], 'GPS-2');
    const inside = async (bbox: string) => {
      const { body } = await call('GET', `/v1/vehicle-states:geojson${bbox}`);
      return body.features.map((feature: { id: string }) => feature.id).sort();
    };
    expect(await inside('')).toEqual([vehicleId, other].sort());
    expect(await inside('?bbox=179,-18,180,-16')).toEqual([vehicleId]);
    expect(await inside('?bbox=179,-18,-179,-16')).toEqual([vehicleId, other].sort());
    expect(await inside('?bbox=-179,-18,179,-16')).toEqual([]);
    const { body } = await call('GET', '/v1/vehicle-states:geojson?bbox=179,-18,180,-16');
    expect(body.features[0].geometry).toEqual({ type: 'Point', coordinates: [179.5, -17, 12] });
    for (const wrong of ['1,2,3', '0,10,1,5', '0,0,200,1', 'a,b,c,d'])
      expect((await call('GET', `/v1/vehicle-states:geojson?bbox=${wrong}`)).status).toBe(422);
  });
});

describe('Permissions', () => {
  it('show a driver the vehicle they drive and no other, and no history', async () => {
    const { tenant, client, report, vehicleId } = await fleetOf();
    await vehicleWith(tenant, 'GPS-2');
    await report([readingAt(1)]);
    await report([readingAt(1)], 'GPS-2');
    const userId = await driverOf(tenant, vehicleId);
    const driver = client(
      principalOf(tenant, {
        actor: { kind: 'user', userId },
        databaseRole: 'driver_user',
        permissions: ['vehicle.read_assigned', 'location.write'],
      }),
    );
    expect((await driver('GET', '/v1/vehicle-states')).body.data.map((row: { id: string }) => row.id)).toEqual([vehicleId]);
    expect(
      (
        await driver(
          'GET',
          `/v1/vehicle-locations:history?vehicleId=${vehicleId}&from=${secondsBefore(60)}&to=${secondsBefore(0)}`,
        )
      ).status,
    ).toBe(403);
    expect((await driver('GET', '/v1/vehicle-states:geojson')).status).toBe(403);
    expect(
      (await driver('POST', '/v1/vehicle-locations:ingest', { version: 1, deviceId: 'GPS-1', readings: [readingAt(0)] })).status,
    ).toBe(200);
  });

  it('refuse readings of who may not report, and for another organisation', async () => {
    const { tenant, client, call } = await fleetOf();
    const reader = client(principalOf(tenant, { permissions: ['location.read'] }));
    const body = { version: 1, deviceId: 'GPS-1', readings: [readingAt(1)] };
    expect((await reader('POST', '/v1/vehicle-locations:ingest', body)).status).toBe(403);
    expect(await call('POST', '/v1/vehicle-locations:ingest', { ...body, tenantId: randomUUID() })).toMatchObject({
      status: 422,
    });
    expect((await stored(tenant)).locations).toEqual([]);
  });

  it('let another tenant neither see nor replay anything', async () => {
    const { report, vehicleId, call, client } = await fleetOf();
    await report([readingAt(1), null]);
    const [rejection] = (await call('GET', '/v1/telemetry-rejections')).body.data;
    const stranger = client(principalOf(await newTenant()));
    expect((await stranger('GET', '/v1/vehicle-states')).body.data).toEqual([]);
    expect((await stranger('GET', `/v1/vehicle-states/${vehicleId}`)).status).toBe(404);
    expect((await stranger('GET', '/v1/vehicle-states:geojson')).body.features).toEqual([]);
    expect((await stranger('POST', `/v1/telemetry-rejections/${rejection.id}:replay`)).status).toBe(404);
    expect(
      (
        await stranger(
          'GET',
          `/v1/vehicle-locations:history?vehicleId=${vehicleId}&from=${secondsBefore(60)}&to=${secondsBefore(0)}`,
        )
      ).status,
    ).toBe(404);
  });
});
