import { assignDriver, changeEmploymentStatus } from '@wheelhouse/shared/domains/fleet/verbs/index.ts';
import { expect, it } from 'vitest';
import { newTenant, type TestTenant } from '../../../../harness/index.ts';
import { call, eventsOf, hours, newDriver, newVehicle, rowOf, unknownId } from '../records.ts';

async function withAssignments(tenant: TestTenant) {
  const [van, bus, driver] = [await newVehicle(tenant), await newVehicle(tenant), await newDriver(tenant)];
  const present = await call(tenant, assignDriver, { id: van, input: { driverId: driver, assignedTo: hours(8).toISOString() } });
  const planned = await call(tenant, assignDriver, {
    id: bus,
    input: { driverId: driver, assignedFrom: hours(48).toISOString() },
  });
  return { van, driver, present: present.id as string, planned: planned.id as string };
}

it('A terminated driver is unavailable, without vehicle and without assignments to come', async () => {
  const tenant = await newTenant();
  const { van, driver, present, planned } = await withAssignments(tenant);
  await call(tenant, changeEmploymentStatus, { id: driver, input: { status: 'terminated', reason: 'moved away' }, at: hours(1) });
  expect(await rowOf(tenant, 'drivers', driver)).toMatchObject({
    employment_status: 'terminated',
    is_available: false,
    current_vehicle_id: null,
  });
  expect(await rowOf(tenant, 'vehicles', van)).toMatchObject({ assigned_driver_id: null });
  expect(await rowOf(tenant, 'vehicle_assignments', present)).toMatchObject({
    assigned_to: hours(1),
    end_reason: 'driver terminated',
  });
  expect(await rowOf(tenant, 'vehicle_assignments', planned)).toMatchObject({ assigned_to: hours(48) });
  const [event] = await eventsOf(tenant, 'driver.employment_status_changed');
  expect(event?.data).toMatchObject({
    employmentStatus: 'terminated',
    previousStatus: 'active',
    reason: 'moved away',
    isAvailable: false,
  });
});

it('A driver on leave gives up the present vehicle and keeps the assignments to come', async () => {
  const tenant = await newTenant();
  const { driver, present, planned } = await withAssignments(tenant);
  await call(tenant, changeEmploymentStatus, { id: driver, input: { status: 'on_leave' }, at: hours(1) });
  expect(await rowOf(tenant, 'vehicle_assignments', present)).toMatchObject({ assigned_to: hours(1) });
  expect(await rowOf(tenant, 'vehicle_assignments', planned)).toMatchObject({ assigned_to: null });
});

it('A terminated driver can be hired again and nothing else; nobody becomes what they are', async () => {
  const tenant = await newTenant();
  const driver = await newDriver(tenant, { employment_status: 'terminated' });
  const change = (status: string) => call(tenant, changeEmploymentStatus, { id: driver, input: { status } });
  await expect(change('on_leave')).rejects.toMatchObject({ status: 422, detail: expect.stringContaining('possible are active') });
  await change('active');
  await expect(change('active')).rejects.toMatchObject({ status: 409 });
});

it('A driver who does not exist is not found', async () => {
  await expect(
    call(await newTenant(), changeEmploymentStatus, { id: unknownId, input: { status: 'inactive' } }),
  ).rejects.toMatchObject({ status: 404 });
});
