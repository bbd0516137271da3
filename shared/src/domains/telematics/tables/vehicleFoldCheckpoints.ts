import { reference, text, timestamptz } from '../../../db/columns.ts';
import { tenantTable } from '../../../db/table.ts';

export const vehicleFoldCheckpoints = tenantTable('vehicle_fold_checkpoints', {
  comment: 'States of the fold in the past, from which it is repeated when a reading comes late.',
  audit: { none: 'follows from the readings' },
  key: ['vehicleId', 'at'],
  inserters: ['fleet_admin'],
  changers: ['fleet_admin'],
  columns: {
    vehicleId: reference('vehicle_id').notNull(),
    at: timestamptz('at').notNull(),
    state: text('state').notNull(),
  },
  describe: {
    at: 'The state after all readings before this moment.',
    state: 'State of the fold, as JSON that only the fold reads.',
  },
  references: { vehicleId: { table: 'vehicles', onDelete: 'cascade' } },
  indexes: [['at']],
});
