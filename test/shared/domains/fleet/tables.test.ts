import { describe, expect, it } from 'vitest';
import { newTenant } from '../../../harness/index.ts';
import { newDepot, newDriver, newVehicle, rowOf } from './records.ts';

describe.each(['pooled', 'dedicated'] as const)('the fleet of a %s tenant', (placement) => {
  it('stores plate and VIN in upper case and finds the same one whatever its case', async () => {
    const tenant = await newTenant({ placement });
    const id = await newVehicle(tenant, { license_plate: ' ab 123 ', vin: '1hgcm82633a004352' });
    expect(await rowOf(tenant, 'vehicles', id)).toMatchObject({ license_plate: 'AB 123', vin: '1HGCM82633A004352' });
    await expect(newVehicle(tenant, { license_plate: 'Ab 123' })).rejects.toMatchObject({
      constraint: 'vehicles_license_plate_key',
    });
    await expect(newVehicle(tenant, { vin: '1HGCM82633a004352' })).rejects.toMatchObject({ constraint: 'vehicles_vin_key' });
  });

  it('may hold the same plate as the fleet of another tenant', async () => {
    const [one, two] = [await newTenant({ placement }), await newTenant()];
    await newVehicle(one, { license_plate: 'SAME' });
    await expect(newVehicle(two, { license_plate: 'SAME' })).resolves.toBeTypeOf('string');
  });

  it.each([
    ['a VIN with the letter O', { vin: '1HGCM82633AO04352' }, 'vehicles_vin_format'],
    ['a VIN of 16 characters', { vin: '1HGCM82633A00435' }, 'vehicles_vin_format'],
    ['a year before 1900', { year: 1899 }, 'vehicles_year'],
    ['a year after the next', { year: new Date().getUTCFullYear() + 2 }, 'vehicles_year'],
    ['an unknown type', { vehicle_type: 'boat' }, 'vehicles_vehicle_type_check'],
  ])('refuses %s', async (_, values, constraint) => {
    await expect(newVehicle(await newTenant({ placement }), values)).rejects.toMatchObject({ code: '23514', constraint });
  });

  it("needs a fleet vehicle's details, which a client's vehicle may lack", async () => {
    const tenant = await newTenant({ placement });
    await expect(newVehicle(tenant, { vehicle_type: null, year: null })).rejects.toMatchObject({
      code: 'WH422',
      message: 'A vehicle of the fleet (one without a clientId) needs vehicleType, year.',
    });
    const insert = `insert into vehicles (client_id, make, model, vin) values (platform.uuid_v7(), 'Toyota', 'Camry', '4T1BF1FK5CU123456') returning id`;
    expect(await tenant.run((tx) => tx.query(insert))).toHaveLength(1);
  });

  it('holds no two overlapping assignments of a vehicle or of a driver, but touching ones', async () => {
    const tenant = await newTenant({ placement });
    const [van, bus] = [await newVehicle(tenant), await newVehicle(tenant)];
    const [ann, bob] = [await newDriver(tenant), await newDriver(tenant)];
    const assign = (vehicle: string, driver: string, from: string, to: string | null) =>
      tenant.run((tx) =>
        tx.query('insert into vehicle_assignments (vehicle_id, driver_id, assigned_from, assigned_to) values ($1, $2, $3, $4)', [
          vehicle,
          driver,
          from,
          to,
        ]),
      );
    await assign(van, ann, '2026-01-01', '2026-02-01');
    await expect(assign(van, bob, '2026-01-31', null)).rejects.toMatchObject({
      constraint: 'vehicle_assignments_vehicle_overlap',
    });
    await expect(assign(bus, ann, '2025-12-31', '2026-01-02')).rejects.toMatchObject({
      constraint: 'vehicle_assignments_driver_overlap',
    });
    await assign(van, bob, '2026-02-01', null);
    await assign(bus, ann, '2026-02-01', null);
  });

  it('holds no device in two vehicles, whichever slot it is in', async () => {
    const tenant = await newTenant({ placement });
    await newVehicle(tenant, { primary_device_id: 'OBD-1' });
    await expect(newVehicle(tenant, { primary_device_id: 'OBD-1' })).rejects.toMatchObject({ code: '23505' });
    await expect(newVehicle(tenant, { secondary_device_id: 'OBD-1' })).rejects.toMatchObject({ code: '23505' });
    await expect(newVehicle(tenant, { primary_device_id: 'X', secondary_device_id: 'X' })).rejects.toMatchObject({
      code: '23514',
    });
    await newVehicle(await newTenant({ placement }), { primary_device_id: 'OBD-1' });
  });

  it('counts the versions of a depot, and no version where nothing changes', async () => {
    const tenant = await newTenant({ placement });
    const id = await newDepot(tenant);
    const update = (set: string) => tenant.run((tx) => tx.query(`update depots set ${set} where id = $1`, [id]));
    await update('is_active = is_active');
    expect(await rowOf(tenant, 'depots', id)).toMatchObject({ row_version: 1 });
    await update(`coordinates = point '(13.4,52.5)'`);
    await update('is_active = false');
    expect(await rowOf(tenant, 'depots', id)).toMatchObject({ row_version: 3, coordinates: { x: 13.4, y: 52.5 } });
  });

  it('refuses coordinates that are not on earth', async () => {
    await expect(newDepot(await newTenant({ placement }), { coordinates: '(10,91)' })).rejects.toMatchObject({
      constraint: 'depots_on_earth',
    });
  });

  it('cannot refer to a driver of another tenant', async () => {
    const [one, two] = [await newTenant({ placement }), await newTenant({ placement })];
    const foreign = await newDriver(two);
    await expect(newVehicle(one, { assigned_driver_id: foreign })).rejects.toMatchObject({ code: '23503' });
  });
});
