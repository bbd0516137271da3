import { jsonb } from '../../../db/columns.ts';
import { tenantTable } from '../../../db/table.ts';
import { factColumns } from './factColumns.ts';

export const deviceEvents = tenantTable('device_events', {
  comment:
    'What devices noticed by themselves: one row a reading that has events, with the id of the reading, as in vehicle_locations.',
  audit: { none: 'append-only facts' },
  appendOnly: true,
  inserters: ['fleet_admin'],
  partitionBy: 'recordedAt',
  key: ['vehicleId', 'recordedAt', 'id'],
  columns: {
    ...factColumns,
    events: jsonb('events').notNull(),
  },
  describe: {
    events: 'Type, g-force, name and value of each.',
    odometerKm: 'Where the reading has neither position nor engine values; so the next two.',
  },
  references: { vehicleId: 'vehicles' },
  indexes: [['-recordedAt']],
});
