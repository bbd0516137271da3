import { integer, measure, oneOf, reference, text, timestamptz, varchar } from '../../../db/columns.ts';
import { tenantTable } from '../../../db/table.ts';
import { severities, vehicleEventTypes } from '../fold/derived.ts';

export const vehicleEvents = tenantTable('vehicle_events', {
  comment: 'What happened to a vehicle: ignition, idling, fuel, trouble codes, inputs, silence. Derived from its readings.',
  audit: { none: 'follows from the readings' },
  inserters: ['fleet_admin'],
  changers: ['fleet_admin'],
  columns: {
    vehicleId: reference('vehicle_id').notNull(),
    driverId: reference('driver_id'),
    eventType: oneOf('event_type', vehicleEventTypes).notNull(),
    severity: oneOf('severity', severities),
    code: varchar('code', { length: 50 }),
    value: measure('value'),
    description: text('description'),
    durationSeconds: integer('duration_seconds'),
    latitude: measure('latitude'),
    longitude: measure('longitude'),
    recordedAt: timestamptz('recorded_at').notNull(),
    detectedAt: timestamptz('detected_at').notNull(),
  },
  describe: {
    driverId: 'Who was assigned to the vehicle then.',
    code: 'Trouble code (SAE J2012) or name of an input.',
    value: 'Percent of the tank, or value of an input.',
    recordedAt: 'When it began (UTC).',
    detectedAt: 'Reading or moment that made it certain.',
  },
  references: { vehicleId: 'vehicles', driverId: 'drivers' },
  indexes: [
    ['vehicleId', '-recordedAt'],
    ['eventType', '-recordedAt'],
    ['-recordedAt'],
    ['vehicleId', '-detectedAt'],
    ['driverId', '-recordedAt'],
  ],
});
