import { fixedClock } from '@wheelhouse/shared/clock.ts';
import { describe, expect, it } from 'vitest';
import { newTenant } from '../../../../harness/index.ts';
import { now, testIngest, vehicleWith } from '../support.ts';
import { addFence, at, expectSettled, rowsOf, seen, send, told } from './support.ts';

/** An ingest whose time goes on. */
function running() {
  const clock = fixedClock(now);
  return { clock, ingest: testIngest({ clock }) };
}

/** Lets time pass until so many seconds after `now`, then folds as the job does. */
async function passed(clock: ReturnType<typeof fixedClock>, seconds: number) {
  clock.advance(now.getTime() + seconds * 1000 - clock.now().getTime());
}

describe('In silence', () => {
  it('a stay becomes a dwell after its time and the grace, once', async () => {
    const tenant = await newTenant();
    const vehicleId = await vehicleWith(tenant, 'GPS-1');
    await addFence(tenant, { northM: 0, radiusM: 300, dwellMinutes: 5 });
    const { clock, ingest } = running();
    await send(ingest, tenant, 'GPS-1', [seen(0, 0, 0)]);
    const types = async () => (await rowsOf(tenant, 'geofence_events')).map(({ event_type }) => event_type);
    const [fold] = await rowsOf(tenant, 'vehicle_folds');
    expect(fold?.due_at).toEqual(at(-300));
    await passed(clock, 359);
    await ingest.refold(tenant.tenantId, vehicleId);
    expect(await types()).toEqual(['entry']);
    await passed(clock, 360);
    for (let i = 0; i < 2; i += 1) await ingest.refold(tenant.tenantId, vehicleId);
    expect(await types()).toEqual(['entry', 'dwell']);
    expect((await rowsOf(tenant, 'geofence_events'))[1]).toMatchObject({
      recorded_at: at(-300),
      dwell_seconds: 300,
      row_version: 1,
    });
    expect(await told(tenant, 'geofence_event.dwelled')).toHaveLength(1);
    await expectSettled(tenant, ingest, vehicleId);
  });

  it('a trip ends where the vehicle was last seen, and goes on again when a late reading says so', async () => {
    const tenant = await newTenant();
    const vehicleId = await vehicleWith(tenant, 'GPS-1');
    const { clock, ingest } = running();
    await send(ingest, tenant, 'GPS-1', [seen(60, 0, 0), ...[40, 20, 0].map((ago) => seen(ago, (60 - ago) * 15, 54))]);
    const [open] = await rowsOf(tenant, 'trips');
    expect(open).toMatchObject({ ended_at: null });
    expect(await rowsOf(tenant, 'vehicle_state')).toMatchObject([{ current_trip_id: open?.id, is_online: true }]);
    await passed(clock, 3_700);
    await ingest.refold(tenant.tenantId, vehicleId);
    expect(await rowsOf(tenant, 'trips')).toMatchObject([{ id: open?.id, ended_at: at(0), distance_km: 0.9 }]);
    expect(await rowsOf(tenant, 'vehicle_state')).toMatchObject([{ current_trip_id: null, is_online: false }]);
    // From a place without coverage, sent later.
    await send(ingest, tenant, 'GPS-1', [seen(-600, 9_000, 54), seen(-1_200, 18_000, 54)]);
    expect(await rowsOf(tenant, 'trips')).toMatchObject([{ id: open?.id, ended_at: null }]);
    expect((await told(tenant, 'trip.%')).map(({ type }) => type)).toEqual(['trip.started', 'trip.ended', 'trip.changed']);
    await expectSettled(tenant, ingest, vehicleId);
  });

  it('a device goes offline, which a late reading takes back', async () => {
    const tenant = await newTenant();
    const vehicleId = await vehicleWith(tenant, 'GPS-1');
    const { clock, ingest } = running();
    await send(ingest, tenant, 'GPS-1', [seen(0, 0, 0, { ignitionOn: true })]);
    const offline = async () =>
      (await rowsOf(tenant, 'vehicle_events')).filter(({ event_type }) => event_type === 'went_offline');
    await passed(clock, 960);
    await ingest.refold(tenant.tenantId, vehicleId);
    expect(await offline()).toEqual([]);
    await passed(clock, 961);
    await ingest.refold(tenant.tenantId, vehicleId);
    const [silent] = await offline();
    expect(silent).toMatchObject({ recorded_at: at(0) });
    expect(await rowsOf(tenant, 'vehicle_state')).toMatchObject([{ is_online: false }]);
    await send(ingest, tenant, 'GPS-1', [seen(-850, 0, 0, { ignitionOn: true })]);
    expect(await offline()).toEqual([]);
    expect(await told(tenant, 'vehicle_event.withdrawn')).toMatchObject([{ subjectId: silent?.id }]);
    expect(await rowsOf(tenant, 'vehicle_state')).toMatchObject([{ is_online: true }]);
    await expectSettled(tenant, ingest, vehicleId);
  });
});
