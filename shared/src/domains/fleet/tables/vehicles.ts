import { boolean, day, decimal, integer, jsonb, money, oneOf, reference, timestamptz, varchar } from '../../../db/columns.ts';
import { sql, tenantTable } from '../../../db/table.ts';

export const vehicleTypes = ['truck', 'van', 'pickup', 'car', 'suv', 'bus', 'trailer', 'motorcycle', 'bicycle'] as const;
export type VehicleType = (typeof vehicleTypes)[number];

export const fuelTypes = ['gasoline', 'diesel', 'electric', 'hybrid', 'propane'] as const;

export const operationalStatuses = ['available', 'in_use', 'maintenance', 'out_of_service', 'retired'] as const;
export type OperationalStatus = (typeof operationalStatuses)[number];

export const vehicles = tenantTable('vehicles', {
  comment: 'Vehicles: those of the fleet, and those that clients bring to a garage.',
  audit: 'changes',
  columns: {
    vehicleIdentifier: varchar('vehicle_identifier', { length: 20 }),
    make: varchar('make', { length: 50 }).notNull(),
    model: varchar('model', { length: 50 }).notNull(),
    year: integer('year'),
    color: varchar('color', { length: 30 }),
    licensePlate: varchar('license_plate', { length: 20 }),
    vin: varchar('vin', { length: 17 }).notNull(),
    vehicleType: oneOf('vehicle_type', vehicleTypes),
    fleetCategory: varchar('fleet_category', { length: 50 }).notNull().default('standard'),
    requiredLicenseClasses: varchar('required_license_classes', { length: 10 }).array(),
    maxWeightCapacityKg: integer('max_weight_capacity_kg'),
    maxVolumeCapacityM3: decimal('max_volume_capacity_m3', 8, 2),
    fuelTankCapacityLiters: integer('fuel_tank_capacity_liters'),
    fuelType: oneOf('fuel_type', fuelTypes).notNull().default('gasoline'),
    operationalStatus: oneOf('operational_status', operationalStatuses).notNull().default('available'),
    // A tenth of a kilometre, as OBD-II reports it (SAE J1979, PID A6); whole kilometres would lose every short trip.
    currentOdometerKm: decimal('current_odometer_km', 10, 1).notNull().default(0),
    assignedDriverId: reference('assigned_driver_id'),
    homeDepotId: reference('home_depot_id'),
    clientId: reference('client_id'),
    lastMaintenanceDate: day('last_maintenance_date'),
    nextMaintenanceDueKm: integer('next_maintenance_due_km'),
    maintenanceIntervalKm: integer('maintenance_interval_km').notNull().default(10000),
    insurancePolicyNumber: varchar('insurance_policy_number', { length: 50 }),
    insuranceExpiryDate: day('insurance_expiry_date'),
    registrationExpiryDate: day('registration_expiry_date'),
    purchaseDate: day('purchase_date'),
    purchasePrice: money('purchase_price'),
    currentBookValue: money('current_book_value'),
    monthlyDepreciation: money('monthly_depreciation', 8),
    currency: varchar('currency', { length: 3 }).notNull().default('USD'),
    primaryDeviceId: varchar('primary_device_id', { length: 50 }),
    secondaryDeviceId: varchar('secondary_device_id', { length: 50 }),
    deviceLastContact: timestamptz('device_last_contact'),
    metadata: jsonb('metadata').notNull().default({}),
    isActive: boolean('is_active').notNull().default(true),
  },
  describe: {
    vehicleIdentifier:
      "What the fleet calls it: VH001. Required unless it is a client's vehicle, as are type, year, plate, capacities and the two expiry dates.",
    year: 'Year of manufacture.',
    licensePlate: 'In upper case.',
    vin: 'Vehicle identification number (ISO 3779) in upper case: 17 characters without I, O and Q.',
    requiredLicenseClasses: 'Licence classes that may drive it; null: by type and capacity.',
    operationalStatus: 'Changed by the verb changeStatus.',
    currentOdometerKm: 'Latest reading; written by telemetry and the verb recordOdometer.',
    assignedDriverId: 'Driver of the assignment in force now; kept by the assignment verbs and fleet.applyAssignments.',
    homeDepotId: 'Where it is based.',
    clientId: 'Owning client of a garage. No foreign key yet: the table of clients is not part of this migration.',
    nextMaintenanceDueKm: 'Odometer reading at which maintenance is due.',
    currency: 'ISO 4217 code of the amounts.',
    primaryDeviceId: 'Telemetry device; changed by the verb linkDevice. A device belongs to one vehicle.',
    deviceLastContact: 'When one of its devices was last heard of.',
    metadata: 'Anything else worth knowing, such as the type of engine.',
    isActive: 'Counts as part of the fleet.',
  },
  unique: ['vehicleIdentifier', 'licensePlate', 'vin', 'primaryDeviceId', 'secondaryDeviceId'],
  references: { assignedDriverId: 'drivers', homeDepotId: 'depots' },
  indexes: [
    ['operationalStatus'],
    ['assignedDriverId'],
    ['vehicleType'],
    ['homeDepotId'],
    ['clientId'],
    ['make', 'model'],
    ['insuranceExpiryDate'],
    ['registrationExpiryDate'],
    { on: sql`metadata jsonb_path_ops`, method: 'gin', name: 'vehicles_metadata_idx' },
  ],
  checks: {
    fleet_details: sql`client_id is not null or num_nulls(vehicle_identifier, vehicle_type, year, license_plate,
    max_weight_capacity_kg, max_volume_capacity_m3, fuel_tank_capacity_liters, insurance_expiry_date, registration_expiry_date) = 0`,
    year: sql`year >= 1900 and year <= extract(year from current_date) + 1`,
    vin_format: sql`vin ~ '^[A-HJ-NPR-Z0-9]{17}$'`,
    license_plate_upper: sql`license_plate = upper(license_plate)`,
    odometer_positive: sql`current_odometer_km >= 0`,
    capacities_positive: sql`max_weight_capacity_kg >= 0 and max_volume_capacity_m3 >= 0 and fuel_tank_capacity_liters >= 0`,
    maintenance_positive: sql`next_maintenance_due_km >= 0 and maintenance_interval_km > 0`,
    money_positive: sql`purchase_price >= 0 and current_book_value >= 0 and monthly_depreciation >= 0`,
    currency_code: sql`currency ~ '^[A-Z]{3}$'`,
    devices_differ: sql`primary_device_id <> secondary_device_id`,
    metadata_object: sql`jsonb_typeof(metadata) = 'object'`,
  },
});
