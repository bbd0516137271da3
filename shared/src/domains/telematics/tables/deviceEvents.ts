import { boolean, jsonb, measure, reference, timestamptz, varchar } from '../../../db/columns.ts';
import { tenantTable } from '../../../db/table.ts';

export const deviceEvents = tenantTable('device_events', {
  comment:
    'What devices noticed by themselves: one row a reading that has events, with the id of the reading, as in vehicle_locations.',
  audit: { none: 'append-only facts' },
  appendOnly: true,
  inserters: ['fleet_admin'],
  partitionBy: 'recordedAt',
  key: ['vehicleId', 'recordedAt', 'id'],
  columns: {
    vehicleId: reference('vehicle_id').notNull(),
    recordedAt: timestamptz('recorded_at').notNull(),
    events: jsonb('events').notNull(),
    odometerKm: measure('odometer_km'),
    engineHours: measure('engine_hours'),
    ignitionOn: boolean('ignition_on'),
    source: varchar('source', { length: 50 }).notNull(),
    deviceId: varchar('device_id', { length: 50 }).notNull(),
    receivedAt: timestamptz('received_at').notNull(),
  },
  describe: {
    events: 'Type, g-force, name and value of each.',
    odometerKm: 'Where the reading has neither position nor engine values; so the next two.',
  },
  references: { vehicleId: 'vehicles' },
  indexes: [['-recordedAt']],
});
