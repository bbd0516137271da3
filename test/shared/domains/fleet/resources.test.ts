import type { Tx } from '@wheelhouse/shared/db/scope.ts';
import { withTenant } from '@wheelhouse/shared/db/scope.ts';
import { fleetDomain } from '@wheelhouse/shared/domains/fleet/index.ts';
import {
  depotResource,
  driverResource,
  vehicleAssignmentResource,
  vehicleResource,
  vendorResource,
} from '@wheelhouse/shared/domains/fleet/resources.ts';
import { assignDriver } from '@wheelhouse/shared/domains/fleet/verbs/index.ts';
import { users } from '@wheelhouse/shared/domains/identity/tables/index.ts';
import { bodySchemas, parseBody } from '@wheelhouse/shared/resource/body.ts';
import { ResourceRegistry } from '@wheelhouse/shared/resource/registry.ts';
import { type Resource, resource } from '@wheelhouse/shared/resource/resource.ts';
import { getRow } from '@wheelhouse/shared/resource/rows.ts';
import { createRow, updateRow } from '@wheelhouse/shared/resource/write.ts';
import { describe, expect, it } from 'vitest';
import { newTenant, type TestTenant, testDatabase } from '../../../harness/index.ts';
import { call, newDepot, newDriver, newUser, newVehicle, rowOf } from './records.ts';

const userResource = resource({
  path: 'users',
  singular: 'user',
  table: users,
  summary: 'Users',
  permissions: { read: 'user.read', write: 'user.write' },
  hidden: ['passwordHash', 'twoFactorSecret'],
});
const registry = new ResourceRegistry([...fleetDomain.resources, userResource]);

const van = {
  vehicleIdentifier: 'VH001',
  make: 'Ford',
  model: 'Transit',
  year: 2022,
  licensePlate: 'ab 123',
  vin: '1ftbw2cm5hka12345',
  vehicleType: 'van',
  maxWeightCapacityKg: 1500,
  maxVolumeCapacityM3: 11.5,
  fuelTankCapacityLiters: 95,
  insuranceExpiryDate: '2027-12-31',
  registrationExpiryDate: '2027-12-31',
};

const create = (tenant: TestTenant, what: Resource, body: unknown) =>
  tenant.run(async (tx) =>
    JSON.parse((await createRow(tx, what, registry, parseBody(bodySchemas(what).create, body) as never)).json),
  );

/** What a user with only a narrowed permission finds. */
async function visible(tenant: TestTenant, what: Resource, permission: string, userId: string): Promise<string[]> {
  const scope = tenant.scope('driver_user', { kind: 'user', userId });
  const rows = await withTenant(testDatabase(), scope, (tx: Tx) =>
    tx.query<{ id: string }>(
      `select t.id from ${what.path.replace('-', '_')} t where (${what.narrowed[permission]}) order by id`,
    ),
  );
  return rows.map((row) => row.id);
}

describe('the resources of the fleet', () => {
  it('create each kind of row from its JSON and show it again', async () => {
    const tenant = await newTenant({ placement: 'dedicated' });
    const depot = await create(tenant, depotResource, {
      depotCode: 'CHI',
      depotName: 'Chicago',
      address: { city: 'Chicago' },
      coordinates: { longitude: -87.63, latitude: 41.88 },
      operatingHours: { monday: { open: '06:00', close: '22:00' } },
    });
    expect(depot).toMatchObject({
      timezone: 'America/Chicago',
      coordinates: { longitude: -87.63, latitude: 41.88 },
      currentVehicleCount: 0,
    });
    const vehicle = await create(tenant, vehicleResource, { ...van, homeDepotId: depot.id, purchasePrice: '41999.90' });
    expect(vehicle).toMatchObject({
      licensePlate: 'AB 123',
      vin: '1FTBW2CM5HKA12345',
      purchasePrice: '41999.90',
      currentOdometerKm: 0,
    });
    const driver = await create(tenant, driverResource, {
      userId: await newUser(tenant),
      employeeId: 'E1',
      licenseNumber: 'd123',
      licenseClass: 'c',
      licenseExpiryDate: '2030-01-01',
      licenseState: 'il',
      hireDate: '2020-01-01',
    });
    expect(driver).toMatchObject({ licenseNumber: 'D123', licenseClass: 'C', employmentStatus: 'active', safetyScore: 100 });
    const vendor = await create(tenant, vendorResource, { vendorCode: 'SHELL', name: 'Shell', vendorType: 'fuel', rating: 4.5 });
    expect(vendor).toMatchObject({ rating: 4.5, isActive: true });
  });

  it('update a depot, whose row holds a point', async () => {
    const tenant = await newTenant();
    const id = await newDepot(tenant);
    const row = await tenant.run((tx) => updateRow(tx, depotResource, registry, id, '*', { isActive: false }));
    expect(JSON.parse(row.json)).toMatchObject({ isActive: false, rowVersion: 2 });
  });

  it('include related rows across each other and across domains', async () => {
    const tenant = await newTenant();
    const userId = await newUser(tenant, 'Ann', 'Lee');
    const depot = await newDepot(tenant, { manager_id: userId });
    const vehicle = await newVehicle(tenant, { home_depot_id: depot });
    const driver = await newDriver(tenant, { user_id: userId });
    const assignment = await call(tenant, assignDriver, { id: vehicle, input: { driverId: driver }, userId });
    const read = (what: Resource, id: string) =>
      tenant.run(async (tx) =>
        JSON.parse((await getRow(tx, what, registry, id, { selection: { include: Object.keys(what.includes) } })).json),
      );
    expect(await read(vehicleResource, vehicle)).toMatchObject({
      homeDepot: { id: depot },
      assignedDriver: { id: driver },
      assignments: [{ id: assignment.id }],
    });
    expect(await read(driverResource, driver)).toMatchObject({
      user: { firstName: 'Ann' },
      currentVehicle: { id: vehicle },
      assignments: [{ id: assignment.id }],
    });
    expect(await read(depotResource, depot)).toMatchObject({ vehicles: [{ id: vehicle }], manager: { id: userId } });
    expect(await read(vehicleAssignmentResource, assignment.id)).toMatchObject({
      vehicle: { id: vehicle },
      driver: { id: driver },
      assignedByUser: { id: userId },
    });
  });

  it('show a driver only the assigned vehicle, the own record and the own assignments', async () => {
    const tenant = await newTenant();
    const userId = await newUser(tenant);
    const [mine, other] = [await newDriver(tenant, { user_id: userId }), await newDriver(tenant)];
    const [vehicle, foreign] = [await newVehicle(tenant), await newVehicle(tenant)];
    const assignment = await call(tenant, assignDriver, { id: vehicle, input: { driverId: mine } });
    await call(tenant, assignDriver, { id: foreign, input: { driverId: other } });
    expect(await visible(tenant, vehicleResource, 'vehicle.read_assigned', userId)).toEqual([vehicle]);
    expect(await visible(tenant, driverResource, 'driver.read_own', userId)).toEqual([mine]);
    expect(await visible(tenant, vehicleAssignmentResource, 'vehicle.read_assigned', userId)).toEqual([assignment.id]);
    expect(await visible(tenant, vehicleResource, 'vehicle.read_assigned', await newUser(tenant))).toEqual([]);
  });

  it.each([
    [vehicleResource, { ...van, operationalStatus: 'retired' }, 'operationalStatus'],
    [vehicleResource, { ...van, assignedDriverId: '01900000-0000-7000-8000-000000000000' }, 'assignedDriverId'],
    [vehicleResource, { ...van, currentOdometerKm: 5 }, 'currentOdometerKm'],
    [vehicleResource, { ...van, primaryDeviceId: 'X' }, 'primaryDeviceId'],
    [vehicleResource, { ...van, vin: '1FTBW2CM5HKO12345' }, 'vin'],
    [vehicleResource, { ...van, year: 1850 }, 'year'],
    [depotResource, { timezone: 'Mars/Base' }, 'timezone'],
    [depotResource, { currentVehicleCount: 5 }, 'currentVehicleCount'],
    [depotResource, { emailAddress: 'nobody' }, 'emailAddress'],
    [driverResource, { employmentStatus: 'terminated' }, 'employmentStatus'],
    [driverResource, { currentVehicleId: null }, 'currentVehicleId'],
    [vendorResource, { phone: 'call me' }, 'phone'],
  ])('refuse of %o the body %o for its %s', (what, body, field) => {
    try {
      parseBody(bodySchemas(what).create, body);
      expect.unreachable();
    } catch (error) {
      const { fields } = error as { fields: { path: string; message: string }[] };
      expect(
        fields.some(({ path, message }) => path.includes(field) || message.includes(field)),
        JSON.stringify(fields),
      ).toBe(true);
    }
  });

  it('write assignments through verbs only', () => {
    expect(vehicleAssignmentResource.operations).toEqual(['list', 'get', 'changes']);
  });
});

it('The odometer of a new vehicle starts at zero and its status is available', async () => {
  const tenant = await newTenant();
  const { id } = await create(tenant, vehicleResource, van);
  expect(await rowOf(tenant, 'vehicles', id)).toMatchObject({ current_odometer_km: '0.0', operational_status: 'available' });
});
