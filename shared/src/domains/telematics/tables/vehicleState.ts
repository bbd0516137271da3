import { boolean, measure, oneOf, reference, text, timestamptz, uuid } from '../../../db/columns.ts';
import { sql, tenantTable } from '../../../db/table.ts';
import { positionColumns, positionDescriptions } from './positionColumns.ts';

export const vehicleStatuses = ['moving', 'idling', 'stopped', 'unknown'] as const;

export const vehicleState = tenantTable('vehicle_state', {
  comment: 'Where each vehicle is now: its latest reading by the time of measurement. A late reading never moves it back.',
  audit: { none: 'follows from vehicle_locations' },
  inserters: ['fleet_admin'],
  changers: ['fleet_admin'],
  columns: {
    vehicleId: reference('vehicle_id').notNull(),
    locationId: uuid('location_id').notNull(),
    ...positionColumns,
    status: oneOf('status', vehicleStatuses).notNull(),
    isOnline: boolean('is_online').notNull().default(true),
    ignitionOn: boolean('ignition_on'),
    odometerKm: measure('odometer_km'),
    odometerRecordedAt: timestamptz('odometer_recorded_at'),
    engineHours: measure('engine_hours'),
    fuelLevelPercent: measure('fuel_level_percent'),
    batteryVoltageV: measure('battery_voltage_v'),
    activeTroubleCodes: text('active_trouble_codes').array(),
    currentTripId: uuid('current_trip_id'),
    lastReceivedAt: timestamptz('last_received_at').notNull(),
  },
  describe: {
    ...positionDescriptions,
    vehicleId: 'The vehicle, whose id is also that of this row.',
    locationId: 'Row of vehicle_locations that this is; of two readings of one millisecond the greater id is the later.',
    status:
      'moving from 5 km/h, where a receiver at rest no longer drifts; else idling where the engine is known to run, else stopped; unknown without a speed.',
    isOnline: "False once the device was silent for longer than the organisation's rules allow.",
    odometerKm: 'Latest odometer reading, which may be older than the position.',
    odometerRecordedAt: 'When the odometer was read (UTC).',
    engineHours: 'Latest reading, and the time that the engine is known to have run since.',
    fuelLevelPercent: 'Latest reading, percent of the tank.',
    batteryVoltageV: 'Latest reading.',
    activeTroubleCodes: 'Trouble codes (SAE J2012) of the latest look; null where no device ever looked.',
    currentTripId: 'Trip that goes on.',
    lastReceivedAt: 'When anything of this vehicle last reached the cloud, late readings included (UTC).',
  },
  references: { vehicleId: { table: 'vehicles', onDelete: 'cascade' } },
  checks: { id_of_vehicle: sql`id = vehicle_id`, odometer_read: sql`(odometer_km is null) = (odometer_recorded_at is null)` },
});
