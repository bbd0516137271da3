import { type DrivableVehicle, licenseObjection } from '@wheelhouse/shared/domains/fleet/license.ts';
import { expect, it } from 'vitest';

const vehicle = (values: Partial<DrivableVehicle>): DrivableVehicle => ({
  vehicleType: 'van',
  requiredLicenseClasses: null,
  maxWeightCapacityKg: 1000,
  ...values,
});

it.each([
  ['C', false, vehicle({}), true],
  ['M', false, vehicle({}), false],
  ['M', false, vehicle({ vehicleType: 'motorcycle' }), true],
  ['CM', false, vehicle({ vehicleType: 'motorcycle' }), true],
  ['C', false, vehicle({ vehicleType: 'motorcycle' }), false],
  ['M', false, vehicle({ vehicleType: 'bicycle' }), true],
  ['C', false, vehicle({ vehicleType: 'truck', maxWeightCapacityKg: 5000 }), true],
  ['C', true, vehicle({ vehicleType: 'truck', maxWeightCapacityKg: 12_000 }), false],
  ['B', false, vehicle({ vehicleType: 'truck', maxWeightCapacityKg: 12_000 }), false],
  ['B', true, vehicle({ vehicleType: 'truck', maxWeightCapacityKg: 12_000 }), true],
  ['C', true, vehicle({ vehicleType: 'bus' }), true],
  ['C', false, vehicle({ vehicleType: 'bus' }), false],
  ['B', false, vehicle({ requiredLicenseClasses: ['C1', 'CE'] }), false],
  ['C1', false, vehicle({ requiredLicenseClasses: ['C1', 'CE'] }), true],
])('A licence of class %s (commercial: %s) for %o is enough: %s', (licenseClass, cdlEndorsed, of, enough) => {
  expect(licenseObjection({ licenseClass, cdlEndorsed }, of) === undefined).toBe(enough);
});
