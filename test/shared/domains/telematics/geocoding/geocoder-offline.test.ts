import { firstOf, type Geocoder, geocoderOf } from '@wheelhouse/shared/domains/telematics/geocoding/index.ts';
import { describe, expect, it } from 'vitest';
import { newTenant, type TestTenant, testDatabase, testServices } from '../../../../harness/index.ts';
import { newDepot } from '../../fleet/records.ts';
import { asSystem, newSource } from '../layers/support.ts';
import { place } from '../trips/support.ts';
import { googleAnswer, serve } from './support.ts';

const offline = geocoderOf(testServices());
const named = (tenant: TestTenant, geocoder: Geocoder, ...metres: number[]) =>
  tenant.run((tx) =>
    geocoder.reverse(
      tx,
      metres.map((m) => place(m)),
    ),
  );

async function fence(tenant: TestTenant, name: string, northM: number, radiusM: number) {
  const { latitude, longitude } = place(northM);
  await tenant.run((tx) =>
    tx.query(
      `insert into geofences (name, type, center_latitude, center_longitude, radius_m) values ($1, 'circle', $2, $3, $4)`,
      [name, latitude, longitude, radiusM],
    ),
  );
}

describe('Without a service, a place', () => {
  it('is named after the smallest fence around it, else a depot within 500 m, else not at all', async () => {
    const tenant = await newTenant();
    await newDepot(tenant, { depot_name: 'Lagos Island', coordinates: '(-87.63,41.88)' });
    await newDepot(tenant, { depot_name: 'Northern Depot', coordinates: `(-87.63,${place(5000).latitude})` });
    await fence(tenant, 'Harbour', 9000, 400);
    await fence(tenant, 'Gate 3', 9100, 50);
    expect(await named(tenant, offline, 300, 4900, 9110, 9300, 2000)).toEqual([
      'Depot Lagos Island',
      'Northern Depot',
      'Gate 3',
      'Harbour',
      null,
    ]);
  });

  it('has the name of today, and none of a fence or depot that is no more, or another organisation has', async () => {
    const [tenant, other] = [await newTenant(), await newTenant({ placement: 'dedicated' })];
    await fence(tenant, 'Harbour', 0, 400);
    await newDepot(tenant, { depot_name: 'Old', coordinates: `(-87.63,${place(5000).latitude})`, is_active: false });
    expect(await named(tenant, offline, 0, 5000)).toEqual(['Harbour', null]);
    expect(await named(other, offline, 0)).toEqual([null]);
    await tenant.run((tx) => tx.query(`update geofences set name = 'Port'`));
    expect(await named(tenant, offline, 0)).toEqual(['Port']);
    await tenant.run((tx) => tx.query('update geofences set is_active = false'));
    expect(await named(tenant, offline, 0)).toEqual([null]);
  });
});

describe('A place that no own site is near', () => {
  it('is told by the nearest record of the reference layers: one close by, else a weather station within 30 km', async () => {
    const tenant = await newTenant();
    const database = testDatabase();
    // In the Southern Ocean, where no other test has anything.
    const at = (metres: number) => ({ latitude: -55 + metres / 111_195, longitude: -120 });
    const source = (layer: string) => newSource(database, { layer });
    const sources = [await source('toll_plazas'), await source('weather_stations')];
    try {
      const insert = (table: string, key: string, row: number, name: string, metres: number) =>
        asSystem(
          database,
          `insert into platform.${table} (source_id, ${key}, name, latitude, longitude) values ($1, $2, $3, $4, $5)`,
          [sources[row]?.id, tenant.slug, name, at(metres).latitude, at(metres).longitude],
        );
      await insert('toll_plazas', 'plaza_id', 0, 'Golden Glades', 0);
      await insert('weather_stations', 'station_id', 1, 'Cape Airport', 400);
      const names = await tenant.run((tx) => offline.reverse(tx, [at(-100), at(12_400), at(-40_000)]), 'authenticated_user');
      expect(names).toEqual(['near Golden Glades', '12 km from Cape Airport', null]);
    } finally {
      await asSystem(database, 'delete from platform.layer_sources where id = any($1::uuid[])', [sources.map(({ id }) => id)]);
    }
  });
});

describe('With a service', () => {
  it('own sites keep their names, and only other places are asked for', async () => {
    const tenant = await newTenant();
    await fence(tenant, 'Harbour', 0, 400);
    const server = await serve(() => ({ body: googleAnswer }));
    try {
      const env = { GEOCODER: 'google', GEOCODER_API_KEY: 'KEY', GEOCODER_URL: server.url };
      const services = testServices({ env });
      expect(geocoderOf(services)).toBe(geocoderOf(services));
      expect(await named(tenant, geocoderOf(services), 0, 3000)).toEqual(['Harbour', '277 Bedford Ave, Brooklyn, NY 11211, USA']);
      expect(server.asked).toHaveLength(1);
    } finally {
      await server.close();
    }
  });

  it('the next geocoder is asked for what the one before could not name, in place', async () => {
    const tenant = await newTenant();
    const asked: number[] = [];
    const only = (names: Record<number, string>): Geocoder => ({
      reverse: async (_tx, places) => {
        asked.push(places.length);
        return places.map(({ latitude }) => names[latitude] ?? null);
      },
    });
    const places = [1, 2, 3].map((latitude) => ({ latitude, longitude: 0 }));
    const chain = firstOf(only({ 2: 'two' }), only({ 1: 'one', 2: 'no' }), only({}));
    expect(await tenant.run((tx) => chain.reverse(tx, places))).toEqual(['one', 'two', null]);
    expect(asked).toEqual([3, 2, 1]);
  });

  it('the configuration must say all that it needs', () => {
    expect(() => testServices({ env: { GEOCODER: 'google' } })).toThrow(/GEOCODER_API_KEY=: must be set with GEOCODER=google/);
    expect(() => testServices({ env: { GEOCODER: 'nominatim' } })).toThrow(/GEOCODER_URL=: must be set/);
    expect(() => testServices({ env: { GEOCODER: 'google', GEOCODER_API_KEY: 'hush', GEOCODER_URL: 'no url' } })).toThrow(
      expect.objectContaining({ message: expect.not.stringContaining('hush') }),
    );
  });
});
