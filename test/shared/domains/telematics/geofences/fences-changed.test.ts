import { fixedClock } from '@wheelhouse/shared/clock.ts';
import type { DomainEvent } from '@wheelhouse/shared/db/events.ts';
import { fencesChanged } from '@wheelhouse/shared/domains/telematics/consumers/fencesChanged.ts';
import { loadFences } from '@wheelhouse/shared/domains/telematics/geofences/loadFences.ts';
import { telematicsDomain } from '@wheelhouse/shared/domains/telematics/index.ts';
import { describe, expect, it } from 'vitest';
import { newTenant, principalOf, type TestTenant, testApi, testServices } from '../../../../harness/index.ts';
import { delivery, message, now, readingAt, testIngest, vehicleWith } from '../support.ts';

const later = fixedClock(new Date(now.getTime() + 3_600_000));
const yard = { name: 'Yard', type: 'circle', centerLatitude: 58.41, centerLongitude: 15.62, radiusM: 200 };

/** A tenant with a vehicle that stands at the yard, one that stands elsewhere, and one elsewhere that still reports in an hour. */
async function parked() {
  const tenant = await newTenant();
  const call = testApi([telematicsDomain]).client(principalOf(tenant));
  const ingest = testIngest({ clock: later });
  const stand = async (deviceId: string, latitude: number, secondsAgo: number) => {
    const vehicleId = await vehicleWith(tenant, deviceId);
    const reading = readingAt(secondsAgo, { position: { latitude, longitude: 15.62, accuracyM: 5 } });
    await ingest.submit(delivery(message(tenant, deviceId, [reading])));
    return vehicleId;
  };
  const here = await stand('GPS-1', 58.41, 60);
  const elsewhere = await stand('GPS-2', 58.6, 60);
  const reporting = await stand('GPS-3', 58.6, -3_000);
  return { tenant, call, ingest, here, elsewhere, reporting };
}

/** Who asks for a refold, and does not do it by itself meanwhile. */
const services = testServices({ env: { INGEST_REFOLD_DELAY_MS: '60000' } });

async function react(tenant: TestTenant, type: string): Promise<DomainEvent> {
  return tenant.run(async (tx) => {
    const [event] = await tx.query<DomainEvent>(
      `select type, subject_id as "subjectId", data, occurred_at::text as "occurredAt" from domain_events where type = $1
       order by position desc limit 1`,
      [type],
    );
    await fencesChanged.handle({ tx, event: event as DomainEvent, services });
    return event as DomainEvent;
  });
}

const waiting = async (tenant: TestTenant) =>
  (await tenant.run((tx) => tx.query<{ id: string }>('select id from vehicle_folds where refold_from is not null'))).map(
    ({ id }) => id,
  );

const eventsOf = (tenant: TestTenant) =>
  tenant.run((tx) =>
    tx.query(
      `select e.event_type, e.vehicle_id, e.recorded_at = v.valid_from as at_drawing, e.recorded_at = v.valid_to as at_end
       from geofence_events e join geofence_versions v on v.geofence_id = e.geofence_id order by e.recorded_at`,
    ),
  );

describe('A fence that is drawn', () => {
  it('is entered, at that moment, by a vehicle that stands there and reports no more', async () => {
    const { tenant, call, ingest, here, reporting } = await parked();
    await call('POST', '/v1/geofences', yard);
    await react(tenant, 'geofence.created');
    expect((await waiting(tenant)).sort()).toEqual([here, reporting].sort());
    for (const id of await waiting(tenant)) await ingest.refold(tenant.tenantId, id);
    expect(await eventsOf(tenant)).toMatchObject([{ event_type: 'entry', vehicle_id: here, at_drawing: true }]);
    expect((await call('GET', '/v1/geofence-presences')).body.data).toMatchObject([{ vehicleId: here }]);
    expect(await waiting(tenant)).toEqual([]);
  });

  it('is entered at that moment also by a vehicle of which an earlier reading still waits to be folded', async () => {
    const tenant = await newTenant();
    const call = testApi([telematicsDomain]).client(principalOf(tenant));
    const here = await vehicleWith(tenant, 'GPS-1');
    const standing = { latitude: 58.41, longitude: 15.62, accuracyM: 5 };
    const ingest = testIngest();
    await ingest.submit(delivery(message(tenant, 'GPS-1', [readingAt(60, { position: standing })])));
    const late = delivery(message(tenant, 'GPS-1', [readingAt(300, { position: standing })]));
    await testIngest({ fold: 'later' }).submit(late);
    await call('POST', '/v1/geofences', yard);
    await react(tenant, 'geofence.created');
    await ingest.refold(tenant.tenantId, here);
    expect(await eventsOf(tenant)).toMatchObject([{ event_type: 'entry', vehicle_id: here, at_drawing: true }]);
  });

  it('is left, at that moment, by a vehicle that stands there when it is no longer watched', async () => {
    const { tenant, call, ingest, here } = await parked();
    const { id } = (await call('POST', '/v1/geofences', yard)).body;
    await react(tenant, 'geofence.created');
    await ingest.refold(tenant.tenantId, here);
    await call('PATCH', `/v1/geofences/${id}`, { isActive: false }, { 'If-Match': '*' });
    await react(tenant, 'geofence.updated');
    expect(await waiting(tenant)).toContain(here);
    await ingest.refold(tenant.tenantId, here);
    expect(await eventsOf(tenant)).toMatchObject([
      { event_type: 'entry', at_drawing: true },
      { event_type: 'exit', at_end: true },
    ]);
    expect((await call('GET', '/v1/geofence-presences')).body.data).toEqual([]);
  });

  it('is forgotten by those inside when it is deleted', async () => {
    const { tenant, call, ingest, here } = await parked();
    const { id } = (await call('POST', '/v1/geofences', yard)).body;
    await react(tenant, 'geofence.created');
    await ingest.refold(tenant.tenantId, here);
    await call('DELETE', `/v1/geofences/${id}`, undefined, { 'If-Match': '*' });
    await react(tenant, 'geofence.deleted');
    await ingest.refold(tenant.tenantId, here);
    expect(await eventsOf(tenant)).toEqual([]);
    expect((await call('GET', '/v1/geofence-presences')).body.data).toEqual([]);
  });

  it('disturbs nobody when only its name or colour changes', async () => {
    const { tenant, call } = await parked();
    const { id } = (await call('POST', '/v1/geofences', yard)).body;
    await call('PATCH', `/v1/geofences/${id}`, { name: 'Depot', color: '#ff0000' }, { 'If-Match': '*' });
    await react(tenant, 'geofence.updated');
    expect(await waiting(tenant)).toEqual([]);
  });
});

it('All versions of fences are read that a reading may be judged by', async () => {
  const { tenant, call } = await parked();
  const { id } = (await call('POST', '/v1/geofences', { ...yard, dwellMinutes: 5, speedLimitKph: 30 })).body;
  await tenant.run((tx) => tx.query(`update geofence_versions set valid_from = valid_from - interval '500 days'`));
  await call('PATCH', `/v1/geofences/${id}`, { radiusM: 300 }, { 'If-Match': '*' });
  const place = { latitude: 58.41, longitude: 15.62 };
  const at = async (ms: number) => (await tenant.run(loadFences)).near(ms, place, place);
  expect(await at(now.getTime() - 60_000)).toMatchObject([
    { geofenceId: id, dwellMs: 300_000, speedLimitKph: 30, schedule: null },
  ]);
  expect((await tenant.run(loadFences)).versionsOf(id)).toHaveLength(2);
  await tenant.run((tx) =>
    tx.query(`update geofence_versions set valid_to = now() - interval '401 days' where valid_to is not null`),
  );
  expect((await tenant.run(loadFences)).versionsOf(id)).toHaveLength(1);
});

it('A fence is watched as it was from change to change, whatever it is called', async () => {
  const { tenant, call } = await parked();
  const { id } = (await call('POST', '/v1/geofences', yard)).body;
  const change = (values: object) => call('PATCH', `/v1/geofences/${id}`, values, { 'If-Match': '*' });
  for (const values of [{ color: '#00ff00' }, { radiusM: 250 }, { isActive: false }, { name: 'Old yard' }, { isActive: true }])
    await change(values);
  const versions = await tenant.run((tx) =>
    tx.query(
      `select (fence ->> 'radius_m')::integer as radius_m, valid_to is null as current, valid_to = lead(valid_from) over (order by valid_from) as adjoining
       from geofence_versions order by valid_from`,
    ),
  );
  expect(versions).toEqual([
    { radius_m: 200, current: false, adjoining: true },
    { radius_m: 250, current: false, adjoining: false },
    { radius_m: 250, current: true, adjoining: null },
  ]);
});

it('A fence that a transaction changes after one that began later is changed in that order', async () => {
  const { tenant, call } = await parked();
  const { id } = (await call('POST', '/v1/geofences', yard)).body;
  await tenant.run(async (tx) => {
    await tx.query('select now()');
    expect((await call('PATCH', `/v1/geofences/${id}`, { radiusM: 300 }, { 'If-Match': '*' })).status).toBe(200);
    await tx.query('update geofences set radius_m = 400 where id = $1', [id]);
  });
  const open = await tenant.run((tx) =>
    tx.query(`select fence ->> 'radius_m' as radius_m from geofence_versions where valid_to is null`),
  );
  expect(open).toEqual([{ radius_m: '400' }]);
});
