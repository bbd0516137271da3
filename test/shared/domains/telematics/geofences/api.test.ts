import { randomUUID } from 'node:crypto';
import { fixedClock } from '@wheelhouse/shared/clock.ts';
import { fleetDomain } from '@wheelhouse/shared/domains/fleet/index.ts';
import { telematicsDomain } from '@wheelhouse/shared/domains/telematics/index.ts';
import { describe, expect, it } from 'vitest';
import { newTenant, principalOf, type TestTenant, testApi, testServices } from '../../../../harness/index.ts';
import { delivery, message, now, readingAt, testIngest, vehicleWith } from '../support.ts';

/** A moment after all that these tests store. */
const later = new Date(now.getTime() + 3_600_000);

const yard = { name: 'Yard', type: 'circle', centerLatitude: 58.41, centerLongitude: 15.62, radiusM: 200 };
const fiji = { name: 'Fiji', type: 'rectangle', coordinates: [177, -19, -178, -16] };
const ring = [
  [15.6, 58.4],
  [15.7, 58.4],
  [15.7, 58.5],
  [15.6, 58.5],
  [15.6, 58.4],
];
const hole = [
  [15.64, 58.44],
  [15.66, 58.44],
  [15.66, 58.46],
  [15.64, 58.46],
  [15.64, 58.44],
];
const city = { name: 'City', type: 'polygon', coordinates: [ring, hole], speedLimitKph: 50, color: '#0a0b0c' };

async function fleetOf(placement: 'pooled' | 'dedicated' = 'pooled') {
  const tenant = await newTenant({ placement });
  const { client } = testApi([telematicsDomain], {
    services: testServices({ clock: fixedClock(later) }),
    resources: [telematicsDomain, fleetDomain],
  });
  const call = client(principalOf(tenant));
  const create = async (values: object) => (await call('POST', '/v1/geofences', values)).body;
  return { tenant, client, call, create };
}

/** Fences are watched from their creation on: these were created yesterday. */
const backdate = (tenant: TestTenant) =>
  tenant.run((tx) => tx.query(`update geofence_versions set valid_from = valid_from - interval '1 day'`));

async function report(tenant: TestTenant, deviceId: string, readings: unknown[]) {
  const ingest = testIngest({ clock: fixedClock(later) });
  await ingest.submit(delivery(message(tenant, deviceId, readings)));
  await ingest.drain();
}

const at = (secondsAgo: number, latitude: number, longitude: number) =>
  readingAt(secondsAgo, { position: { latitude, longitude, accuracyM: 5 } });

describe.each(['pooled', 'dedicated'] as const)('Fences of a %s tenant', (placement) => {
  it('are entered and left by what devices report, and say who is inside', async () => {
    const { tenant, call, create } = await fleetOf(placement);
    const [first, second] = [await vehicleWith(tenant, 'GPS-1'), await vehicleWith(tenant, 'GPS-2')];
    const { id } = await create({ ...yard, alertOnEntry: true, dwellMinutes: 5, alertOnDwell: true });
    const around = await create(city);
    await backdate(tenant);
    await report(tenant, 'GPS-1', [at(900, 58.3, 15.62), at(600, 58.41, 15.62), at(30, 58.41, 15.62)]);
    await report(tenant, 'GPS-2', [at(900, 58.41, 15.62), at(700, 58.45, 15.61)]);

    const { data } = (await call('GET', `/v1/geofence-events?sort=recordedAt&geofenceId=${id}&include=vehicle`)).body;
    expect(
      data.map((row: { vehicleId: string; eventType: string; alert: boolean }) => [row.vehicleId, row.eventType, row.alert]),
    ).toEqual([
      [second, 'entry', true],
      [second, 'exit', false],
      [first, 'entry', true],
      [first, 'dwell', true],
    ]);
    expect(data[3]).toMatchObject({ dwellSeconds: 300, vehicle: { make: 'Volvo' } });

    const inside = (await call('GET', `/v1/geofences/${around.id}:vehicles`)).body;
    expect(inside).toMatchObject({ id: around.id, total: 2 });
    expect(inside.data.map((one: { vehicleId: string }) => one.vehicleId)).toEqual([first, second]);
    expect(inside.data[0]).toMatchObject({ latitude: 58.41, isOnline: expect.any(Boolean), dwellSeconds: expect.any(Number) });
    expect((await call('GET', `/v1/geofences/${id}:vehicles?limit=1`)).body).toMatchObject({
      total: 1,
      data: [{ vehicleId: first }],
    });
    expect((await call('GET', `/v1/geofences/${randomUUID()}:vehicles`)).status).toBe(404);

    const mine = (await call('GET', `/v1/geofence-presences?vehicleId=${first}&include=geofence`)).body.data;
    expect(mine.map((one: { geofence: { name: string } }) => one.geofence.name).sort()).toEqual(['City', 'Yard']);
    expect((await call('DELETE', `/v1/geofences/${id}`, undefined, { 'If-Match': '*' })).status).toBe(204);
    expect((await call('GET', `/v1/geofence-presences?vehicleId=${first}`)).body.data).toHaveLength(1);
    expect((await call('GET', `/v1/geofence-events?geofenceId=${id}`)).body.data).toEqual([]);
  });

  it('contain places, as they are and as they were', async () => {
    const { tenant, call, create } = await fleetOf(placement);
    await create(yard);
    const { id, rowVersion } = await create(city);
    await create(fiji);
    await create({ ...yard, name: 'Not watched', isActive: false });
    const names = async (query: string) => {
      const { body } = await call('GET', `/v1/geofences:contains?${query}`);
      return body.data.map((one: { name: string }) => one.name);
    };
    await backdate(tenant);
    expect(await names('latitude=58.41&longitude=15.62')).toEqual(['City', 'Yard']);
    expect(await names('latitude=58.45&longitude=15.65')).toEqual([]);
    expect(await names('latitude=-17&longitude=-179.5')).toEqual(['Fiji']);
    const { body } = await call('GET', '/v1/geofences:contains?latitude=58.405&longitude=15.62');
    expect(body.data).toMatchObject([{ id, color: '#0a0b0c', speedLimitKph: 50, distanceToBorderM: expect.closeTo(556, 0) }]);

    await call('PATCH', `/v1/geofences/${id}`, { isActive: false }, { 'If-Match': `"${rowVersion}"` });
    expect(await names('latitude=58.41&longitude=15.62')).toEqual(['Yard']);
    expect(await names(`latitude=58.41&longitude=15.62&at=${new Date(now.getTime() - 60_000).toISOString()}`)).toEqual([
      'City',
      'Yard',
    ]);
    expect((await call('GET', '/v1/geofences:contains?latitude=91&longitude=0')).status).toBe(422);
  });
});

describe('Fences on a map', () => {
  it('are GeoJSON, circles with corners and what crosses the antimeridian cut', async () => {
    const { call, create } = await fleetOf();
    for (const one of [yard, { ...fiji, isActive: false }, city]) await create(one);
    const { body } = await call('GET', '/v1/geofences:geojson');
    expect(body.type).toBe('FeatureCollection');
    expect(body.features.map((one: { properties: { name: string } }) => one.properties.name).sort()).toEqual([
      'City',
      'Fiji',
      'Yard',
    ]);
    const of = (name: string) => body.features.find((one: { properties: { name: string } }) => one.properties.name === name);
    expect(of('City').geometry).toEqual({ type: 'Polygon', coordinates: city.coordinates });
    expect(of('Fiji').geometry).toMatchObject({ type: 'MultiPolygon', coordinates: [expect.any(Array), expect.any(Array)] });
    expect(of('Yard').geometry.coordinates[0]).toHaveLength(65);
    expect(of('Yard').properties).toMatchObject({ radiusM: 200, vehiclesInside: 0, isActive: true });
    expect((await call('GET', '/v1/geofences:geojson?isActive=false')).body.features).toHaveLength(1);
  });
});

describe('Permissions', () => {
  it('are those of the noun geofence, which the fleet covers', async () => {
    const { tenant, client, create } = await fleetOf();
    const { id } = await create(yard);
    const reader = client(principalOf(tenant, { permissions: ['geofence.read'] }));
    expect((await reader('GET', `/v1/geofences/${id}`)).body).toMatchObject({ name: 'Yard' });
    expect((await reader('POST', '/v1/geofences', yard)).status).toBe(403);
    expect((await client(principalOf(tenant, { permissions: ['fleet.write'] }))('POST', '/v1/geofences', yard)).status).toBe(201);
    const stranger = client(principalOf(tenant, { permissions: ['document.read'] }));
    for (const path of ['geofences', 'geofence-events', 'geofence-presences', 'geofences:geojson', `geofences/${id}:vehicles`]) {
      expect((await stranger('GET', `/v1/${path}`)).status, path).toBe(403);
    }
    const other = await newTenant();
    const elsewhere = client(principalOf(other));
    expect((await elsewhere('GET', `/v1/geofences/${id}:vehicles`)).status).toBe(404);
    expect((await elsewhere('GET', '/v1/geofences:contains?latitude=58.41&longitude=15.62')).body.data).toEqual([]);
  });
});
