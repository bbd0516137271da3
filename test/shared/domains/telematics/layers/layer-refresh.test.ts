import { gzipSync } from 'node:zlib';
import { type FixedClock, fixedClock } from '@wheelhouse/shared/clock.ts';
import { runDueJobs } from '@wheelhouse/shared/domains/operations/jobs/engine/index.ts';
import { refreshLayers } from '@wheelhouse/shared/domains/telematics/jobs/refreshLayers.ts';
import { openFeed } from '@wheelhouse/shared/domains/telematics/layers/feed/openFeed.ts';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { testServices } from '../../../../harness/index.ts';
import { type OwnDatabase, ownDatabase } from '../../../../harness/own-database.ts';
import { type FeedServer, feedServer } from './feed-server.ts';
import { asSystem, layerApi, newSource } from './support.ts';

let own: OwnDatabase;
let server: FeedServer;
let clock: FixedClock;
const minuteMs = 60_000;

beforeAll(async () => {
  own = await ownDatabase();
});
afterAll(() => own.close());
beforeEach(async () => {
  clock = fixedClock(new Date('2030-01-01T00:00:00Z'));
  server = await feedServer();
  await asSystem(own.database, 'delete from platform.layer_sources');
});
afterEach(() => server.close());

/** Runs the scheduled job, as the schedule does. */
async function run(env: Record<string, string> = {}): Promise<{ status: string; output: Record<string, number> }> {
  await asSystem(
    own.database,
    `update platform.scheduled_jobs set is_active = job_handler = $1, next_run_at = $2, scheduled_run_at = $2, locked_until = null, locked_by = null`,
    [refreshLayers.handler, clock.now()],
  );
  const services = testServices({ clock, database: own.database, env });
  await runDueJobs({ services, jobs: [refreshLayers], budgetMs: 60_000, workerId: 'worker-1' });
  const [execution] = await asSystem(own.database, 'select * from platform.job_execution_history order by id desc limit 1');
  return { status: execution?.execution_status, output: execution?.output_data };
}

const plaza = (id: number) => ({
  type: 'Feature',
  id,
  geometry: { type: 'Point', coordinates: [-81, 28] },
  properties: { name: `Plaza ${id}` },
});
const collection = (...ids: number[]) => ({ type: 'FeatureCollection', features: ids.map(plaza) });

const plazaSource = (values: object = {}) =>
  newSource(own.database, { layer: 'toll_plazas', url: `${server.url}/plazas?key=secret`, ...values });
const sourceRow = async (id: string) =>
  (await asSystem(own.database, 'select * from platform.layer_sources where id = $1', [id]))[0];
const plazaIds = async () =>
  (await asSystem(own.database, 'select plaza_id from platform.toll_plazas order by plaza_id')).map((row) => row.plaza_id);

describe('Refreshing a layer', () => {
  it('reads a feed when it is due, and asks with what it knows the next time', async () => {
    server.publish(collection(1, 2));
    const { id } = await plazaSource({ refresh_minutes: 10 });
    expect(await run()).toMatchObject({ status: 'success', output: { read: 1, unchanged: 0, failed: 0 } });
    expect(await plazaIds()).toEqual(['1', '2']);
    expect(await sourceRow(id)).toMatchObject({
      etag: '"v1"',
      last_modified: 'Mon, 02 Mar 2026 11:00:00 GMT',
      content_hash: expect.stringMatching(/^[0-9a-f]{64}$/),
      records: 2,
      last_success_at: clock.now(),
      last_changed_at: clock.now(),
      next_attempt_at: new Date(clock.now().getTime() + 10 * minuteMs),
      last_error: null,
    });

    clock.advance(9 * minuteMs);
    expect((await run()).output).toMatchObject({ read: 0, unchanged: 0 });
    clock.advance(minuteMs);
    expect((await run()).output).toMatchObject({ read: 0, unchanged: 1 });
    expect(server.seen.at(-1)?.headers).toMatchObject({
      'if-none-match': '"v1"',
      'if-modified-since': 'Mon, 02 Mar 2026 11:00:00 GMT',
      'user-agent': expect.stringContaining('Wheelhouse'),
    });
    const unchanged = await sourceRow(id);
    expect(unchanged).toMatchObject({ etag: '"v1"', last_success_at: clock.now(), records: 2 });

    server.publish(collection(2, 3));
    clock.advance(10 * minuteMs);
    expect((await run()).output).toMatchObject({ read: 1 });
    expect(await plazaIds()).toEqual(['1', '2', '3']);
    expect(await sourceRow(id)).toMatchObject({ etag: '"v2"', last_changed_at: clock.now() });
  });

  it('sees from the content that nothing changed, where a feed knows no conditions', async () => {
    server.answer((_, response) => response.end(JSON.stringify(collection(1))));
    const { id } = await plazaSource();
    await run();
    const first = clock.now();
    clock.advance(60 * minuteMs);
    expect((await run()).output).toMatchObject({ read: 1 });
    expect(await sourceRow(id)).toMatchObject({ last_changed_at: first, last_success_at: clock.now(), etag: null });
    expect(await asSystem(own.database, 'select row_version from platform.toll_plazas')).toEqual([{ row_version: 1 }]);
  });

  it('keeps a feed that fails from harming others, tells why without the key, and tries again ever less often', async () => {
    const good = await plazaSource({ url: `${server.url}/good` });
    const bad = await plazaSource({ url: `${server.url}/bad?key=secret`, refresh_minutes: 60, etag: '"old"' });
    server.answer((request, response) => {
      if (request.url === '/good') response.end(JSON.stringify(collection(1)));
      else response.writeHead(503).end();
    });
    expect(await run()).toMatchObject({ status: 'success', output: { read: 1, failed: 1 } });
    const waits: number[] = [];
    for (let attempt = 0; attempt < 8; attempt += 1) {
      const row = await sourceRow(bad.id);
      expect(row).toMatchObject({ last_error: `${server.url}/bad answered 503.`, failure_count: attempt + 1, etag: '"old"' });
      const waitMs = row?.next_attempt_at.getTime() - clock.now().getTime();
      waits.push(waitMs / minuteMs);
      clock.advance(waitMs);
      await run();
    }
    expect(waits).toEqual([1, 2, 4, 8, 16, 32, 60, 60]);
    expect(await sourceRow(good.id)).toMatchObject({ failure_count: 0 });
    server.answer((request, response) => response.end(JSON.stringify(collection(request.url === '/good' ? 1 : 5))));
    clock.advance(60 * minuteMs);
    await run();
    expect(await sourceRow(bad.id)).toMatchObject({ failure_count: 0, last_error: null });
  });

  it('withdraws nothing when a feed breaks off', async () => {
    server.publish(collection(1, 2));
    const { id } = await plazaSource({ grace_days: 0 });
    await run();
    clock.advance(60 * minuteMs);
    server.answer((_, response) => {
      response.writeHead(200, { 'Content-Length': '5000' });
      response.write(JSON.stringify(collection(3)).slice(0, -3), () => response.destroy());
    });
    expect((await run()).output).toMatchObject({ failed: 1 });
    expect((await sourceRow(id))?.last_error).toMatch(/broke off/);
    expect(await plazaIds()).toEqual(['1', '2']);

    clock.advance(60 * minuteMs);
    server.publish(collection(2));
    await run();
    expect(await plazaIds()).toEqual(['2']);
  });

  it('counts what it could not use', async () => {
    server.publish({ type: 'FeatureCollection', features: [plaza(1), { type: 'Feature', id: 2 }] });
    const { id } = await plazaSource();
    await run();
    expect(await sourceRow(id)).toMatchObject({ records: 1, skipped: { no_place: 1 } });
  });

  it('unpacks what comes packed, and follows redirects', async () => {
    server.answer((request, response) => {
      if (request.url !== '/moved') return response.writeHead(302, { Location: '/moved' }).end();
      return response.writeHead(200, { 'Content-Encoding': 'gzip' }).end(gzipSync(JSON.stringify(collection(7))));
    });
    await plazaSource();
    expect((await run()).output).toMatchObject({ read: 1 });
    expect(await plazaIds()).toEqual(['7']);
  });
});

describe('A feed in pages', () => {
  const camera = (id: number) => ({
    id,
    location: `Camera ${id}`,
    latLng: { geography: { wellKnownText: 'POINT (-81 28)' } },
    images: [{ imageUrl: '/i', disabled: false, blocked: false }],
  });

  it.each(['start=0&length=2', `query=${encodeURIComponent('{"start":0,"length":2}')}`])(
    'is read to its last page (%s), and its ETag is not kept',
    async (search) => {
      server.answer((request, response) => {
        const { searchParams } = new URL(request.url ?? '', server.url);
        const start = Number(searchParams.get('start') ?? JSON.parse(searchParams.get('query') ?? '{}').start);
        const data = [1, 2, 3, 4, 5].slice(start, start + 2).map(camera);
        response.writeHead(200, { ETag: '"page"' }).end(JSON.stringify({ recordsTotal: 5, data }));
      });
      const { id } = await newSource(own.database, { format: 'fl511_list', url: `${server.url}/List/GetData/Cameras?${search}` });
      await run();
      expect(await sourceRow(id)).toMatchObject({ records: 5, last_error: null, etag: null });
      expect(server.seen).toHaveLength(3);
    },
  );

  it('of stations leads on by itself, and observations are then asked station by station', async () => {
    const station = (id: string) => ({
      type: 'Feature',
      geometry: { type: 'Point', coordinates: [-81, 28] },
      properties: { stationIdentifier: id, name: id },
    });
    const pages: Record<string, object> = {
      '/stations': { features: [station('KAAA'), station('KBBB')], pagination: { next: `${server.url}/stations?cursor=1` } },
      '/stations?cursor=1': { features: [station('KCCC')], pagination: { next: `${server.url}/stations?cursor=2` } },
      '/stations?cursor=2': { features: [], pagination: { next: `${server.url}/stations?cursor=2` } },
    };
    server.answer((request, response) => {
      const id = /^\/stations\/(\w+)\/observations\/latest$/.exec(request.url ?? '')?.[1];
      if (id === 'KBBB') return response.writeHead(404).end();
      const observation = {
        ...station('x'),
        properties: {
          station: `https://api.weather.gov/stations/${id}`,
          timestamp: '2029-12-31T23:53:00+00:00',
          temperature: { unitCode: 'wmoUnit:degC', value: 20 },
        },
      };
      return response.end(JSON.stringify(id ? observation : pages[request.url ?? '']));
    });
    const layer = 'weather_stations';
    await newSource(own.database, { layer, format: 'nws_stations', url: `${server.url}/stations`, next_attempt_at: new Date(0) });
    const observations = await newSource(own.database, {
      layer,
      format: 'nws_observations',
      url: `${server.url}/stations/{stationId}/observations/latest`,
    });
    expect((await run()).output).toMatchObject({ read: 2 });
    expect(await asSystem(own.database, 'select station_id, temperature_c from platform.weather_stations order by 1')).toEqual([
      { station_id: 'KAAA', temperature_c: 20 },
      { station_id: 'KBBB', temperature_c: null },
      { station_id: 'KCCC', temperature_c: 20 },
    ]);
    expect(await sourceRow(observations.id)).toMatchObject({ records: 2, skipped: { unreachable: 1 } });
  });
});

describe('What may be asked', () => {
  const lasting = { local: false, signal: new AbortController().signal };

  it('is https of the internet only, but in development a feed of this machine too', async () => {
    server.publish(collection(1));
    const { id } = await plazaSource();
    expect((await run({ WHEELHOUSE_ENVIRONMENT: 'staging' })).output).toMatchObject({ failed: 1 });
    expect((await sourceRow(id))?.last_error).toBe(`${server.url}/plazas is not asked: feeds are read over https only.`);
    expect(server.seen).toEqual([]);
  });

  it.each([
    'https://127.0.0.1/x',
    'https://169.254.169.254/latest',
    'https://[::1]/',
    'https://[::ffff:10.0.0.1]/',
    'https://localhost:1/',
  ])('is not %s', async (url) => {
    await expect(openFeed(url, lasting)).rejects.toThrow(/no address of the internet/);
  });

  it('is judged again after a redirect', async () => {
    server.answer((_, response) => response.writeHead(302, { Location: 'http://10.0.0.1/inside' }).end());
    await expect(openFeed(server.url, { ...lasting, local: true })).rejects.toThrow('http://10.0.0.1/inside is not asked');
    server.answer((_, response) => response.writeHead(302, { Location: '/again' }).end());
    await expect(openFeed(server.url, { ...lasting, local: true })).rejects.toThrow(/more than 3 times/);
  });

  it('ends at a size, unpacked, and after a silence', async () => {
    server.answer((_, response) =>
      response.writeHead(200, { 'Content-Encoding': 'gzip' }).end(gzipSync(Buffer.alloc(1_000_000))),
    );
    const answer = await openFeed(server.url, { ...lasting, local: true, maxBytes: 500_000 });
    const readAll = async () => {
      for await (const _ of (answer as { body: AsyncIterable<Buffer> }).body);
    };
    await expect(readAll()).rejects.toThrow(/larger than 500000 bytes/);
    server.answer(() => {});
    await expect(openFeed(server.url, { ...lasting, local: true, idleMs: 20 })).rejects.toThrow(/silent for 20 ms/);
  });
});

describe('Operators', () => {
  it('add, change and remove sources; what was known of another address is forgotten', async () => {
    const { operator, user } = layerApi(own, testServices({ clock, database: own.database }));
    const body = {
      name: 'Plazas',
      layer: 'toll_plazas',
      format: 'geojson',
      url: `${server.url}/a`,
      fieldMapping: { name: 'name' },
    };
    const created = await operator('POST', '/v1/layer-sources', body);
    expect(created).toMatchObject({ status: 201, body: { name: 'Plazas', refreshMinutes: 60, graceDays: 30, etag: null } });
    server.publish(collection(1));
    await run();
    const path = `/v1/layer-sources/${created.body.id}`;
    expect((await operator('GET', path)).body).toMatchObject({ etag: '"v1"', records: 1, lastError: null });

    const change = (values: object) => operator('PATCH', path, values, { 'If-Match': '*' });
    expect((await change({ refreshMinutes: 5 })).body).toMatchObject({ etag: '"v1"' });
    expect((await change({ url: `${server.url}/b` })).body).toMatchObject({ etag: null });
    expect(await sourceRow(created.body.id)).toMatchObject({ content_hash: null });
    expect((await change({ layer: 'traffic_cameras' })).status).toBe(422);
    expect((await change({ etag: 'x' })).status).toBe(422);
    expect((await change({ fieldMapping: { name: 3 } })).status).toBe(422);
    expect((await operator('POST', '/v1/layer-sources', { ...body, name: 'B', format: 'afdc_csv' })).status).toBe(422);
    expect((await operator('POST', '/v1/layer-sources', { ...body, name: 'B', url: 'file:///etc/passwd' })).status).toBe(422);

    const { tenantId } = await own.newTenant();
    expect((await user(tenantId, ['*'])('GET', '/v1/layer-sources')).status).toBe(403);
    expect((await user(tenantId)('GET', '/v1/toll-plazas')).body.data).toMatchObject([{ plazaId: '1' }]);
    expect((await operator('DELETE', path)).status).toBe(204);
    expect(await plazaIds()).toEqual([]);
  });

  it('have a feed read anew at once', async () => {
    server.publish(collection(1));
    const { id } = await plazaSource();
    await run();
    const { operator } = layerApi(own, testServices({ clock, database: own.database }));
    expect(await operator('POST', `/v1/layer-sources/${id}:refresh`)).toMatchObject({ status: 202, body: { id } });
    expect((await run()).output).toMatchObject({ read: 1 });
    expect(server.seen.at(-1)?.headers).not.toHaveProperty('if-none-match');
    await asSystem(own.database, 'update platform.layer_sources set is_active = false');
    expect((await operator('POST', `/v1/layer-sources/${id}:refresh`)).status).toBe(409);
    expect((await operator('POST', '/v1/layer-sources/00000000-0000-7000-8000-000000000000:refresh')).status).toBe(404);
  });
});
