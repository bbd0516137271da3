import { boolean, integer, measure, oneOf, reference, timestamptz } from '../../../db/columns.ts';
import { tenantTable } from '../../../db/table.ts';

export const geofenceEvents = tenantTable('geofence_events', {
  comment: 'Entries, exits and long stays, derived from the readings of vehicles.',
  audit: { none: 'follows from the readings' },
  inserters: ['fleet_admin'],
  changers: ['fleet_admin'],
  columns: {
    geofenceId: reference('geofence_id').notNull(),
    vehicleId: reference('vehicle_id').notNull(),
    driverId: reference('driver_id'),
    eventType: oneOf('event_type', ['entry', 'exit', 'dwell']).notNull(),
    latitude: measure('latitude').notNull(),
    longitude: measure('longitude').notNull(),
    dwellSeconds: integer('dwell_seconds'),
    alert: boolean('alert').notNull(),
    recordedAt: timestamptz('recorded_at').notNull(),
    detectedAt: timestamptz('detected_at').notNull(),
  },
  describe: {
    driverId: 'Who was assigned to the vehicle then.',
    latitude: 'Where the border was crossed.',
    dwellSeconds: 'How long the vehicle had been inside; null for an entry.',
    alert: 'The fence asked for an alert of this kind, at this time of its schedule.',
    recordedAt: 'When the border was crossed (UTC), between two readings if need be.',
    detectedAt: 'Reading that made it certain.',
  },
  references: {
    geofenceId: { table: 'geofences', onDelete: 'cascade' },
    vehicleId: 'vehicles',
    driverId: 'drivers',
  },
  indexes: [
    ['vehicleId', '-recordedAt'],
    ['geofenceId', '-recordedAt'],
    ['-recordedAt'],
    ['vehicleId', '-detectedAt'],
    ['driverId', '-recordedAt'],
  ],
});
