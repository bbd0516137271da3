import { createReadStream } from 'node:fs';
import { withSystem } from '@wheelhouse/shared/db/scope.ts';
import { type ImportResult, type ImportSource, importFeed } from '@wheelhouse/shared/domains/telematics/layers/index.ts';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type OwnDatabase, ownDatabase } from '../../../../harness/own-database.ts';
import { asSystem, newSource } from './support.ts';

let own: OwnDatabase;
const now = new Date('2026-03-03T00:00:00Z');

beforeAll(async () => {
  own = await ownDatabase();
});
afterAll(() => own.close());
beforeEach(() => asSystem(own.database, 'delete from platform.layer_sources'));

async function sourceOf(values: Partial<ImportSource> & Pick<ImportSource, 'layer' | 'format'>): Promise<ImportSource> {
  const { layer, format, idPrefix = '', fieldMapping = {}, graceDays = 30, url = 'https://feed.example/api/x?y=1' } = values;
  const row = await newSource(own.database, { layer, format, url, id_prefix: idPrefix });
  return { id: row.id, layer, format, url, idPrefix, fieldMapping, graceDays };
}

type Body = AsyncIterable<Buffer>;

function load(source: ImportSource, body: Body | object, at: Date = now): Promise<ImportResult> {
  const chunks = Symbol.asyncIterator in body ? (body as Body) : bytes(JSON.stringify(body));
  const inScope = <T>(fn: Parameters<typeof withSystem<T>>[2]) => withSystem(own.database, 'test', fn);
  return importFeed({ inScope, now: at }, source, one({ url: source.url, body: chunks }));
}

async function* one<T>(value: T): AsyncGenerator<T> {
  yield value;
}
async function* bytes(text: string): AsyncGenerator<Buffer> {
  yield Buffer.from(text);
}

const fixture = (name: string): Body =>
  createReadStream(new URL(`../../../../../emulator/fixtures/layers/${name}`, import.meta.url)) as Body;

/** Every row with its version: what a second reading of the same feed must not change. */
const rowsOf = (table: string) =>
  asSystem(own.database, `select *, xmin::text as written_by from platform.${table} t order by t.created_at, t.name`);

const plaza = (id: number, longitude: unknown = -81, properties: object = {}) => ({
  type: 'Feature',
  id,
  geometry: { type: 'Point', coordinates: [longitude, 28] },
  properties: { name: `Plaza ${id}`, ...properties },
});
const collection = (...features: unknown[]) => ({ type: 'FeatureCollection', features });

describe('The shipped records', () => {
  it.each([
    ['traffic_cameras', 'fl511_list', 'fl511-cameras.json', 36, {}],
    ['weather_stations', 'nws_stations', 'nws-stations.json', 12, {}],
    ['weather_stations', 'nws_observations', 'nws-observations.json', 12, {}],
    ['ev_charging_stations', 'afdc_json', 'afdc-stations.json', 39, { not_open: 1 }],
    ['ev_charging_stations', 'afdc_csv', 'afdc-stations.csv', 12, {}],
  ] as const)('of %s are read as %s, and a second time nothing is written', async (layer, format, file, records, skipped) => {
    const source = await sourceOf({ layer, format });
    expect(await load(source, fixture(file))).toEqual({ records, written: records, skipped, missing: 0, removed: 0 });
    const before = await rowsOf(layer);
    expect(await load(source, fixture(file))).toMatchObject({ records, written: 0, missing: 0 });
    expect(await rowsOf(layer)).toEqual(before);
  });

  it('of toll plazas are read by the names that the road authority gives the properties', async () => {
    const fieldMapping = { plazaId: 'OBJECTID', name: 'LABEL', road: 'FACILITY' };
    const source = await sourceOf({ layer: 'toll_plazas', format: 'geojson', fieldMapping });
    expect(await load(source, fixture('toll-plazas.geojson'))).toMatchObject({ records: 30, skipped: {} });
    const [row] = await asSystem(own.database, `select * from platform.toll_plazas where plaza_id = '1'`);
    expect(row).toMatchObject({ name: 'Orlando mainline 1', road: 'TURNPIKE MAINLINE', num_lanes: null });
  });
});

describe('A feed of cameras', () => {
  const camera = (values: object = {}) => ({
    id: 4746,
    roadway: 'I-15',
    direction: 'Unknown',
    location: 'I-15 at Ramp',
    county: 'Clark',
    region: 'Las Vegas',
    latLng: { geography: { coordinateSystemId: 4326, wellKnownText: 'POINT (-115.18118 36.01316)' } },
    images: [
      {
        id: 4746,
        description: 'SB',
        imageUrl: '/map/Cctv/4746',
        videoUrl: 'https://v.example/p.m3u8',
        disabled: false,
        blocked: false,
      },
    ],
    lastUpdated: '2026-01-06T17:30:16.6050043+00:00',
    ...values,
  });

  it('of a 511 site gives every field', async () => {
    await load(await sourceOf({ layer: 'traffic_cameras', format: 'fl511_list', idPrefix: 'nv:' }), {
      recordsTotal: 1,
      data: [camera()],
    });
    expect(await rowsOf('traffic_cameras')).toMatchObject([
      {
        fdot_id: 'nv:4746',
        name: 'I-15 at Ramp',
        description: 'SB',
        latitude: 36.01316,
        longitude: -115.18118,
        road: 'I-15',
        direction: null,
        county: 'Clark',
        feed_url: 'https://v.example/p.m3u8',
        thumbnail_url: 'https://feed.example/map/Cctv/4746',
        status: 'active',
        metadata: { region: 'Las Vegas' },
        last_updated: new Date('2026-01-06T17:30:16.605Z'),
      },
    ]);
  });

  it('tells cameras that are blocked, switched off, or whose video is not public', async () => {
    const image = (values: object) => ({ images: [{ ...camera().images[0], ...values }] });
    const data = [
      camera({ id: 1, ...image({ blocked: true }) }),
      camera({ id: 2, ...image({ disabled: true }) }),
      camera({ id: 3, ...image({ isVideoAuthRequired: true }) }),
      camera({ id: 4, images: [] }),
    ];
    await load(await sourceOf({ layer: 'traffic_cameras', format: 'fl511_list' }), { data });
    expect(
      await asSystem(own.database, 'select status, feed_url is null as silent from platform.traffic_cameras order by fdot_id'),
    ).toEqual([
      { status: 'maintenance', silent: false },
      { status: 'inactive', silent: false },
      { status: 'active', silent: true },
      { status: 'inactive', silent: true },
    ]);
  });

  it('of the developers’ interface is read too', async () => {
    const view = { Id: 9, Url: 'https://511on.ca/map/Cctv/9', Status: 'Enabled', Description: 'Looking East' };
    const body = [
      {
        Id: 7,
        Source: 'RWIS',
        SourceId: 'A',
        Roadway: 'QEW',
        Direction: 'Eastbound',
        Latitude: 43.2,
        Longitude: -79.6,
        Location: 'QEW West',
        Views: [{ ...view, Status: 'Disabled' }, view],
      },
    ];
    await load(await sourceOf({ layer: 'traffic_cameras', format: '511_cameras' }), body);
    expect(await rowsOf('traffic_cameras')).toMatchObject([
      {
        fdot_id: '7',
        name: 'QEW West',
        description: 'Looking East',
        road: 'QEW',
        thumbnail_url: view.Url,
        status: 'active',
        metadata: { source: 'RWIS' },
      },
    ]);
  });
});

describe('A feed of observations', () => {
  const observation = (timestamp: string, value: number, more: object = {}) => ({
    type: 'Feature',
    geometry: { type: 'Point', coordinates: [-81.32, 28.42] },
    properties: {
      station: 'https://api.weather.gov/stations/KMCO',
      timestamp,
      textDescription: 'Clear',
      temperature: { unitCode: 'wmoUnit:degC', value, qualityControl: 'V' },
      windSpeed: { unitCode: 'unit:m_s-1', value: 5, qualityControl: 'qc:V' },
      visibility: { unitCode: 'wmoUnit:m', value: 16093.44, qualityControl: 'C' },
      ...more,
    },
  });

  it('keeps the latest of a station, and never goes back', async () => {
    const source = await sourceOf({ layer: 'weather_stations', format: 'nws_observations' });
    await load(source, collection(observation('2026-03-02T11:00:00+00:00', 20), observation('2026-03-02T12:00:00+00:00', 21.5)));
    await load(source, observation('2026-03-02T10:00:00+00:00', 5));
    expect(await rowsOf('weather_stations')).toMatchObject([
      {
        station_id: 'KMCO',
        temperature_c: 21.5,
        wind_speed_kph: 18,
        visibility_m: 16093.44,
        conditions: 'Clear',
        last_updated: new Date('2026-03-02T12:00:00Z'),
      },
    ]);
  });

  it('adds to the station that another feed names, and leaves its name and place alone', async () => {
    await load(await sourceOf({ layer: 'weather_stations', format: 'nws_stations' }), fixture('nws-stations.json'));
    const source = await sourceOf({ layer: 'weather_stations', format: 'nws_observations' });
    await load(
      source,
      observation('2026-03-02T12:00:00+00:00', 21.5, {
        temperature: { unitCode: 'wmoUnit:degC', value: 99, qualityControl: 'X' },
      }),
    );
    const [row] = await asSystem(own.database, `select * from platform.weather_stations where station_id = 'KMCO'`);
    expect(row).toMatchObject({
      name: 'Orlando International Airport',
      latitude: 28.41822,
      temperature_c: null,
      conditions: 'Clear',
    });
    expect(await rowsOf('weather_stations')).toHaveLength(12);
  });

  it('of a road authority is read from GeoJSON in its own units', async () => {
    const fieldMapping = {
      stationId: 'SITE',
      temperatureC: { property: 'AIR_TEMP', unit: 'degF' },
      windSpeedKph: { property: 'WIND', unit: 'mph' },
      visibilityM: { property: 'VIS', unit: 'mi' },
      roadConditions: 'SURFACE',
      lastUpdated: 'OBSERVED',
    };
    const feature = {
      ...plaza(1),
      properties: { SITE: 'RWIS-4', AIR_TEMP: '41', WIND: 10, VIS: 0.5, SURFACE: 'Wet', OBSERVED: 1772452800000, name: 'Bridge' },
    };
    await load(await sourceOf({ layer: 'weather_stations', format: 'geojson', fieldMapping }), collection(feature));
    expect(await rowsOf('weather_stations')).toMatchObject([
      {
        station_id: 'RWIS-4',
        name: 'Bridge',
        temperature_c: 5,
        wind_speed_kph: 16.09344,
        visibility_m: 804.672,
        road_conditions: 'wet',
        last_updated: new Date(1772452800000),
      },
    ]);
  });
});

describe('A feed of charging stations', () => {
  it('gives every field, from JSON and from CSV', async () => {
    const source = await sourceOf({ layer: 'ev_charging_stations', format: 'afdc_json' });
    await load(source, fixture('afdc-stations.json'));
    const [tesla] = await asSystem(own.database, `select * from platform.ev_charging_stations where station_id = '900001'`);
    expect(tesla).toMatchObject({
      address: '101 Main St, Tampa, FL 32801',
      network: 'Tesla',
      charging_levels: ['dcfast'],
      access_type: 'public',
      available_24x7: true,
      operator: null,
    });
    expect(tesla?.num_ports).toBeGreaterThanOrEqual(4);
    expect(tesla?.max_power_kw).toBeGreaterThanOrEqual(50);
    expect(tesla?.amenities).toMatchObject({ hours: '24 hours daily', connectorTypes: ['TESLA'] });
    const [restricted] = await asSystem(
      own.database,
      `select access_type, available_24x7 from platform.ev_charging_stations where station_id = '900006'`,
    );
    expect(restricted).toEqual({ access_type: 'restricted', available_24x7: true });

    await asSystem(own.database, 'delete from platform.layer_sources');
    await load(await sourceOf({ layer: 'ev_charging_stations', format: 'afdc_csv' }), fixture('afdc-stations.csv'));
    const [row] = await asSystem(own.database, `select * from platform.ev_charging_stations where station_id = '900001'`);
    const { id: _, source_id: __, created_at, updated_at, written_by, max_power_kw, ...fromCsv } = row as Record<string, unknown>;
    expect(tesla).toMatchObject(fromCsv);
    expect(max_power_kw).toBeNull();
    const [quoted] = await asSystem(own.database, `select name from platform.ev_charging_stations where station_id = '900003'`);
    expect(quoted).toEqual({ name: 'Miami "Bay", Garage' });
  });

  it('leaves out other fuels and stations that are not open', async () => {
    const station = { fuel_type_code: 'ELEC', status_code: 'E', station_name: 'A', latitude: 28, longitude: -81 };
    const fuel_stations = [
      { ...station, id: 1 },
      { ...station, id: 2, fuel_type_code: 'CNG' },
      { ...station, id: 3, status_code: 'P' },
    ];
    const source = await sourceOf({ layer: 'ev_charging_stations', format: 'afdc_json' });
    expect(await load(source, { fuel_stations })).toMatchObject({ records: 1, skipped: { not_of_layer: 1, not_open: 1 } });
  });
});

describe('A broken record', () => {
  it('costs only itself, and is counted with its reason', async () => {
    const source = await sourceOf({ layer: 'toll_plazas', format: 'geojson' });
    const result = await load(
      source,
      collection(
        plaza(1),
        null,
        'text',
        { type: 'Feature', id: 2 },
        plaza(3, 'east'),
        plaza(4, 200),
        { ...plaza(5), geometry: { type: 'Point', coordinates: [0, 0] } },
        { ...plaza(6), geometry: { type: 'LineString', coordinates: [[0, 1]] } },
        plaza(7, -81, { name: ' ' }),
        plaza(1),
        plaza(8, -81, { name: 'x\u0000\ud800'.repeat(200), numLanes: 'many', tollRates: { a: '\u0000' } }),
      ),
    );
    expect(result).toEqual({
      records: 2,
      written: 2,
      skipped: { no_id: 2, no_place: 3, impossible_place: 2, no_name: 1, duplicate: 1 },
      missing: 0,
      removed: 0,
    });
    expect((await rowsOf('toll_plazas')).map((row) => row.name.length)).toEqual([7, 255]);
  });

  it('is not taken for a record that is gone', async () => {
    const source = await sourceOf({ layer: 'toll_plazas', format: 'geojson' });
    await load(source, collection(plaza(1), plaza(2)));
    expect(await load(source, collection(plaza(1), plaza(2, 'east')))).toMatchObject({
      records: 1,
      missing: 0,
      skipped: { no_place: 1 },
    });
  });

  it('alone makes the whole feed fail, and nothing go', async () => {
    const source = await sourceOf({ layer: 'toll_plazas', format: 'geojson' });
    await load(source, collection(plaza(1)));
    await expect(load(source, collection(plaza(1, 999)))).rejects.toThrow('no usable record: 1 impossible_place');
    await expect(load(source, collection())).rejects.toThrow('no usable record.');
    expect(await rowsOf('toll_plazas')).toMatchObject([{ missing_since: null }]);
  });
});

describe('A record that a feed no longer names', () => {
  const days = (count: number) => new Date(now.getTime() + count * 86_400_000);

  it('is removed after its days of grace, unless it comes back', async () => {
    const source = await sourceOf({ layer: 'toll_plazas', format: 'geojson', graceDays: 10 });
    await load(source, collection(plaza(1), plaza(2), plaza(3)));
    expect(await load(source, collection(plaza(1)), days(1))).toMatchObject({ missing: 2, removed: 0 });
    expect(await load(source, collection(plaza(1), plaza(2)), days(9))).toMatchObject({ written: 1, missing: 0, removed: 0 });
    expect(await load(source, collection(plaza(1), plaza(2)), days(11))).toMatchObject({ written: 0, removed: 1 });
    expect(await asSystem(own.database, 'select * from platform.toll_plazas order by plaza_id')).toMatchObject([
      { plaza_id: '1', missing_since: null, row_version: 1 },
      { plaza_id: '2', missing_since: null },
    ]);
  });

  it('is inactive at once where it is a camera, and active when it comes back', async () => {
    const source = await sourceOf({ layer: 'traffic_cameras', format: 'geojson', graceDays: 0 });
    await load(source, collection(plaza(1), plaza(2)));
    await load(source, collection(plaza(1)), days(400));
    const statuses = () => asSystem(own.database, 'select status, missing_since from platform.traffic_cameras order by fdot_id');
    expect(await statuses()).toEqual([
      { status: 'active', missing_since: null },
      { status: 'inactive', missing_since: days(400) },
    ]);
    await load(source, collection(plaza(1), plaza(2)), days(401));
    expect(await statuses()).toEqual([
      { status: 'active', missing_since: null },
      { status: 'active', missing_since: null },
    ]);
  });

  it('stays where another source answers for it', async () => {
    const one = await sourceOf({ layer: 'toll_plazas', format: 'geojson' });
    const two = await sourceOf({ layer: 'toll_plazas', format: 'geojson' });
    await load(one, collection(plaza(1)));
    expect(await load(two, collection(plaza(1, -70), plaza(2)))).toMatchObject({
      records: 1,
      skipped: { other_source: 1 },
      missing: 0,
    });
    expect(await rowsOf('toll_plazas')).toMatchObject([{ longitude: -81 }, { plaza_id: '2' }]);
  });
});

it('A mapping that names what is no field is refused with the fields there are', async () => {
  const source = await sourceOf({ layer: 'toll_plazas', format: 'geojson', fieldMapping: { lanes: 'L' } });
  await expect(load(source, collection(plaza(1)))).rejects.toThrow(/names lanes\. Fields of toll_plazas: plazaId, name, road/);
});
