import { boolean, reference, text, varchar } from '../../../db/columns.ts';
import { tenantTable } from '../../../db/table.ts';

export const teams = tenantTable('teams', {
  comment: 'Users who work together, across departments.',
  audit: 'changes',
  columns: {
    name: varchar('name', { length: 255 }).notNull(),
    description: text('description'),
    teamLeadId: reference('team_lead_id'),
    isActive: boolean('is_active').notNull().default(true),
  },
  describe: { teamLeadId: 'User who leads it.' },
  references: { teamLeadId: 'users' },
  indexes: [['teamLeadId']],
});
