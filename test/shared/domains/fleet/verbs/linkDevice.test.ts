import { linkDevice } from '@wheelhouse/shared/domains/fleet/verbs/index.ts';
import { expect, it } from 'vitest';
import { newTenant } from '../../../../harness/index.ts';
import { call, eventsOf, newVehicle, rowOf, unknownId } from '../records.ts';

it('Linking replaces the device of the slot and tells which left and which came', async () => {
  const tenant = await newTenant();
  const id = await newVehicle(tenant, { primary_device_id: 'OLD' });
  expect(await call(tenant, linkDevice, { id, input: { deviceId: 'NEW' } })).toEqual({
    id,
    primaryDeviceId: 'NEW',
    secondaryDeviceId: null,
  });
  const events = await eventsOf(tenant);
  expect(events.map((event) => [event.type, event.data.deviceId])).toEqual([
    ['vehicle.device_unlinked', 'OLD'],
    ['vehicle.device_linked', 'NEW'],
  ]);
});

it('Linking what is linked already changes and tells nothing', async () => {
  const tenant = await newTenant();
  const id = await newVehicle(tenant, { primary_device_id: 'OBD' });
  await call(tenant, linkDevice, { id, input: { deviceId: 'OBD' } });
  expect(await eventsOf(tenant)).toEqual([]);
  expect(await rowOf(tenant, 'vehicles', id)).toMatchObject({ row_version: 1 });
});

it('A device of another vehicle is refused by its name, and taken from it with move', async () => {
  const tenant = await newTenant({ placement: 'dedicated' });
  const holder = await newVehicle(tenant, { vehicle_identifier: 'VH7', secondary_device_id: 'OBD' });
  const id = await newVehicle(tenant);
  await expect(call(tenant, linkDevice, { id, input: { deviceId: 'OBD' } })).rejects.toMatchObject({
    status: 409,
    detail: expect.stringContaining('VH7'),
  });
  await call(tenant, linkDevice, { id, input: { deviceId: 'OBD', move: true } });
  expect(await rowOf(tenant, 'vehicles', id)).toMatchObject({ primary_device_id: 'OBD' });
  expect(await rowOf(tenant, 'vehicles', holder)).toMatchObject({ secondary_device_id: null });
  expect((await eventsOf(tenant)).map((event) => [event.type, event.subjectId, event.data.slot])).toEqual([
    ['vehicle.device_unlinked', holder, 'secondary'],
    ['vehicle.device_linked', id, 'primary'],
  ]);
});

it('A device moves from one slot to the other of its vehicle, and is unlinked with null', async () => {
  const tenant = await newTenant();
  const id = await newVehicle(tenant, { primary_device_id: 'OBD' });
  const moved = await call(tenant, linkDevice, { id, input: { deviceId: 'OBD', slot: 'secondary', move: true } });
  expect(moved).toMatchObject({ primaryDeviceId: null, secondaryDeviceId: 'OBD' });
  const unlinked = await call(tenant, linkDevice, { id, input: { deviceId: null, slot: 'secondary' } });
  expect(unlinked).toMatchObject({ primaryDeviceId: null, secondaryDeviceId: null });
});

it('One device linked to many vehicles at the same time ends in one', async () => {
  const tenant = await newTenant();
  const vehicles = await Promise.all(Array.from({ length: 10 }, () => newVehicle(tenant)));
  const slots = ['primary', 'secondary'];
  const outcomes = await Promise.allSettled(
    vehicles.map((id, index) => call(tenant, linkDevice, { id, input: { deviceId: 'OBD', slot: slots[index % 2] } })),
  );
  expect(outcomes.filter((outcome) => outcome.status === 'fulfilled')).toHaveLength(1);
  for (const outcome of outcomes.filter((one) => one.status === 'rejected'))
    expect(outcome.reason).toMatchObject({ status: 409 });
});

it('A vehicle that does not exist is not found', async () => {
  await expect(call(await newTenant(), linkDevice, { id: unknownId, input: { deviceId: 'X' } })).rejects.toMatchObject({
    status: 404,
  });
});
