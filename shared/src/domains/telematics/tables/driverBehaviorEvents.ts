import { integer, measure, oneOf, reference, text, timestamptz } from '../../../db/columns.ts';
import { tenantTable } from '../../../db/table.ts';
import { behaviorEventTypes, severities } from '../fold/derived.ts';

export const driverBehaviorEvents = tenantTable('driver_behavior_events', {
  comment: 'Harsh driving, speeding and long idling, derived from the readings of vehicles.',
  audit: { none: 'follows from the readings' },
  inserters: ['fleet_admin'],
  changers: ['fleet_admin'],
  columns: {
    vehicleId: reference('vehicle_id').notNull(),
    driverId: reference('driver_id'),
    eventType: oneOf('event_type', behaviorEventTypes).notNull(),
    severity: oneOf('severity', severities).notNull(),
    detectedBy: oneOf('detected_by', ['device', 'series']).notNull(),
    durationSeconds: integer('duration_seconds'),
    speedKph: measure('speed_kph'),
    speedLimitKph: measure('speed_limit_kph'),
    gForce: measure('g_force'),
    latitude: measure('latitude'),
    longitude: measure('longitude'),
    address: text('address'),
    videoUrl: text('video_url'),
    recordedAt: timestamptz('recorded_at').notNull(),
    detectedAt: timestamptz('detected_at').notNull(),
  },
  describe: {
    driverId: 'Who was assigned to the vehicle then.',
    severity: "By the tenant's thresholds.",
    detectedBy: 'The device said so, or the series of speeds and headings shows it.',
    durationSeconds: 'Of speeding and idling.',
    speedKph: 'Speed at the event; the highest while speeding.',
    gForce: 'In units of 9.80665 m/s².',
    address: 'Nearest named place.',
    videoUrl: 'Object of the footage of this moment, as gs://bucket/name; read it through video-footage.',
    recordedAt: 'When it began (UTC).',
    detectedAt: 'Reading that made it certain.',
  },
  references: { vehicleId: 'vehicles', driverId: 'drivers' },
  indexes: [
    ['driverId', '-recordedAt'],
    ['vehicleId', '-recordedAt'],
    ['eventType', '-recordedAt'],
    ['-recordedAt'],
    ['vehicleId', '-detectedAt'],
  ],
});
