import { distanceM, type Place } from '@wheelhouse/shared/domains/telematics/geo/haversine.ts';
import { encodePolyline } from '@wheelhouse/shared/domains/telematics/geo/polyline.ts';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Client } from '../../../../harness/index.ts';
import { type OwnDatabase, ownDatabase } from '../../../../harness/own-database.ts';
import { asSystem, insertPlazas, layerApi, newSource, placeFrom } from './support.ts';

let own: OwnDatabase;
let call: Client;
let withoutPermission: Client;

/** Places over the whole earth: the poles, both sides of the antimeridian, and a thousand more. */
const awkward: Place[] = [
  { latitude: 90, longitude: 0 },
  { latitude: -90, longitude: 77 },
  { latitude: 89.9999, longitude: -120 },
  { latitude: -16.5, longitude: 179.99 },
  { latitude: -16.5, longitude: -179.99 },
  { latitude: -16.5, longitude: 180 },
  { latitude: 0, longitude: 0.00000001 },
];
const scattered: Place[] = Array.from({ length: 1_000 }, (_, n) => ({
  latitude: Math.round(Math.asin(2 * ((n * 0.618033988749895) % 1) - 1) * (180 / Math.PI) * 1e6) / 1e6,
  longitude: Math.round((((n * Math.SQRT2) % 1) * 360 - 180) * 1e6) / 1e6,
}));
const places = [...awkward, ...scattered];

beforeAll(async () => {
  own = await ownDatabase();
  const { tenantId } = await own.newTenant({ placement: 'dedicated' });
  const { user } = layerApi(own);
  call = user(tenantId);
  withoutPermission = user(tenantId, ['vehicle.read']);
  await insertPlazas(own.database, places, 'W', 'World');
});
afterAll(() => own.close());

type Record_ = { plazaId: string; distanceM: number; alongM: number; id: string };
const idsOf = (data: Record_[]) => data.map(({ plazaId }) => plazaId);

/** What the nearest are when every distance is computed. */
function nearestOf(place: Place, count: number): number[] {
  return places
    .map((one) => distanceM(place, one))
    .sort((a, b) => a - b)
    .slice(0, count);
}

const anywhere = fc.record({
  latitude: fc.double({ min: -90, max: 90, noNaN: true }).map((degrees) => Math.round(degrees * 1e6) / 1e6),
  longitude: fc.double({ min: -180, max: 180, noNaN: true }).map((degrees) => Math.round(degrees * 1e6) / 1e6),
});

describe('The nearest records of a layer', () => {
  it('are those that computing every distance finds, anywhere on the earth', async () => {
    await fc.assert(
      fc.asyncProperty(fc.oneof(anywhere, fc.constantFrom(...awkward)), async (place) => {
        const { latitude, longitude } = place;
        const { body } = await call(
          'GET',
          `/v1/toll-plazas:nearest?latitude=${latitude.toFixed(8)}&longitude=${longitude.toFixed(8)}&limit=5&road=World`,
        );
        const found = (body.data as Record_[]).map((record) => record.distanceM);
        for (const [index, wanted] of nearestOf(place, 5).entries()) expect(found[index]).toBeCloseTo(wanted, 2);
      }),
      { numRuns: 60 },
    );
  });

  it('see over the antimeridian and the pole', async () => {
    const fiji = await call('GET', '/v1/toll-plazas:nearest?latitude=-16.5&longitude=179.999&limit=3');
    expect(idsOf(fiji.body.data)).toEqual(['W5', 'W3', 'W4']);
    const pole = await call('GET', '/v1/toll-plazas:nearest?latitude=89.9999&longitude=60&limit=2');
    expect(idsOf(pole.body.data)).toEqual(['W0', 'W2']);
    expect(pole.body.data[1].distanceM).toBeCloseTo(22.2, 0);
  });

  it('have all their fields, and no more than was asked for', async () => {
    const { body } = await call('GET', '/v1/toll-plazas:nearest?latitude=0&longitude=0&limit=1');
    expect(body.data).toHaveLength(1);
    expect(body.data[0]).toMatchObject({ plazaId: 'W6', name: 'Plaza 6', road: 'World', missingSince: null });
    expect(body.data[0]).not.toHaveProperty('chordM');
    expect(body.data[0]).not.toHaveProperty('place');
  });

  it('need the permission, a place on the earth and known filters', async () => {
    expect((await withoutPermission('GET', '/v1/toll-plazas:nearest?latitude=0&longitude=0')).status).toBe(403);
    expect((await call('GET', '/v1/toll-plazas:nearest?latitude=91&longitude=0')).status).toBe(422);
    expect((await call('GET', '/v1/toll-plazas:nearest?latitude=0&longitude=0&network=X')).status).toBe(422);
    expect((await call('POST', '/v1/toll-plazas', { plazaId: 'X' })).status).toBe(405);
  });
});

describe('All records within a distance', () => {
  it('are every one of them once, the nearest first, page by page', async () => {
    const centre = { latitude: -16.5, longitude: 180 };
    const wanted = places.filter((place) => distanceM(centre, place) <= 500_000).length;
    const seen: Record_[] = [];
    for (let cursor = ''; ; ) {
      const { body } = await call(
        'GET',
        `/v1/toll-plazas:within?latitude=-16.5&longitude=180&radiusM=500000&limit=2&road=world${cursor}`,
      );
      seen.push(...body.data);
      if (!body.page.nextCursor) break;
      cursor = `&cursor=${body.page.nextCursor}`;
    }
    expect(new Set(idsOf(seen)).size).toBe(seen.length);
    expect(seen).toHaveLength(wanted);
    expect(seen.map((record) => record.distanceM)).toEqual(seen.map((record) => record.distanceM).toSorted((a, b) => a - b));
    expect(idsOf(seen)).toEqual(expect.arrayContaining(['W3', 'W4', 'W5']));
  });

  it('keeps to the distance to the metre', async () => {
    const centre = { latitude: 28.5, longitude: -81.4 };
    await insertPlazas(own.database, [placeFrom(centre, 40, 999), placeFrom(centre, 220, 1001)], 'R', 'Edge');
    const at = (radiusM: number) =>
      call('GET', `/v1/toll-plazas:within?latitude=28.5&longitude=-81.4&radiusM=${radiusM}&road=Edge`);
    expect(idsOf((await at(1000)).body.data)).toEqual(['R0']);
    expect(idsOf((await at(1002)).body.data)).toEqual(['R0', 'R1']);
  });

  it('refuses a cursor that it did not make', async () => {
    const answer = await call('GET', '/v1/toll-plazas:within?latitude=0&longitude=0&radiusM=5&cursor=WzEsMl0');
    expect(answer).toMatchObject({ status: 422, body: { errors: [{ path: 'cursor' }] } });
  });
});

describe('Records along a line', () => {
  const along = (body: object) => call('POST', '/v1/toll-plazas:corridor', body);

  it('come in the order in which they are passed, with their distance beside the line', async () => {
    const start = { latitude: 27, longitude: -82 };
    const end = placeFrom(start, 60, 100_000);
    await insertPlazas(
      own.database,
      [
        placeFrom(placeFrom(start, 60, 70_000), 150, 400),
        placeFrom(placeFrom(start, 60, 20_000), 330, 900),
        placeFrom(placeFrom(start, 60, 50_000), 330, 1_500),
        placeFrom(start, 240, 600),
      ],
      'C',
      'Line',
    );
    const { body } = await along({ points: [start, end], withinM: 1_000, road: 'Line' });
    expect(idsOf(body.data)).toEqual(['C3', 'C1', 'C0']);
    expect(body.data[1].alongM).toBeCloseTo(20_000, -2);
    expect(body.data[1].distanceM).toBeCloseTo(900, 0);
    expect(body.data[2]).toMatchObject({ name: 'Plaza 0', road: 'Line' });

    const polyline = encodePolyline([start, placeFrom(start, 60, 40_000), end]);
    expect(idsOf((await along({ polyline, withinM: 1_000, road: 'Line' })).body.data)).toEqual(['C3', 'C1', 'C0']);
    const first = await along({ polyline, withinM: 1_000, road: 'Line', limit: 2 });
    expect(idsOf(first.body.data)).toEqual(['C3', 'C1']);
    const second = await along({ polyline, withinM: 1_000, road: 'Line', limit: 2, cursor: first.body.page.nextCursor });
    expect(idsOf(second.body.data)).toEqual(['C0']);
    expect(second.body.page.nextCursor).toBeNull();
  });

  it('are found across the antimeridian, over the pole, and beside a single point', async () => {
    const fiji = await along({
      points: [
        { latitude: -16.5, longitude: 179 },
        { latitude: -16.5, longitude: -179 },
      ],
      withinM: 2_000,
    });
    expect(idsOf(fiji.body.data)).toEqual(['W3', 'W5', 'W4']);
    const pole = await along({
      points: [
        { latitude: 89, longitude: 30 },
        { latitude: 89, longitude: -150 },
      ],
      withinM: 100,
    });
    expect(idsOf(pole.body.data)).toEqual(['W0', 'W2']);
    expect((await along({ points: [{ latitude: 0, longitude: 0 }], withinM: 10 })).body.data).toMatchObject([
      { plazaId: 'W6', alongM: 0 },
    ]);
  });

  it('are those that computing every distance from a dense line finds', async () => {
    // At a pole itself, a direction is no line.
    const start = anywhere.map((place) => ({ ...place, latitude: place.latitude * 0.99 }));
    const bearing = fc.integer({ min: 0, max: 359 });
    await fc.assert(
      fc.asyncProperty(start, bearing, fc.integer({ min: 1, max: 5 }), async (from, bearingDeg, thousands) => {
        const lengthM = thousands * 1_000_000;
        const dense = Array.from({ length: 501 }, (_, n) => placeFrom(from, bearingDeg, (n * lengthM) / 500));
        const points = [from, placeFrom(from, bearingDeg, lengthM / 2), placeFrom(from, bearingDeg, lengthM)];
        const { body } = await along({ points, withinM: 50_000, limit: 1_000, road: 'World' });
        const found = new Set(idsOf(body.data));
        places.forEach((place, n) => {
          const nearM = Math.min(...dense.map((one) => distanceM(one, place)));
          // Points of the dense line are up to 10,000 m apart, so it may be nearer by 250 m between them.
          if (nearM < 49_900) expect(found, `W${n} at ${nearM}`).toContain(`W${n}`);
          if (nearM > 50_300) expect(found, `W${n} at ${nearM}`).not.toContain(`W${n}`);
        });
      }),
      { numRuns: 12 },
    );
  });

  it('need one line that can be followed', async () => {
    const points = [{ latitude: 0, longitude: 0 }];
    expect((await along({ withinM: 10 })).status).toBe(422);
    expect((await along({ points, polyline: '_p~iF~ps|U', withinM: 10 })).status).toBe(422);
    expect((await along({ polyline: ' ', withinM: 10 })).status).toBe(422);
    expect((await along({ points: [...points, { latitude: 0, longitude: 180 }], withinM: 10 })).status).toBe(422);
    const round = [0, 100, -100, 0].map((longitude) => ({ latitude: 0, longitude }));
    expect((await along({ points: round, withinM: 10 })).body.detail).toMatch(/km long/);
  });
});

describe('Filters', () => {
  it('narrow each layer by what its records say', async () => {
    const cameras = await newSource(own.database);
    await asSystem(
      own.database,
      `insert into platform.traffic_cameras (source_id, fdot_id, name, latitude, longitude, road, county, direction, status) values
         ($1, 'T1', 'one', 60, 10, 'I-4', 'Orange', 'Eastbound', 'active'), ($1, 'T2', 'two', 60, 10, 'I-95', 'Brevard', 'Northbound', 'inactive')`,
      [cameras.id],
    );
    const stations = await newSource(own.database, { layer: 'weather_stations' });
    await asSystem(
      own.database,
      `insert into platform.weather_stations (source_id, station_id, latitude, longitude, road_conditions, last_updated) values
         ($1, 'S1', 60, 10, 'icy', '2026-01-01T06:00:00Z'), ($1, 'S2', 60, 10, 'dry', '2026-01-01T08:00:00Z'), ($1, 'S3', 60, 10, null, null)`,
      [stations.id],
    );
    const chargers = await newSource(own.database, { layer: 'ev_charging_stations' });
    await asSystem(
      own.database,
      `insert into platform.ev_charging_stations (source_id, station_id, name, latitude, longitude, network, operator, num_ports,
         charging_levels, max_power_kw, access_type, available_24x7) values
         ($1, 'E1', 'slow', 60, 10, 'ChargePoint Network', 'City', 2, '{level1,level2}', 7.2, 'public', true),
         ($1, 'E2', 'fast', 60, 10, 'Tesla', 'Tesla', 12, '{dcfast}', 250, 'restricted', false)`,
      [chargers.id],
    );
    const found = async (path: string, key: string, filter: string) => {
      const { status, body } = await call('GET', `/v1/${path}:nearest?latitude=60&longitude=10&${filter}`);
      expect(status, filter).toBe(200);
      return body.data.map((record: Record<string, string>) => record[key]).sort();
    };
    expect(await found('traffic-cameras', 'fdotId', 'status=active')).toEqual(['T1']);
    expect(await found('traffic-cameras', 'fdotId', 'road=i-95')).toEqual(['T2']);
    expect(await found('traffic-cameras', 'fdotId', 'county=Orange')).toEqual(['T1']);
    expect(await found('traffic-cameras', 'fdotId', 'direction=northbound')).toEqual(['T2']);
    expect(await found('weather-stations', 'stationId', 'roadConditions=icy')).toEqual(['S1']);
    expect(await found('weather-stations', 'stationId', 'observedSince=2026-01-01T07:00:00Z')).toEqual(['S2']);
    expect(await found('ev-charging-stations', 'stationId', 'network=tesla')).toEqual(['E2']);
    expect(await found('ev-charging-stations', 'stationId', 'operator=city')).toEqual(['E1']);
    expect(await found('ev-charging-stations', 'stationId', 'minPowerKw=50')).toEqual(['E2']);
    expect(await found('ev-charging-stations', 'stationId', 'minPorts=3')).toEqual(['E2']);
    expect(await found('ev-charging-stations', 'stationId', 'chargingLevel=level2')).toEqual(['E1']);
    expect(await found('ev-charging-stations', 'stationId', 'accessType=restricted')).toEqual(['E2']);
    expect(await found('ev-charging-stations', 'stationId', 'available24x7=true')).toEqual(['E1']);
    const list = await call('GET', '/v1/ev-charging-stations?maxPowerKw[gte]=100&fields=stationId,maxPowerKw');
    expect(list.body.data).toMatchObject([{ stationId: 'E2', maxPowerKw: 250 }]);
  });
});
