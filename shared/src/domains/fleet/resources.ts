import { z } from 'zod';
import { resource } from '../../resource/resource.ts';
import { ownDrivers } from './callers-own.ts';
import * as field from './fields.ts';
import { depots, drivers, vehicleAssignments, vehicles, vendors } from './tables/index.ts';

export const vehicleResource = resource({
  path: 'vehicles',
  singular: 'vehicle',
  table: vehicles,
  summary: 'Vehicles of the fleet, and those that clients bring to a garage',
  permissions: { read: 'vehicle.read', write: 'vehicle.write', delete: 'vehicle.delete' },
  narrowed: { 'vehicle.read_assigned': `assigned_driver_id in ${ownDrivers}` },
  verbOwned: [
    'operationalStatus',
    'currentOdometerKm',
    'assignedDriverId',
    'primaryDeviceId',
    'secondaryDeviceId',
    'deviceLastContact',
  ],
  search: ['vehicleIdentifier', 'licensePlate', 'vin', 'make', 'model'],
  includes: {
    homeDepot: { one: 'depots', via: 'homeDepotId' },
    assignedDriver: { one: 'drivers', via: 'assignedDriverId' },
    assignments: { many: 'vehicle-assignments', by: 'vehicleId' },
  },
  fields: {
    vin: field.vin,
    licensePlate: field.licensePlate,
    year: field.modelYear,
    requiredLicenseClasses: field.licenseClasses,
    maxWeightCapacityKg: field.count,
    maxVolumeCapacityM3: z.number().min(0).lt(1_000_000),
    fuelTankCapacityLiters: field.count,
    nextMaintenanceDueKm: field.count,
    maintenanceIntervalKm: z.int32().min(1),
    purchasePrice: field.amount(10),
    currentBookValue: field.amount(10),
    monthlyDepreciation: field.amount(6),
    currency: field.currency,
    metadata: field.metadata,
  },
});

export const driverResource = resource({
  path: 'drivers',
  singular: 'driver',
  table: drivers,
  summary: 'People who drive',
  permissions: { read: 'driver.read', write: 'driver.write', delete: 'driver.delete' },
  narrowed: { 'driver.read_own': 'user_id = platform.current_user_id()' },
  // Deliveries, rating and score are counted by those who record deliveries, ratings and driving behaviour.
  verbOwned: ['employmentStatus', 'currentVehicleId', 'totalDeliveries', 'successfulDeliveries', 'averageRating', 'safetyScore'],
  search: ['employeeId', 'licenseNumber'],
  includes: {
    user: { one: 'users', via: 'userId' },
    currentVehicle: { one: 'vehicles', via: 'currentVehicleId' },
    assignments: { many: 'vehicle-assignments', by: 'driverId' },
  },
  fields: {
    licenseNumber: field.licenseNumber,
    licenseClass: field.licenseClass,
    licenseState: field.licenseState,
    payRatePerHour: field.amount(6),
    currency: field.currency,
    emergencyContactPhone: field.phone,
  },
});

export const depotResource = resource({
  path: 'depots',
  singular: 'depot',
  table: depots,
  summary: 'Places where vehicles are based',
  permissions: { read: 'depot.read', write: 'depot.write', delete: 'depot.delete' },
  verbOwned: ['currentVehicleCount'],
  search: ['depotCode', 'depotName'],
  includes: {
    manager: { one: 'users', via: 'managerId' },
    vehicles: { many: 'vehicles', by: 'homeDepotId' },
  },
  fields: {
    address: field.address,
    coordinates: field.coordinates,
    timezone: field.timeZone,
    maxVehicleCapacity: field.count,
    operatingHours: field.operatingHours,
    phoneNumber: field.phone,
    emailAddress: field.email,
  },
});

/** Read only: the verbs assignDriver and unassignDriver write them. */
export const vehicleAssignmentResource = resource({
  path: 'vehicle-assignments',
  singular: 'vehicleAssignment',
  table: vehicleAssignments,
  summary: 'Who drives which vehicle from when to when',
  operations: ['list', 'get', 'changes'],
  permissions: { read: 'vehicle.read', write: 'vehicle.write' },
  narrowed: { 'vehicle.read_assigned': `driver_id in ${ownDrivers}` },
  search: ['notes'],
  includes: {
    vehicle: { one: 'vehicles', via: 'vehicleId' },
    driver: { one: 'drivers', via: 'driverId' },
    assignedByUser: { one: 'users', via: 'assignedByUserId' },
  },
});

export const vendorResource = resource({
  path: 'vendors',
  singular: 'vendor',
  table: vendors,
  summary: 'Companies that fuel, parts, services, leases and insurance are bought from',
  permissions: { read: 'vendor.read', write: 'vendor.write', delete: 'vendor.delete' },
  search: ['vendorCode', 'name', 'contactName'],
  fields: {
    email: field.email,
    phone: field.phone,
    address: field.address,
    rating: z.number().min(0).max(5),
  },
});
