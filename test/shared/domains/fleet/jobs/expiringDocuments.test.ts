import { expiringDocuments } from '@wheelhouse/shared/domains/fleet/jobs/expiringDocuments.ts';
import { expect, it } from 'vitest';
import { newTenant } from '../../../../harness/index.ts';
import { eventsOf, newDriver, newVehicle, runJob } from '../records.ts';

const day = (text: string) => new Date(`${text}T12:00:00Z`);

it('Each threshold warns once, on the day it is reached, however often the job runs', async () => {
  const tenant = await newTenant({ placement: 'dedicated' });
  const vehicle = await newVehicle(tenant, { insurance_expiry_date: '2026-07-31' });
  for (let offset = 0; offset < 45; offset += 1) {
    const at = new Date(day('2026-06-25').getTime() + offset * 86_400_000);
    await runJob(tenant, expiringDocuments, at);
    if (offset % 10 === 0) expect(await runJob(tenant, expiringDocuments, at)).toEqual({ recordsProcessed: 0 });
  }
  const warnings = await eventsOf(tenant);
  expect(warnings.map((event) => [event.type, event.subjectId, event.data])).toEqual(
    [30, 7, 0].map((days) => [
      'vehicle.insurance_expiring',
      vehicle,
      { id: vehicle, expiryDate: '2026-07-31', daysLeft: days, thresholdDays: days },
    ]),
  );
});

it('A job that comes late gives the one warning that is due, and one for what has expired', async () => {
  const tenant = await newTenant();
  const late = await newVehicle(tenant, { registration_expiry_date: '2026-06-20' });
  const expired = await newDriver(tenant, { license_expiry_date: '2026-06-01' });
  expect(await runJob(tenant, expiringDocuments, day('2026-06-15'))).toEqual({ recordsProcessed: 2 });
  expect(
    (await eventsOf(tenant)).map((event) => [event.type, event.subjectId, event.data.daysLeft, event.data.thresholdDays]),
  ).toEqual([
    ['driver.license_expiring', expired, -14, 0],
    ['vehicle.registration_expiring', late, 5, 7],
  ]);
});

it('A renewal starts over', async () => {
  const tenant = await newTenant();
  const vehicle = await newVehicle(tenant, { insurance_expiry_date: '2026-06-20' });
  await runJob(tenant, expiringDocuments, day('2026-06-15'));
  await tenant.run((tx) => tx.query(`update vehicles set insurance_expiry_date = '2026-12-20' where id = $1`, [vehicle]));
  expect(await runJob(tenant, expiringDocuments, day('2026-06-16'))).toEqual({ recordsProcessed: 0 });
  expect(await runJob(tenant, expiringDocuments, day('2026-12-15'))).toEqual({ recordsProcessed: 1 });
});

it('Retired and inactive vehicles and terminated drivers are left alone', async () => {
  const tenant = await newTenant();
  await newVehicle(tenant, { insurance_expiry_date: '2026-06-15', operational_status: 'retired' });
  await newVehicle(tenant, { insurance_expiry_date: '2026-06-15', is_active: false });
  await newDriver(tenant, { license_expiry_date: '2026-06-15', employment_status: 'terminated' });
  expect(await runJob(tenant, expiringDocuments, day('2026-06-15'))).toEqual({ recordsProcessed: 0 });
});

it('Today is where the parameter says', async () => {
  const tenant = await newTenant();
  await newVehicle(tenant, { insurance_expiry_date: '2026-07-15' });
  // 03:00 UTC on the 15th of June is the 14th in Chicago: 31 days are left.
  const at = new Date('2026-06-15T03:00:00Z');
  expect(await runJob(tenant, expiringDocuments, at, { timeZone: 'America/Chicago' })).toEqual({ recordsProcessed: 0 });
  expect(await runJob(tenant, expiringDocuments, at)).toEqual({ recordsProcessed: 1 });
});
