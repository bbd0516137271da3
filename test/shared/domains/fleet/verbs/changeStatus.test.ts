import { operationalStatuses } from '@wheelhouse/shared/domains/fleet/tables/index.ts';
import { statusTransitions } from '@wheelhouse/shared/domains/fleet/verbs/changeStatus.ts';
import { assignDriver, changeStatus } from '@wheelhouse/shared/domains/fleet/verbs/index.ts';
import { expect, it } from 'vitest';
import { newTenant } from '../../../../harness/index.ts';
import { call, eventsOf, hours, newDriver, newVehicle, noon, rowOf, unknownId } from '../records.ts';

it('A change of status is stored and told with the status before it', async () => {
  const tenant = await newTenant();
  const vehicle = await newVehicle(tenant);
  await call(tenant, changeStatus, { id: vehicle, input: { status: 'maintenance', reason: 'brakes' } });
  expect(await rowOf(tenant, 'vehicles', vehicle)).toMatchObject({ operational_status: 'maintenance', is_active: true });
  const [event] = await eventsOf(tenant, 'vehicle.status_changed');
  expect(event).toMatchObject({
    subjectType: 'vehicle',
    subjectId: vehicle,
    data: { operationalStatus: 'maintenance', previousStatus: 'available', reason: 'brakes', changedAt: noon.toISOString() },
  });
});

it('Every transition that is not allowed is refused with those that are', async () => {
  const tenant = await newTenant();
  for (const from of operationalStatuses) {
    for (const status of operationalStatuses) {
      const id = await newVehicle(tenant, { operational_status: from });
      const changing = call(tenant, changeStatus, { id, input: { status, reason: 'test' } });
      if (from === status) await expect(changing).rejects.toMatchObject({ status: 409 });
      else if (statusTransitions[from].includes(status)) await expect(changing).resolves.toMatchObject({ previousStatus: from });
      else
        await expect(changing).rejects.toMatchObject({ status: 422, detail: expect.stringContaining(`cannot become ${status}`) });
    }
  }
});

it('A vehicle in use is not retired, and a retired one stays so', () => {
  expect(statusTransitions.in_use).not.toContain('retired');
  expect(statusTransitions.retired).toEqual([]);
});

it('Retiring takes the vehicle out of the fleet, ends its assignment and cancels those to come', async () => {
  const tenant = await newTenant();
  const vehicle = await newVehicle(tenant);
  const [ann, bob] = [await newDriver(tenant), await newDriver(tenant)];
  const present = await call(tenant, assignDriver, {
    id: vehicle,
    input: { driverId: ann, assignedTo: hours(10).toISOString() },
  });
  const planned = await call(tenant, assignDriver, {
    id: vehicle,
    input: { driverId: bob, assignedFrom: hours(20).toISOString() },
  });
  await call(tenant, changeStatus, { id: vehicle, input: { status: 'retired', reason: 'sold' }, at: hours(1) });
  expect(await rowOf(tenant, 'vehicles', vehicle)).toMatchObject({ is_active: false, assigned_driver_id: null });
  expect(await rowOf(tenant, 'drivers', ann)).toMatchObject({ current_vehicle_id: null });
  expect(await rowOf(tenant, 'vehicle_assignments', present.id)).toMatchObject({
    assigned_to: hours(1),
    end_reason: 'vehicle retired',
  });
  expect(await rowOf(tenant, 'vehicle_assignments', planned.id)).toMatchObject({
    assigned_to: hours(20),
    assigned_from: hours(20),
  });
});

it('Retiring and taking out of service need a reason', () => {
  expect(changeStatus.input.safeParse({ status: 'retired' }).success).toBe(false);
  expect(changeStatus.input.safeParse({ status: 'out_of_service' }).success).toBe(false);
  expect(changeStatus.input.safeParse({ status: 'in_use' }).success).toBe(true);
});

it('The status of a vehicle that does not exist is not found', async () => {
  await expect(call(await newTenant(), changeStatus, { id: unknownId, input: { status: 'in_use' } })).rejects.toMatchObject({
    status: 404,
  });
});
