import { applyAssignments } from '@wheelhouse/shared/domains/fleet/jobs/applyAssignments.ts';
import { assignDriver } from '@wheelhouse/shared/domains/fleet/verbs/index.ts';
import { expect, it } from 'vitest';
import { newTenant } from '../../../../harness/index.ts';
import { call, eventsOf, hours, newDriver, newVehicle, rowOf, runJob } from '../records.ts';

it('An assignment counts from the moment it begins and no longer when it has ended, once each', async () => {
  const tenant = await newTenant({ placement: 'dedicated' });
  const [vehicle, driver] = [await newVehicle(tenant), await newDriver(tenant)];
  const period = { assignedFrom: hours(2).toISOString(), assignedTo: hours(4).toISOString() };
  await call(tenant, assignDriver, { id: vehicle, input: { driverId: driver, ...period } });

  expect(await runJob(tenant, applyAssignments, hours(1))).toEqual({ recordsProcessed: 0 });
  expect(await rowOf(tenant, 'vehicles', vehicle)).toMatchObject({ assigned_driver_id: null });

  expect(await runJob(tenant, applyAssignments, hours(2))).toEqual({ recordsProcessed: 2 });
  expect(await rowOf(tenant, 'vehicles', vehicle)).toMatchObject({ assigned_driver_id: driver });
  expect(await rowOf(tenant, 'drivers', driver)).toMatchObject({ current_vehicle_id: vehicle });
  expect(await runJob(tenant, applyAssignments, hours(3))).toEqual({ recordsProcessed: 0 });

  expect(await runJob(tenant, applyAssignments, hours(4))).toEqual({ recordsProcessed: 2 });
  expect(await rowOf(tenant, 'vehicles', vehicle)).toMatchObject({ assigned_driver_id: null });
  expect(await rowOf(tenant, 'drivers', driver)).toMatchObject({ current_vehicle_id: null });
  const changes = await eventsOf(tenant, 'vehicle.driver_changed');
  expect(changes.map((event) => event.data.assignedDriverId)).toEqual([driver, null]);
});

it('A vehicle handed from one driver to the next at one moment changes hands in one run', async () => {
  const tenant = await newTenant();
  const vehicle = await newVehicle(tenant);
  const [ann, bob] = [await newDriver(tenant), await newDriver(tenant)];
  await call(tenant, assignDriver, { id: vehicle, input: { driverId: ann, assignedTo: hours(8).toISOString() } });
  await call(tenant, assignDriver, { id: vehicle, input: { driverId: bob, assignedFrom: hours(8).toISOString() } });
  await runJob(tenant, applyAssignments, hours(8));
  expect(await rowOf(tenant, 'vehicles', vehicle)).toMatchObject({ assigned_driver_id: bob });
  expect(await rowOf(tenant, 'drivers', ann)).toMatchObject({ current_vehicle_id: null });
  expect(await rowOf(tenant, 'drivers', bob)).toMatchObject({ current_vehicle_id: vehicle });
});
