import { assignDriver, unassignDriver } from '@wheelhouse/shared/domains/fleet/verbs/index.ts';
import { expect, it } from 'vitest';
import { newTenant, type TestTenant } from '../../../../harness/index.ts';
import { call, eventsOf, hours, newDriver, newVehicle, rowOf, unknownId } from '../records.ts';

async function assigned(tenant: TestTenant, input: Record<string, unknown> = {}) {
  const [vehicle, driver] = [await newVehicle(tenant), await newDriver(tenant)];
  const { id } = await call(tenant, assignDriver, { id: vehicle, input: { driverId: driver, ...input } });
  return { vehicle, driver, assignment: id as string };
}

it('Unassigning ends the assignment in force and clears vehicle and driver', async () => {
  const tenant = await newTenant();
  const { vehicle, driver, assignment } = await assigned(tenant);
  const answer = await call(tenant, unassignDriver, { id: vehicle, input: { reason: 'end of shift' }, at: hours(8) });
  expect(answer).toMatchObject({ id: assignment, assignedTo: hours(8).toISOString(), endReason: 'end of shift' });
  expect(await rowOf(tenant, 'vehicles', vehicle)).toMatchObject({ assigned_driver_id: null });
  expect(await rowOf(tenant, 'drivers', driver)).toMatchObject({ current_vehicle_id: null });
  const [updated] = await eventsOf(tenant, 'vehicleAssignment.updated');
  expect(updated?.data).toMatchObject({ id: assignment, changed: ['assignedTo', 'endReason'] });
});

it('Unassigning at a later time plans the end and leaves the driver in place until then', async () => {
  const tenant = await newTenant();
  const { vehicle, driver, assignment } = await assigned(tenant);
  await call(tenant, unassignDriver, { id: vehicle, input: { at: hours(8).toISOString() }, at: hours(1) });
  expect(await rowOf(tenant, 'vehicle_assignments', assignment)).toMatchObject({ assigned_to: hours(8) });
  expect(await rowOf(tenant, 'vehicles', vehicle)).toMatchObject({ assigned_driver_id: driver });
});

it('Unassigning an assignment that has not begun cancels it and frees its time', async () => {
  const tenant = await newTenant();
  const { vehicle, assignment } = await assigned(tenant, { assignedFrom: hours(24).toISOString() });
  await call(tenant, unassignDriver, { id: vehicle, input: { assignmentId: assignment }, at: hours(1) });
  expect(await rowOf(tenant, 'vehicle_assignments', assignment)).toMatchObject({
    assigned_from: hours(24),
    assigned_to: hours(24),
  });
  const other = await newDriver(tenant);
  await call(tenant, assignDriver, { id: vehicle, input: { driverId: other, assignedFrom: hours(23).toISOString() } });
});

it('Unassigning a vehicle without driver is a conflict, one that does not exist is not found', async () => {
  const tenant = await newTenant();
  const { vehicle } = await assigned(tenant);
  await call(tenant, unassignDriver, { id: vehicle });
  await expect(call(tenant, unassignDriver, { id: vehicle, at: hours(1) })).rejects.toMatchObject({ status: 409 });
  await expect(call(tenant, unassignDriver, { id: unknownId })).rejects.toMatchObject({ status: 404 });
  await expect(call(tenant, unassignDriver, { id: vehicle, input: { assignmentId: unknownId } })).rejects.toMatchObject({
    status: 404,
  });
});

it('Unassigning cannot move an end to a later time', async () => {
  const tenant = await newTenant();
  const { vehicle } = await assigned(tenant, { assignedTo: hours(4).toISOString() });
  await expect(
    call(tenant, unassignDriver, { id: vehicle, input: { at: hours(5).toISOString() }, at: hours(1) }),
  ).rejects.toMatchObject({ status: 422, detail: expect.stringContaining(hours(4).toISOString()) });
});
