import { expect, it } from 'vitest';
import { newTenant, type TestTenant } from '../../../../harness/index.ts';
import { newDriver } from '../../fleet/records.ts';
import { testIngest, vehicleWith } from '../support.ts';
import { addFence, at, expectSettled, journey, rowsOf, seen, send, told } from './support.ts';

async function assign(tenant: TestTenant, vehicleId: string, fromAgo: number, untilAgo: number | null): Promise<string> {
  const driverId = await newDriver(tenant);
  await tenant.run((tx) =>
    tx.query('insert into vehicle_assignments (vehicle_id, driver_id, assigned_from, assigned_to) values ($1, $2, $3, $4)', [
      ...[vehicleId, driverId, at(fromAgo), untilAgo === null ? null : at(untilAgo)],
    ]),
  );
  return driverId;
}

it('What a vehicle did is credited to whoever was assigned to it at the time, to the second', async () => {
  const tenant = await newTenant();
  const vehicleId = await vehicleWith(tenant, 'GPS-1');
  const ingest = testIngest();
  await addFence(tenant, { northM: 3000, radiusM: 300 });
  const first = await assign(tenant, vehicleId, 9000, 4000);
  const second = await assign(tenant, vehicleId, 4000, 1900);
  await send(ingest, tenant, 'GPS-1', [...journey(6000), ...journey(4000, 3000), ...journey(1900, 6000)]);
  const trips = await rowsOf(tenant, 'trips');
  expect(trips.map(({ started_at, driver_id }) => [started_at, driver_id])).toEqual([
    [at(6000), first],
    [at(4000), second],
    [at(1900), null],
  ]);
  expect((await rowsOf(tenant, 'geofence_events')).map(({ event_type, driver_id }) => [event_type, driver_id])).toEqual([
    ['entry', first],
    ['exit', second],
  ]);
  expect((await told(tenant, 'trip.started')).map(({ data }) => data.driverId)).toEqual([first, second, null]);
  await expectSettled(tenant, ingest, vehicleId);
});

it('What somebody said of a trip stays when it is folded again, and the rest of it follows', async () => {
  const tenant = await newTenant();
  const vehicleId = await vehicleWith(tenant, 'GPS-1');
  const ingest = testIngest();
  await send(ingest, tenant, 'GPS-1', [...journey(6000), ...journey(4000, 3000)]);
  const [, trip] = await rowsOf(tenant, 'trips');
  await tenant.run((tx) =>
    tx.query(
      `update trips set usage_type = 'personal', usage_by_driver = true, business_purpose = 'Move', start_address = 'Loop', route_polyline = 'abc' where id = $1`,
      [trip?.id],
    ),
  );
  await ingest.refold(tenant.tenantId, vehicleId, 0);
  expect((await rowsOf(tenant, 'trips'))[1]).toMatchObject({ usage_type: 'personal', row_version: trip!.row_version + 1 });
  await send(ingest, tenant, 'GPS-1', [seen(3795, 6300, 40)]);
  const later = (await rowsOf(tenant, 'trips'))[1];
  expect(later).toMatchObject({
    id: trip?.id,
    usage_type: 'personal',
    usage_by_driver: true,
    business_purpose: 'Move',
    start_address: 'Loop',
  });
  expect(later?.ended_at.getTime()).toBeGreaterThan(trip?.ended_at.getTime());
  await expectSettled(tenant, ingest, vehicleId);
});
