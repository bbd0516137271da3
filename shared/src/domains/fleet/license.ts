import type { VehicleType } from './tables/index.ts';

export type LicensedDriver = { licenseClass: string; cdlEndorsed: boolean };
export type DrivableVehicle = {
  vehicleType: VehicleType | null;
  requiredLicenseClasses: string[] | null;
  maxWeightCapacityKg: number | null;
};

/** 26,001 lb: from this gross weight a single vehicle needs a commercial licence (49 CFR 383.5, 383.91). */
export const commercialWeightKg = 11_794;

/**
 * Why a licence does not allow driving a vehicle, or undefined where it does. The classes that a vehicle names decide; without
 * them the classes of 49 CFR 383.91 by type and capacity. The capacity is below the gross weight, so a vehicle between the two
 * should name its classes, as should one that is driven under the law of another country.
 */
export function licenseObjection(driver: LicensedDriver, vehicle: DrivableVehicle): string | undefined {
  const licence = `a licence of class ${driver.licenseClass}`;
  if (vehicle.requiredLicenseClasses) {
    if (vehicle.requiredLicenseClasses.includes(driver.licenseClass)) return undefined;
    return `This vehicle needs a licence of class ${vehicle.requiredLicenseClasses.join(' or ')}; the driver has ${licence}.`;
  }
  // A combined licence (CM) holds each of its letters.
  const holds = (classes: string) => [...classes].some((letter) => driver.licenseClass.includes(letter));
  switch (vehicle.vehicleType) {
    case null:
    case 'bicycle':
    case 'trailer':
      return undefined;
    case 'motorcycle':
      return holds('M') ? undefined : `A motorcycle needs class M; the driver has ${licence}.`;
    case 'bus':
      return driver.cdlEndorsed && holds('ABC')
        ? undefined
        : `A bus needs a commercial licence of class A, B or C; the driver has ${licence}${commercial(driver)}.`;
    case 'truck':
      if ((vehicle.maxWeightCapacityKg ?? 0) >= commercialWeightKg && !(driver.cdlEndorsed && holds('AB'))) {
        return `A truck for ${vehicle.maxWeightCapacityKg} kg needs a commercial licence of class A or B; the driver has ${licence}${commercial(driver)}.`;
      }
      return forMotorcyclesOnly(driver);
    default:
      return forMotorcyclesOnly(driver);
  }
}

function forMotorcyclesOnly(driver: LicensedDriver): string | undefined {
  return driver.licenseClass === 'M' ? 'The driver has a licence for motorcycles only (class M).' : undefined;
}

function commercial(driver: LicensedDriver): string {
  return driver.cdlEndorsed ? '' : ' that is not commercial';
}
