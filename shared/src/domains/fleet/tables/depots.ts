import { boolean, coordinates, integer, jsonb, reference, varchar } from '../../../db/columns.ts';
import { sql, tenantTable } from '../../../db/table.ts';

export const depots = tenantTable('depots', {
  comment: 'Places where vehicles are based.',
  audit: 'changes',
  columns: {
    depotCode: varchar('depot_code', { length: 10 }).notNull(),
    depotName: varchar('depot_name', { length: 100 }).notNull(),
    address: jsonb('address').notNull(),
    coordinates: coordinates('coordinates').notNull(),
    timezone: varchar('timezone', { length: 50 }).notNull().default('America/Chicago'),
    maxVehicleCapacity: integer('max_vehicle_capacity').notNull().default(50),
    currentVehicleCount: integer('current_vehicle_count').notNull().default(0),
    operatingHours: jsonb('operating_hours').notNull().default({}),
    is24Hour: boolean('is_24_hour').notNull().default(false),
    managerId: reference('manager_id'),
    phoneNumber: varchar('phone_number', { length: 20 }),
    emailAddress: varchar('email_address', { length: 255 }),
    isActive: boolean('is_active').notNull().default(true),
  },
  describe: {
    address: 'street, city, state, postalCode, country.',
    coordinates: 'longitude and latitude in degrees (WGS 84).',
    timezone: 'IANA name; the operating hours are in this zone.',
    maxVehicleCapacity: 'How many vehicles have room.',
    currentVehicleCount: 'Vehicles in service whose home it is; kept by fleet.depotOccupancy.',
    operatingHours:
      'Opening and closing time (HH:MM, local) by day: {"monday": {"open": "06:00", "close": "22:00"}}. Closing at or before opening means the next day; a day left out is closed.',
    is24Hour: 'Never closes, whatever the operating hours say.',
  },
  unique: ['depotCode'],
  references: { managerId: 'users' },
  indexes: [['isActive'], ['managerId'], { on: sql`tenant_id, coordinates`, method: 'gist', name: 'depots_coordinates_idx' }],
  checks: {
    capacity: sql`max_vehicle_capacity >= 0`,
    count: sql`current_vehicle_count >= 0`,
    on_earth: sql`coordinates[0] between -180 and 180 and coordinates[1] between -90 and 90`,
  },
});
