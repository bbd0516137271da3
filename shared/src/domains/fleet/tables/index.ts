export { depots } from './depots.ts';
export { driverCategories, drivers, type EmploymentStatus, employmentStatuses } from './drivers.ts';
export { expiringDocuments, expiryNotices } from './expiryNotices.ts';
export { vehicleAssignments } from './vehicleAssignments.ts';
export { fuelTypes, type OperationalStatus, operationalStatuses, type VehicleType, vehicles, vehicleTypes } from './vehicles.ts';
export { vendors, vendorTypes } from './vendors.ts';
