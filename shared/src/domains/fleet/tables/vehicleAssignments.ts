import { reference, text, timestamptz } from '../../../db/columns.ts';
import { sql, tenantTable } from '../../../db/table.ts';

export const vehicleAssignments = tenantTable('vehicle_assignments', {
  comment: 'Who drives which vehicle from when to when. No two periods of one vehicle, or of one driver, overlap.',
  audit: 'changes',
  columns: {
    vehicleId: reference('vehicle_id').notNull(),
    driverId: reference('driver_id').notNull(),
    assignedFrom: timestamptz('assigned_from').notNull(),
    assignedTo: timestamptz('assigned_to'),
    assignedByUserId: reference('assigned_by_user_id'),
    notes: text('notes'),
    endReason: text('end_reason'),
  },
  describe: {
    assignedFrom: 'First moment of the assignment.',
    assignedTo: 'First moment after it; null: open. Equal to assignedFrom: cancelled before it began.',
    assignedByUserId: 'User who made it; null where the system or a token did.',
  },
  references: { vehicleId: 'vehicles', driverId: 'drivers', assignedByUserId: 'users' },
  indexes: [['vehicleId', '-assignedFrom'], ['driverId', '-assignedFrom'], ['assignedTo'], ['assignedByUserId']],
  checks: { period: sql`assigned_to >= assigned_from` },
  constraints: {
    vehicle_overlap: sql`exclude using gist (tenant_id with =, vehicle_id with =, tstzrange(assigned_from, assigned_to) with &&)`,
    driver_overlap: sql`exclude using gist (tenant_id with =, driver_id with =, tstzrange(assigned_from, assigned_to) with &&)`,
  },
});
