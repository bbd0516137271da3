import { bigint, integer, reference, text, timestamptz, uuid } from '../../../db/columns.ts';
import { sql, tenantTable } from '../../../db/table.ts';

export const vehicleFolds = tenantTable('vehicle_folds', {
  comment: 'How far the readings of a vehicle are folded into trips and events, and what has to be remembered to go on.',
  audit: { none: 'follows from the readings' },
  inserters: ['fleet_admin'],
  changers: ['fleet_admin'],
  columns: {
    vehicleId: reference('vehicle_id').notNull(),
    version: integer('version').notNull(),
    headMs: bigint('head_ms', { mode: 'number' }).notNull(),
    headId: uuid('head_id').notNull(),
    refoldFrom: timestamptz('refold_from'),
    dueAt: timestamptz('due_at'),
    state: text('state').notNull(),
  },
  describe: {
    vehicleId: 'The vehicle, whose id is also that of this row.',
    version: 'Counts the folds; whoever folds from memory proves by it that nobody else did.',
    headMs: 'Everything until this moment (ms since 1970) and id is folded.',
    refoldFrom: 'Something at or after this moment is not folded yet: a late reading, a changed fence.',
    dueAt: 'When something happens without a reading: a dwell, a trip that ends in silence.',
    state: 'State of the fold, as JSON that only the fold reads.',
  },
  references: { vehicleId: { table: 'vehicles', onDelete: 'cascade' } },
  indexes: [
    { on: ['refoldFrom'], where: sql`refold_from is not null` },
    { on: ['dueAt'], where: sql`due_at is not null` },
  ],
  checks: { id_of_vehicle: sql`id = vehicle_id` },
});
