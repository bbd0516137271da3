import { assignDriver } from '@wheelhouse/shared/domains/fleet/verbs/index.ts';
import { describe, expect, it } from 'vitest';
import { newTenant } from '../../../../harness/index.ts';
import {
  call,
  eventsOf,
  hours,
  newDepot,
  newDriver,
  newUser,
  newVehicle,
  noon,
  rowOf,
  tickingClock,
  unknownId,
} from '../records.ts';

describe('assigning a driver', () => {
  it('opens an assignment now and shows it on vehicle and driver', async () => {
    const tenant = await newTenant({ placement: 'dedicated' });
    const [vehicle, driver] = [await newVehicle(tenant), await newDriver(tenant)];
    const userId = await newUser(tenant);
    const answer = await call(tenant, assignDriver, { id: vehicle, input: { driverId: driver, notes: 'early shift' }, userId });
    expect(answer).toMatchObject({ vehicleId: vehicle, driverId: driver, assignedFrom: noon.toISOString(), assignedTo: null });
    expect(answer).toMatchObject({ notes: 'early shift', assignedByUserId: userId });
    expect(await rowOf(tenant, 'vehicles', vehicle)).toMatchObject({ assigned_driver_id: driver });
    expect(await rowOf(tenant, 'drivers', driver)).toMatchObject({ current_vehicle_id: vehicle });
    const events = await eventsOf(tenant);
    expect(events.map((event) => [event.type, event.subjectId])).toEqual([
      ['vehicleAssignment.created', answer.id],
      ['vehicle.driver_changed', vehicle],
      ['driver.vehicle_changed', driver],
    ]);
    expect(events[1]?.data).toMatchObject({ assignedDriverId: driver, previousDriverId: null });
  });

  it('for a later time changes nothing now', async () => {
    const tenant = await newTenant();
    const [vehicle, driver] = [await newVehicle(tenant), await newDriver(tenant)];
    await call(tenant, assignDriver, { id: vehicle, input: { driverId: driver, assignedFrom: hours(24).toISOString() } });
    expect(await rowOf(tenant, 'vehicles', vehicle)).toMatchObject({ assigned_driver_id: null });
    expect((await eventsOf(tenant)).map((event) => event.type)).toEqual(['vehicleAssignment.created']);
  });

  it('is refused where the vehicle is taken, saying by whom and when', async () => {
    const tenant = await newTenant();
    const vehicle = await newVehicle(tenant, { vehicle_identifier: 'VH001' });
    const ann = await newDriver(tenant, { user_id: await newUser(tenant, 'Ann', 'Lee'), employee_id: 'E1' });
    const bob = await newDriver(tenant);
    await call(tenant, assignDriver, { id: vehicle, input: { driverId: ann, assignedTo: hours(8).toISOString() } });
    await expect(call(tenant, assignDriver, { id: vehicle, input: { driverId: bob }, at: hours(1) })).rejects.toMatchObject({
      status: 409,
      code: 'conflict',
      detail: `Vehicle VH001 is assigned to Ann Lee (E1) from ${noon.toISOString()} to ${hours(8).toISOString()}.`,
      fields: [{ path: 'vehicleId', code: 'overlap' }],
    });
    await expect(call(tenant, assignDriver, { id: vehicle, input: { driverId: bob }, at: hours(8) })).resolves.toMatchObject({
      driverId: bob,
    });
  });

  it('is refused where the driver has another vehicle, saying which', async () => {
    const tenant = await newTenant();
    const [van, bus] = [await newVehicle(tenant, { vehicle_identifier: 'VAN' }), await newVehicle(tenant)];
    const driver = await newDriver(tenant, { employee_id: 'E7' });
    await call(tenant, assignDriver, { id: van, input: { driverId: driver } });
    await expect(call(tenant, assignDriver, { id: bus, input: { driverId: driver } })).rejects.toMatchObject({
      code: 'conflict',
      detail: `Driver Dana Okoro (E7) is assigned to vehicle VAN from ${noon.toISOString()} until further notice.`,
    });
  });

  it('with endCurrent ends what vehicle and driver had, and shows it on all four', async () => {
    const tenant = await newTenant();
    const [van, bus] = [await newVehicle(tenant), await newVehicle(tenant)];
    const [ann, bob] = [await newDriver(tenant), await newDriver(tenant)];
    const first = await call(tenant, assignDriver, { id: van, input: { driverId: ann } });
    const second = await call(tenant, assignDriver, { id: bus, input: { driverId: bob } });
    await call(tenant, assignDriver, { id: van, input: { driverId: bob, endCurrent: true }, at: hours(2) });
    for (const { id } of [first, second]) {
      expect(await rowOf(tenant, 'vehicle_assignments', id)).toMatchObject({ assigned_to: hours(2), end_reason: 'replaced' });
    }
    expect(await rowOf(tenant, 'vehicles', van)).toMatchObject({ assigned_driver_id: bob });
    expect(await rowOf(tenant, 'vehicles', bus)).toMatchObject({ assigned_driver_id: null });
    expect(await rowOf(tenant, 'drivers', ann)).toMatchObject({ current_vehicle_id: null });
    expect(await rowOf(tenant, 'drivers', bob)).toMatchObject({ current_vehicle_id: van });
  });

  it('with endCurrent does not push aside what begins later', async () => {
    const tenant = await newTenant();
    const vehicle = await newVehicle(tenant);
    const [ann, bob] = [await newDriver(tenant), await newDriver(tenant)];
    await call(tenant, assignDriver, { id: vehicle, input: { driverId: ann, assignedFrom: hours(5).toISOString() } });
    await expect(call(tenant, assignDriver, { id: vehicle, input: { driverId: bob, endCurrent: true } })).rejects.toMatchObject({
      code: 'conflict',
    });
  });

  it.each([
    ['an expired licence', { license_expiry_date: '2026-06-14' }, /expires on 2026-06-14/],
    ['a terminated driver', { employment_status: 'terminated' }, /terminated/],
    ['a driver on leave', { employment_status: 'on_leave' }, /on leave/],
    ['a licence for motorcycles', { license_class: 'M' }, /motorcycles only/],
  ])('is refused for %s', async (_, values, detail) => {
    const tenant = await newTenant();
    const [vehicle, driver] = [await newVehicle(tenant), await newDriver(tenant, values)];
    await expect(call(tenant, assignDriver, { id: vehicle, input: { driverId: driver } })).rejects.toMatchObject({
      status: 422,
      detail: expect.stringMatching(detail),
      fields: [{ path: 'driverId' }],
    });
    expect(await eventsOf(tenant)).toEqual([]);
  });

  it('takes a licence on its last day, which ends where the vehicle is at home', async () => {
    const tenant = await newTenant();
    const depot = await newDepot(tenant, { timezone: 'America/Chicago' });
    const driver = await newDriver(tenant, { license_expiry_date: '2026-06-14' });
    const vehicle = await newVehicle(tenant, { home_depot_id: depot });
    // 04:59 UTC on the 15th is 23:59 on the 14th in Chicago.
    await expect(
      call(tenant, assignDriver, { id: vehicle, input: { driverId: driver }, at: new Date('2026-06-15T05:00:00Z') }),
    ).rejects.toMatchObject({ status: 422 });
    await call(tenant, assignDriver, { id: vehicle, input: { driverId: driver }, at: new Date('2026-06-15T04:59:00Z') });
  });

  it('is refused for a retired vehicle', async () => {
    const tenant = await newTenant();
    const [vehicle, driver] = [await newVehicle(tenant, { operational_status: 'retired' }), await newDriver(tenant)];
    await expect(call(tenant, assignDriver, { id: vehicle, input: { driverId: driver } })).rejects.toMatchObject({
      status: 422,
      detail: expect.stringContaining('retired'),
    });
  });

  it('is refused for an end that is not after the beginning, and for what does not exist', async () => {
    const [tenant, other] = [await newTenant(), await newTenant()];
    const [vehicle, driver] = [await newVehicle(tenant), await newDriver(tenant)];
    const end = noon.toISOString();
    await expect(call(tenant, assignDriver, { id: vehicle, input: { driverId: driver, assignedTo: end } })).rejects.toMatchObject(
      { status: 422 },
    );
    await expect(call(tenant, assignDriver, { id: unknownId, input: { driverId: driver } })).rejects.toMatchObject({
      status: 404,
    });
    const foreign = await newDriver(other);
    await expect(call(tenant, assignDriver, { id: vehicle, input: { driverId: foreign } })).rejects.toMatchObject({
      status: 404,
      detail: `Driver ${foreign} does not exist.`,
    });
  });
});

describe('assigning at the same time', () => {
  it('many drivers to one vehicle: one wins, the others learn who did', async () => {
    const tenant = await newTenant();
    const vehicle = await newVehicle(tenant, { vehicle_identifier: 'VH9' });
    const drivers = await Promise.all(Array.from({ length: 20 }, () => newDriver(tenant)));
    const outcomes = await Promise.allSettled(
      drivers.map((driverId) => call(tenant, assignDriver, { id: vehicle, input: { driverId } })),
    );
    const won = outcomes.filter((outcome) => outcome.status === 'fulfilled');
    expect(won).toHaveLength(1);
    const winner = await rowOf(tenant, 'drivers', won[0]!.value.driverId);
    for (const outcome of outcomes.filter((one) => one.status === 'rejected')) {
      expect(outcome.reason).toMatchObject({
        code: 'conflict',
        detail: `Vehicle VH9 is assigned to Dana Okoro (${winner.employee_id}) from ${noon.toISOString()} until further notice.`,
      });
    }
    expect(await rowOf(tenant, 'vehicles', vehicle)).toMatchObject({ assigned_driver_id: winner.id });
  });

  it('many vehicles to one driver: one wins', async () => {
    const tenant = await newTenant();
    const driverId = await newDriver(tenant);
    const vehicles = await Promise.all(Array.from({ length: 12 }, () => newVehicle(tenant)));
    const outcomes = await Promise.allSettled(vehicles.map((id) => call(tenant, assignDriver, { id, input: { driverId } })));
    const won = outcomes.filter((outcome) => outcome.status === 'fulfilled');
    expect(won).toHaveLength(1);
    for (const outcome of outcomes.filter((one) => one.status === 'rejected'))
      expect(outcome.reason).toMatchObject({ code: 'conflict' });
    expect(await rowOf(tenant, 'drivers', driverId)).toMatchObject({ current_vehicle_id: won[0]!.value.vehicleId });
  });

  it('exchanging drivers between vehicles crosswise: present columns and assignments agree in the end', async () => {
    const tenant = await newTenant();
    const vehicles = await Promise.all(Array.from({ length: 4 }, () => newVehicle(tenant)));
    const drivers = await Promise.all(Array.from({ length: 4 }, () => newDriver(tenant)));
    const clock = tickingClock();
    await Promise.all(
      Array.from({ length: 32 }, (_, step) =>
        call(tenant, assignDriver, {
          id: vehicles[step % 4]!,
          input: { driverId: drivers[(step * 3 + Math.floor(step / 4)) % 4]!, endCurrent: true },
          clock,
        }),
      ),
    );
    const differing = await tenant.run((tx) =>
      tx.query(
        `select from vehicles v where assigned_driver_id is distinct from (select driver_id from vehicle_assignments a
           where a.vehicle_id = v.id and assigned_to is null)
         union all
         select from drivers d where current_vehicle_id is distinct from (select vehicle_id from vehicle_assignments a
           where a.driver_id = d.id and assigned_to is null)`,
      ),
    );
    expect(differing).toEqual([]);
  });
});
