import { randomUUID } from 'node:crypto';
import { fixedClock } from '@wheelhouse/shared/clock.ts';
import { fleetDomain } from '@wheelhouse/shared/domains/fleet/index.ts';
import { identityDomain } from '@wheelhouse/shared/domains/identity/index.ts';
import { encodePolyline } from '@wheelhouse/shared/domains/telematics/geo/polyline.ts';
import { telematicsDomain } from '@wheelhouse/shared/domains/telematics/index.ts';
import { routeProgress } from '@wheelhouse/shared/domains/telematics/jobs/routeProgress.ts';
import { optimizeRoute } from '@wheelhouse/shared/domains/telematics/verbs/optimizeRoute.ts';
import { describe, expect, it } from 'vitest';
import { newTenant, principalOf, type TestTenant, testApi, testServices } from '../../../../harness/index.ts';
import { eventsOf, newDepot, newDriver, newUser, newVehicle } from '../../fleet/records.ts';

const metresPerDegree = 111_195;
/** A place some metres east and north of the depot, near the equator, where both degrees are alike. */
const at = (east: number, north = 0) => ({
  latitude: Number((north / metresPerDegree).toFixed(7)),
  longitude: Number((10 + east / metresPerDegree).toFixed(7)),
});

/** A tenant with a van at a depot, and a caller who may do everything. The clock begins now, where partitions are. */
async function fleet(placement: 'pooled' | 'dedicated' = 'pooled') {
  const begin = new Date();
  begin.setUTCMilliseconds(0);
  const clock = fixedClock(begin);
  const tenant = await newTenant({ placement });
  const depotId = await newDepot(tenant, { depot_name: 'Harbour', coordinates: '(10,0)' });
  const vehicleId = await newVehicle(tenant, { home_depot_id: depotId, max_weight_capacity_kg: 1_000 });
  const { client } = testApi([telematicsDomain], {
    services: testServices({ clock }),
    resources: [telematicsDomain, fleetDomain, identityDomain],
  });
  const call = client(principalOf(tenant));
  const create = async (values: Record<string, unknown> = {}) => {
    const stops = [
      { ...at(20_000), id: 'b', serviceDurationMinutes: 10 },
      { ...at(10_000), id: 'a' },
      { ...at(30_000), id: 'c' },
    ];
    const answer = await call('POST', '/v1/routes', { routeName: 'North', assignedVehicleId: vehicleId, stops, ...values });
    expect(answer.status, answer.text).toBe(201);
    return answer.body.id as string;
  };
  const verb = (id: string, name: string, body: unknown = {}) => call('POST', `/v1/routes/${id}:${name}`, body);
  /** The vehicle is somewhere some minutes after the begin; the clock goes along. */
  const report = async (minute: number, place: { latitude: number; longitude: number }, speedKph = 0) => {
    const recordedAt = new Date(begin.getTime() + minute * 60_000);
    if (recordedAt > clock.now()) clock.advance(recordedAt.getTime() - clock.now().getTime());
    await tenant.run((tx) =>
      tx.query(
        `insert into vehicle_locations (id, vehicle_id, recorded_at, received_at, latitude, longitude, speed_kph, source, device_id)
         values ($1, $2, $3, $4, $5, $6, $7, 'device', 'GPS-1')`,
        [randomUUID(), vehicleId, recordedAt, clock.now(), place.latitude, place.longitude, speedKph],
      ),
    );
  };
  const run = () =>
    routeProgress.run({
      parameters: {},
      services: testServices({ clock }),
      inScope: (fn: Parameters<TestTenant['run']>[0]) => tenant.run(fn),
      signal: new AbortController().signal,
    });
  const routeEvents = async () =>
    (await eventsOf(tenant))
      .filter(({ type }) => type.startsWith('route.'))
      .map(({ type, data }) => ({ type, data: data as unknown }));
  return { tenant, client, call, create, verb, report, run, routeEvents, vehicleId, depotId, clock, begin };
}

const types = (events: { type: string }[]) => events.map(({ type }) => type.replace('route.', ''));

describe('Stops that are optimized without a route', () => {
  it('are distributed over vehicles of the fleet by their capacity', async () => {
    const { call, vehicleId, depotId, tenant } = await fleet();
    const other = await newVehicle(tenant, { max_weight_capacity_kg: 1_000 });
    const demand = { weightKg: 600 };
    const answer = await call('POST', '/v1/routes:optimize', {
      start: { depotId },
      departAt: '2026-06-15T08:00:00Z',
      criterion: 'shortest',
      vehicles: [{ vehicleId }, { vehicleId: other }],
      stops: [
        { ...at(1_000), id: 'a', demand },
        { ...at(2_000), demand },
        { ...at(3_000), id: 'c', demand: { weightKg: 2_000 } },
      ],
    });
    expect(answer.status, answer.text).toBe(200);
    expect(answer.body.tours.map((tour: { vehicleId: string }) => tour.vehicleId).sort()).toEqual([vehicleId, other].sort());
    expect(answer.body.unservable).toMatchObject([{ stop: { id: 'c' }, reason: 'exceeds_capacity' }]);
    expect(answer.body.totalDistanceKm).toBeCloseTo(2 * 3 * 1.4, 1);
    expect((await call('GET', '/v1/routes')).body.data).toEqual([]);
  });

  it.each([
    ['start', { start: { depotId: randomUUID() }, stops: [at(1)] }],
    ['vehicles[0].vehicleId', { start: at(0), vehicles: [{ vehicleId: randomUUID() }], stops: [at(1)] }],
    [
      'stops[1].id',
      {
        start: at(0),
        stops: [
          { ...at(1), id: 'a' },
          { ...at(2), id: 'a' },
        ],
      },
    ],
    ['stops', { start: at(0), stops: [] }],
  ])('are refused with a wrong %s', async (path, body) => {
    const { call } = await fleet();
    const answer = await call('POST', '/v1/routes:optimize', body);
    expect(answer.status).toBe(422);
    expect(answer.body.errors[0].path).toContain(path);
  });
});

describe.each(['pooled', 'dedicated'] as const)('A route of a %s tenant', (placement) => {
  it('is ordered, driven, followed and completed, and says each thing once', async () => {
    const { create, verb, call, report, run, routeEvents, clock, tenant, vehicleId, begin } = await fleet(placement);
    const id = await create();
    const optimized = await verb(id, 'optimize', { criterion: 'shortest' });
    expect(optimized.status, optimized.text).toBe(200);
    expect(optimized.body.stops.map((stop: { id: string }) => stop.id)).toEqual(expect.arrayContaining(['a', 'b', 'c']));
    expect(optimized.body.totalDistanceKm).toBeCloseTo(84, 0);
    const order: string[] = optimized.body.stops.map((stop: { id: string }) => stop.id);
    const places: Record<string, number> = { a: 10_000, b: 20_000, c: 30_000 };
    const [first, second, third] = order.map((stop) => places[stop] as number) as [number, number, number];

    expect((await verb(id, 'start')).body).toMatchObject({ status: 'active', previousStatus: 'planned' });
    expect((await verb(id, 'start')).status).toBe(409);
    await report(10, at(first));
    await report(20, at(first + 2_000, 100), 50);
    await run();
    await run();
    await report(60, at(third));
    await run();
    const progress = await call('GET', `/v1/routes/${id}:progress`);
    expect(progress.body).toMatchObject({ status: 'active', stopsDone: 2, stopsMissed: 1, stopsRemaining: 0, isDeviated: false });
    expect(progress.body.position.latitude).toBeCloseTo(0, 6);
    expect(progress.body.stops.map((stop: { status: string }) => stop.status)).toEqual(['done', 'missed', 'arrived']);
    expect(progress.body.remainingKm).toBeCloseTo((third * 1.4) / 1000, 0);
    await report(65, at(second + 3_000), 50);

    const [trip] = await tenant.run((tx) =>
      tx.query(
        `insert into trips (vehicle_id, trip_number, start_latitude, start_longitude, started_at, detected_at) values ($1, 'T1', 0, 10, $2, $2) returning id`,
        [vehicleId, begin],
      ),
    );
    await report(100, at(0));
    await run();
    await run();
    const done = (await call('GET', `/v1/routes/${id}`)).body;
    expect(done).toMatchObject({ status: 'completed', actualTripId: trip?.id, remainingDistanceKm: 0 });
    expect(Date.parse(done.endedAt)).toBe(begin.getTime() + 100 * 60_000);
    expect(done.stops.map((stop: { status: string }) => stop.status)).toEqual(['done', 'missed', 'done']);
    clock.advance(3_600_000);
    expect((await call('GET', `/v1/routes/${id}:progress`)).body).toMatchObject({ status: 'completed', stopsMissed: 1 });

    const said = types(await routeEvents()).filter((type) => type !== 'eta_changed');
    expect(said).toEqual([
      ...['created', 'optimized', 'started', 'stop_arrived', 'stop_departed', 'stop_missed', 'stop_arrived', 'stop_departed'],
      'completed',
    ]);
    await tenant.run((tx) => tx.query('delete from trips'));
    expect((await call('GET', `/v1/routes/${id}`)).body.actualTripId).toBeNull();
  });
});

describe('A route that is driven', () => {
  const road = encodePolyline([at(0), at(5_000), at(10_000), at(20_000), at(30_000)]);

  it('is deviated once for each time that its vehicle leaves the road', async () => {
    const { create, verb, report, run, routeEvents, call } = await fleet();
    const id = await create({ polyline: road, maxDeviationM: 300 });
    await verb(id, 'start');
    for (const minute of [1, 2, 4]) {
      await report(minute, at(1_000 * minute, 900), 50);
      await run();
    }
    await report(5, at(5_000, 1_000), 50);
    await run();
    expect((await call('GET', `/v1/routes/${id}`)).body).toMatchObject({ deviationM: expect.closeTo(1_000, 0) });
    await report(6, at(6_000), 50);
    await run();
    expect((await call('GET', `/v1/routes/${id}`)).body).toMatchObject({ deviatedSince: null, deviationM: expect.closeTo(0, 0) });
    const deviations = (await routeEvents()).filter(({ type }) => type === 'route.deviated');
    expect(deviations).toMatchObject([{ data: { deviationM: 900 } }]);
  });

  it('says when its end moves by five minutes, not for less', async () => {
    const { create, verb, report, run, routeEvents, call } = await fleet();
    const id = await create();
    await verb(id, 'optimize');
    await verb(id, 'start');
    await report(1, at(100), 10);
    await run();
    expect(types(await routeEvents())).not.toContain('eta_changed');
    await report(30, at(200), 10);
    await run();
    await report(31, at(300), 10);
    await run();
    const changes = (await routeEvents()).filter(({ type }) => type === 'route.eta_changed');
    expect(changes).toHaveLength(1);
    const { estimatedEndAt, previousEndAt } = changes[0]!.data as { estimatedEndAt: string; previousEndAt: string };
    expect(Date.parse(estimatedEndAt) - Date.parse(previousEndAt)).toBeGreaterThan(25 * 60_000);
    const now = (await call('GET', `/v1/routes/${id}:progress`)).body;
    expect(Math.abs(Date.parse(now.estimatedEndAt) - Date.parse(estimatedEndAt))).toBeLessThan(5 * 60_000);
  });

  it('finds an arrival that is reported late, at once within minutes and at the latest at its end', async () => {
    const { create, verb, report, run, call } = await fleet();
    const id = await create();
    await verb(id, 'start');
    await report(30, at(12_000), 50);
    await run();
    await report(25, at(20_000));
    await run();
    const statuses = async () =>
      (await call('GET', `/v1/routes/${id}`)).body.stops.map((stop: { status: string }) => stop.status);
    expect(await statuses()).toEqual(['done', 'planned', 'planned']);
    await report(60, at(15_000), 50);
    await report(90, at(25_000), 50);
    await run();
    await report(40, at(10_000));
    await run();
    expect(await statuses()).toEqual(['done', 'planned', 'planned']);
    expect((await call('POST', `/v1/routes/${id}:complete`, { reason: 'Enough' })).body).toMatchObject({
      status: 'completed',
      reason: 'Enough',
    });
    expect(await statuses()).toEqual(['done', 'done', 'missed']);
    expect((await verb(id, 'complete')).status).toBe(409);
  });

  it('begins anew with other stops', async () => {
    const { create, verb, report, run, call } = await fleet();
    const id = await create();
    await verb(id, 'start');
    await report(10, at(7_000));
    await report(30, at(12_000), 50);
    await run();
    const { headers } = await call('GET', `/v1/routes/${id}`);
    const stops = [
      { ...at(7_000), id: 'new' },
      { ...at(30_000), id: 'c' },
    ];
    const changed = await call('PATCH', `/v1/routes/${id}`, { stops }, { 'If-Match': headers.get('etag') ?? '' });
    expect(changed.status, changed.text).toBe(200);
    await run();
    expect((await call('GET', `/v1/routes/${id}`)).body.stops).toMatchObject([{ status: 'done' }, { status: 'planned' }]);
  });

  it('keeps its vehicle from another, and needs one', async () => {
    const { create, verb, call } = await fleet();
    const [first, second] = [await create(), await create({ routeName: 'South' })];
    const none = await create({ assignedVehicleId: null });
    await verb(first, 'start');
    expect((await verb(second, 'start')).status).toBe(409);
    expect((await verb(none, 'start')).status).toBe(422);
    expect((await verb(first, 'optimize')).status).toBe(409);
    expect((await call('POST', `/v1/routes/${first}:cancel`, { reason: 'Rain' })).body).toMatchObject({
      status: 'cancelled',
      previousStatus: 'active',
    });
    expect((await verb(first, 'cancel')).status).toBe(409);
    expect((await verb(second, 'start', { startedAt: '2020-01-01T00:00:00Z' })).status).toBe(422);
    expect((await verb(second, 'start')).status).toBe(200);
  });
});

describe('The routes of a tenant', () => {
  it('keep stops that cannot be served at the end, with the reason', async () => {
    const { create, verb, call } = await fleet();
    const id = await create({
      stops: [
        { ...at(1_000), id: 'heavy', demand: { weightKg: 1_500 } },
        { ...at(2_000), id: 'fine' },
      ],
    });
    const answer = await verb(id, 'optimize', { end: null });
    expect(answer.body.unservable).toMatchObject([{ stopId: 'heavy', reason: 'exceeds_capacity' }]);
    const { stops, destination, origin } = (await call('GET', `/v1/routes/${id}`)).body;
    expect(stops).toMatchObject([
      { id: 'fine', order: 1 },
      { id: 'heavy', order: 2, plannedArrivalAt: null },
    ]);
    expect(destination).toBeNull();
    expect(origin).toMatchObject({ name: 'Harbour', latitude: 0, longitude: 10 });
    expect((await verb(id, 'optimize', { maxWeightKg: 2_000 })).body.unservable).toEqual([]);
  });

  it('are not overwritten with an order of stops that were changed meanwhile', async () => {
    const { create, tenant, clock } = await fleet();
    const id = await create();
    const services = testServices({ clock });
    const input = optimizeRoute.input.parse({});
    const prepared = await optimizeRoute.prepare?.({ id, input, principal: principalOf(tenant), services });
    await tenant.run((tx) => tx.query(`update routes set stops = '[]' where id = $1`, [id]));
    const run = tenant.run((tx) => optimizeRoute.run({ tx, id, input, prepared, services }));
    await expect(run).rejects.toThrow('was changed while it was being optimized');
  });

  it('need a start, known stops and a sound polyline', async () => {
    const { create, verb, call } = await fleet();
    const nowhere = await create({ assignedVehicleId: null });
    expect((await verb(nowhere, 'optimize')).body.errors[0].path).toBe('start');
    const empty = await create({ stops: [] });
    expect((await verb(empty, 'optimize', { start: at(0) })).status).toBe(422);
    expect((await call('POST', '/v1/routes', { routeName: 'R', polyline: '\u0001' })).status).toBe(422);
    expect((await call('POST', '/v1/routes', { routeName: 'R', status: 'active' })).status).toBe(422);
    expect((await call('GET', `/v1/routes/${randomUUID()}:progress`)).status).toBe(404);
  });

  it('remember who made them, and are invisible to other tenants', async () => {
    const { client, tenant, create } = await fleet();
    const userId = await newUser(tenant);
    const dispatcher = client(principalOf(tenant, { actor: { kind: 'user', userId } }));
    const mine = await dispatcher('POST', '/v1/routes', { routeName: 'Mine' });
    expect(mine.body.createdByUserId).toBe(userId);
    const id = await create();
    const stranger = client(principalOf(await newTenant()));
    for (const verb of ['optimize', 'start', 'complete', 'cancel']) {
      expect((await stranger('POST', `/v1/routes/${id}:${verb}`, {})).status).toBe(404);
    }
    expect((await stranger('GET', `/v1/routes/${id}:progress`)).status).toBe(404);
  });

  it('are shown to a driver where they are assigned, and changed by nobody without permission', async () => {
    const { client, tenant, create, call } = await fleet();
    const userId = await newUser(tenant);
    const driverId = await newDriver(tenant, { user_id: userId });
    const id = await create({ assignedDriverId: driverId });
    await create({ routeName: 'Of another' });
    const driver = client(
      principalOf(tenant, {
        actor: { kind: 'user', userId },
        databaseRole: 'authenticated_user',
        permissions: ['delivery.read_assigned'],
      }),
    );
    expect((await driver('GET', '/v1/routes')).body.data).toMatchObject([{ id }]);
    expect((await driver('POST', `/v1/routes/${id}:start`, {})).status).toBe(403);
    expect((await driver('POST', '/v1/routes:optimize', { start: at(0), stops: [at(1)] })).status).toBe(403);
    expect((await call('GET', `/v1/routes/${id}:progress`)).body).toMatchObject({
      status: 'planned',
      stopsRemaining: 3,
      position: null,
    });
  });
});
