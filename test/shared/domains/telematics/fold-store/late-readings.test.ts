import { fixedClock } from '@wheelhouse/shared/clock.ts';
import { withSystem } from '@wheelhouse/shared/db/scope.ts';
import { describe, expect, it } from 'vitest';
import { newTenant, type TestTenant, testDatabase } from '../../../../harness/index.ts';
import { derived, testIngest, vehicleWith } from '../support.ts';
import { place } from '../trips/support.ts';
import { addFence, at, expectSettled, journey, type Row, rowsOf, seen, send, stand, told } from './support.ts';

/** A vehicle that made a trip from 4,000 s ago on, and another from 2,000 s ago on. */
async function twoTrips() {
  const tenant = await newTenant();
  const vehicleId = await vehicleWith(tenant, 'GPS-1');
  const ingest = testIngest();
  await send(ingest, tenant, 'GPS-1', [...journey(4000), ...stand(3540, 2070, 3000, 30), ...journey(2000, 3000)]);
  return { tenant, vehicleId, ingest };
}

const versions = (rows: Row[]) => rows.map(({ id, row_version }) => `${id} ${row_version}`);

describe('A late reading', () => {
  it('that shows a trip to have gone on changes this trip and nothing else', async () => {
    const { tenant, ingest } = await twoTrips();
    const before = await rowsOf(tenant, 'trips');
    const events = await rowsOf(tenant, 'vehicle_events');
    expect(before.map(({ started_at, ended_at }) => [started_at, ended_at])).toEqual([
      [at(4000), at(3800)],
      [at(2000), at(1800)],
    ]);
    await send(ingest, tenant, 'GPS-1', [seen(1795, 6300, 40)]);
    const after = await rowsOf(tenant, 'trips');
    expect(versions(after.slice(0, 1))).toEqual(versions(before.slice(0, 1)));
    expect(after[1]).toMatchObject({ id: before[1]?.id, started_at: at(2000), row_version: 2 });
    expect(after[1]?.ended_at.getTime()).toBeGreaterThan(before[1]?.ended_at.getTime());
    expect(versions(await rowsOf(tenant, 'vehicle_events'))).toEqual(versions(events));
    const [changed] = await told(tenant, 'trip.changed');
    expect(changed).toMatchObject({ subjectId: before[1]?.id, data: { endedAt: after[1]?.ended_at.toISOString() } });
    expect((await told(tenant, 'trip.%')).map(({ type }) => type)).toEqual([
      ...['trip.started', 'trip.ended', 'trip.started', 'trip.ended', 'trip.changed'],
    ]);
  });

  it('that ends a trip which still went on is told as its end', async () => {
    const tenant = await newTenant();
    await vehicleWith(tenant, 'GPS-1');
    const ingest = testIngest();
    const all = journey(2000);
    await send(ingest, tenant, 'GPS-1', all.slice(0, -9));
    const kept = all.slice(-9);
    await send(ingest, tenant, 'GPS-1', [seen(1400, 3000, 0)]);
    await send(ingest, tenant, 'GPS-1', kept);
    const [trip] = await rowsOf(tenant, 'trips');
    expect(trip).toMatchObject({ ended_at: at(1800) });
    expect((await told(tenant, 'trip.%')).map(({ type }) => type)).toEqual(['trip.started', 'trip.ended']);
  });

  it('that shows a trip to have begun later withdraws it and starts another', async () => {
    const { tenant, ingest } = await twoTrips();
    const [first, second] = await rowsOf(tenant, 'trips');
    await send(ingest, tenant, 'GPS-1', [seen(1995, 3000, 0)]);
    const [same, another, ...more] = await rowsOf(tenant, 'trips');
    expect(more).toEqual([]);
    expect(same).toEqual(first);
    expect(another).toMatchObject({ started_at: at(1995), ended_at: at(1800), row_version: 1 });
    const events = (await told(tenant, 'trip.%')).slice(4);
    expect(events.map(({ type, subjectId }) => [type, subjectId])).toEqual([
      ['trip.withdrawn', second?.id],
      ['trip.started', another?.id],
      ['trip.ended', another?.id],
    ]);
    expect(events[0]?.data).toMatchObject({ startedAt: at(2000).toISOString(), vehicleId: second?.vehicle_id });
  });

  it('that shows a vehicle to have left in between takes its dwell back', async () => {
    const tenant = await newTenant();
    await vehicleWith(tenant, 'GPS-1');
    await addFence(tenant, { northM: 0, radiusM: 300, dwellMinutes: 4 });
    const ingest = testIngest();
    await send(ingest, tenant, 'GPS-1', [seen(500, 2000, 50), seen(450, 0, 0), seen(250, 0, 0), seen(150, 0, 0)]);
    const stay = await rowsOf(tenant, 'geofence_events');
    expect(stay.map(({ event_type }) => event_type)).toEqual(['entry', 'dwell']);
    expect(await rowsOf(tenant, 'geofence_presences')).toMatchObject([{ entered_at: stay[0]?.recorded_at }]);
    await send(ingest, tenant, 'GPS-1', [seen(350, 2000, 50)]);
    const visits = await rowsOf(tenant, 'geofence_events');
    expect(visits.map(({ event_type }) => event_type)).toEqual(['entry', 'exit', 'entry']);
    expect(visits[0]).toEqual(stay[0]);
    expect((await told(tenant, 'geofence_event.%')).slice(2).map(({ type }) => type)).toEqual([
      ...['geofence_event.withdrawn', 'geofence_event.exited', 'geofence_event.entered'],
    ]);
    expect(await rowsOf(tenant, 'geofence_presences')).toMatchObject([{ entered_at: visits[2]?.recorded_at }]);
  });

  it('is folded from the checkpoint before it, and checkpoints before it stay as they are', async () => {
    const { tenant, ingest, vehicleId } = await twoTrips();
    const before = await rowsOf(tenant, 'vehicle_fold_checkpoints');
    expect(before.length).toBeGreaterThanOrEqual(2);
    const late = at(1795);
    await send(ingest, tenant, 'GPS-1', [seen(1795, 6300, 40)]);
    const after = await rowsOf(tenant, 'vehicle_fold_checkpoints');
    const upTo = (rows: Row[]) => rows.filter((row) => row.at <= late);
    expect(upTo(after)).toEqual(upTo(before));
    expect(after.map((row) => row.at)).toEqual(before.map((row) => row.at));
    await expectSettled(tenant, ingest, vehicleId);
  });

  it('from before all others is folded from the beginning', async () => {
    const { tenant, ingest, vehicleId } = await twoTrips();
    const [first, second] = await rowsOf(tenant, 'trips');
    await send(ingest, tenant, 'GPS-1', journey(9000, -3000));
    const trips = await rowsOf(tenant, 'trips');
    expect(trips.map(({ started_at }) => started_at)).toEqual([at(9000), at(4000), at(2000)]);
    expect(trips.slice(1)).toEqual([first, second]);
    await expectSettled(tenant, ingest, vehicleId);
  });

  it('among checkpoints of which few are left is folded from the nearest, and makes new ones', async () => {
    const { tenant, ingest, vehicleId } = await twoTrips();
    const all = await rowsOf(tenant, 'vehicle_fold_checkpoints');
    await tenant.run((tx) =>
      tx.query('delete from vehicle_fold_checkpoints where at <> (select min(at) from vehicle_fold_checkpoints)'),
    );
    await send(ingest, tenant, 'GPS-1', [seen(1995, 3000, 0), seen(3795, 3300, 40)]);
    expect((await rowsOf(tenant, 'vehicle_fold_checkpoints')).map((row) => row.at)).toEqual(all.map((row) => row.at));
    expect((await rowsOf(tenant, 'trips')).map(({ started_at }) => started_at)).toEqual([at(4000), at(1995)]);
    await expectSettled(tenant, ingest, vehicleId);
  });

  it('that is too inexact to say anything shows the vehicle nowhere, however often it comes', async () => {
    const tenant = await newTenant();
    await vehicleWith(tenant, 'GPS-1');
    const ingest = testIngest();
    const vague = seen(100, 0, 0);
    Object.assign(vague.position as object, { accuracyM: 5_000 });
    for (let i = 0; i < 2; i += 1) {
      await send(ingest, tenant, 'GPS-1', [vague]);
      expect(await rowsOf(tenant, 'vehicle_state')).toEqual([]);
    }
    await send(ingest, tenant, 'GPS-1', [seen(200, 0, 0)]);
    expect(await rowsOf(tenant, 'vehicle_state')).toMatchObject([{ recorded_at: at(200), latitude: place(0).latitude }]);
  });

  it('that was delivered before changes nothing', async () => {
    const { tenant, ingest, vehicleId } = await twoTrips();
    const before = await derived(tenant);
    const events = await told(tenant);
    await send(ingest, tenant, 'GPS-1', [...journey(4000).slice(20, 30), ...journey(2000, 3000).slice(-3)]);
    expect(await derived(tenant)).toEqual(before);
    expect(await told(tenant)).toEqual(events);
    await expectSettled(tenant, ingest, vehicleId);
  });
});

describe('Where readings are deleted after their time', () => {
  /** Deletes readings as their months are dropped. */
  const forget = (tenant: TestTenant, before: Date) =>
    withSystem(
      testDatabase(),
      'test',
      (tx) => tx.query('delete from vehicle_locations where tenant_id = $1 and recorded_at < $2', [tenant.tenantId, before]),
      { home: tenant.schemaName },
    );

  it('what followed from them stays when a later reading comes late, even if no state is kept from in between', async () => {
    const tenant = await newTenant();
    await vehicleWith(tenant, 'GPS-1');
    const ingest = testIngest();
    await send(ingest, tenant, 'GPS-1', [...stand(23_000, 20_070, 0, 60), ...journey(20_000), ...journey(4000, 3000)]);
    const trips = await rowsOf(tenant, 'trips');
    await forget(tenant, at(10_000));
    await tenant.run((tx) =>
      tx.query('delete from vehicle_fold_checkpoints where at between $1 and $2', [at(20_000), at(10_000)]),
    );
    await send(ingest, tenant, 'GPS-1', [seen(8_000, 3000, 0)]);
    expect(await rowsOf(tenant, 'trips')).toEqual(trips);
    expect(await told(tenant, 'trip.withdrawn')).toEqual([]);
  });

  it('what followed from them stays when everything is folded again', async () => {
    const tenant = await newTenant();
    const vehicleId = await vehicleWith(tenant, 'GPS-1');
    const days = 410;
    const then = fixedClock(at(days * 86_400));
    await send(testIngest({ clock: then }), tenant, 'GPS-1', journey(days * 86_400 + 600));
    const ingest = testIngest();
    await send(ingest, tenant, 'GPS-1', journey(4000, 3000));
    const trips = await rowsOf(tenant, 'trips');
    expect(trips).toHaveLength(2);
    await forget(tenant, at(10_000));
    await ingest.refold(tenant.tenantId, vehicleId, 0);
    expect(await rowsOf(tenant, 'trips')).toEqual(trips);
  });
});
