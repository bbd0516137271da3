import { measure, oneOf, reference, timestamptz, uuid } from '../../../db/columns.ts';
import { sql, tenantTable } from '../../../db/table.ts';
import { positionColumns, positionDescriptions } from './positionColumns.ts';

export const vehicleStatuses = ['moving', 'stopped', 'unknown'] as const;

export const vehicleState = tenantTable('vehicle_state', {
  comment: 'Where each vehicle is now: its latest reading by the time of measurement. A late reading never moves it back.',
  audit: { none: 'follows from vehicle_locations' },
  inserters: ['fleet_admin'],
  changers: ['fleet_admin'],
  columns: {
    vehicleId: reference('vehicle_id').notNull(),
    locationId: uuid('location_id').notNull(),
    ...positionColumns,
    status: oneOf('status', vehicleStatuses)
      .notNull()
      .generatedAlwaysAs(sql`case when speed_kph >= 5 then 'moving' when speed_kph < 5 then 'stopped' else 'unknown' end`),
    odometerKm: measure('odometer_km'),
    odometerRecordedAt: timestamptz('odometer_recorded_at'),
    lastReceivedAt: timestamptz('last_received_at').notNull(),
  },
  describe: {
    ...positionDescriptions,
    vehicleId: 'The vehicle, whose id is also that of this row.',
    locationId: 'Row of vehicle_locations that this is; of two readings of one millisecond the greater id is the later.',
    status: 'moving from 5 km/h, where a receiver at rest no longer drifts; unknown where the latest reading has no speed.',
    odometerKm: 'Latest odometer reading, which may be older than the position.',
    odometerRecordedAt: 'When the odometer was read (UTC).',
    lastReceivedAt: 'When anything of this vehicle last reached the cloud, late readings included (UTC).',
  },
  references: { vehicleId: { table: 'vehicles', onDelete: 'cascade' } },
  checks: { id_of_vehicle: sql`id = vehicle_id`, odometer_read: sql`(odometer_km is null) = (odometer_recorded_at is null)` },
});
