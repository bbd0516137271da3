import { recordOdometer } from '@wheelhouse/shared/domains/fleet/verbs/index.ts';
import { expect, it } from 'vitest';
import { newTenant } from '../../../../harness/index.ts';
import { call, eventsOf, newVehicle, rowOf, unknownId } from '../records.ts';

it('A reading is kept to a tenth of a kilometre and told with the one before it', async () => {
  const tenant = await newTenant();
  const id = await newVehicle(tenant, { current_odometer_km: 1000 });
  await call(tenant, recordOdometer, { id, input: { odometerKm: 1234.56 } });
  expect(await rowOf(tenant, 'vehicles', id)).toMatchObject({ current_odometer_km: '1234.6' });
  const [event] = await eventsOf(tenant, 'vehicle.odometer_recorded');
  expect(event?.data).toMatchObject({ currentOdometerKm: 1234.6, previousOdometerKm: 1000, correctionReason: null });
});

it('A lower reading is refused with the higher one, and taken as a correction with its reason', async () => {
  const tenant = await newTenant();
  const id = await newVehicle(tenant, { current_odometer_km: 1000 });
  await expect(call(tenant, recordOdometer, { id, input: { odometerKm: 999.9 } })).rejects.toMatchObject({
    status: 422,
    detail: expect.stringContaining('1000 km'),
    fields: [{ path: 'odometerKm', code: 'backwards' }],
  });
  await call(tenant, recordOdometer, { id, input: { odometerKm: 100, correctionReason: 'new instrument' } });
  const [event] = await eventsOf(tenant, 'vehicle.odometer_recorded');
  expect(event?.data).toMatchObject({ currentOdometerKm: 100, correctionReason: 'new instrument' });
});

it('Readings at the same time never leave a lower one', async () => {
  const tenant = await newTenant();
  const id = await newVehicle(tenant);
  const readings = [70, 20, 90, 10, 60, 30, 80, 50, 40, 100];
  await Promise.allSettled(readings.map((odometerKm) => call(tenant, recordOdometer, { id, input: { odometerKm } })));
  expect(await rowOf(tenant, 'vehicles', id)).toMatchObject({ current_odometer_km: '100.0' });
});

it('A vehicle that does not exist is not found', async () => {
  await expect(call(await newTenant(), recordOdometer, { id: unknownId, input: { odometerKm: 1 } })).rejects.toMatchObject({
    status: 404,
  });
});
