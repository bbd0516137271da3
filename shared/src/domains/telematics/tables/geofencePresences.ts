import { reference, timestamptz } from '../../../db/columns.ts';
import { tenantTable } from '../../../db/table.ts';

export const geofencePresences = tenantTable('geofence_presences', {
  comment: 'Who is inside which fence now.',
  audit: { none: 'follows from the readings' },
  inserters: ['fleet_admin'],
  changers: ['fleet_admin'],
  key: ['geofenceId', 'vehicleId'],
  columns: {
    geofenceId: reference('geofence_id').notNull(),
    vehicleId: reference('vehicle_id').notNull(),
    enteredAt: timestamptz('entered_at').notNull(),
  },
  references: {
    geofenceId: { table: 'geofences', onDelete: 'cascade' },
    vehicleId: { table: 'vehicles', onDelete: 'cascade' },
  },
  indexes: [['vehicleId']],
});
