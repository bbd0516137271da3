import { reference, timestamptz } from '../../../db/columns.ts';
import { tenantTable } from '../../../db/table.ts';

export const teamMembers = tenantTable('team_members', {
  comment: 'Which users belong to which team.',
  audit: 'changes',
  columns: {
    teamId: reference('team_id').notNull(),
    userId: reference('user_id').notNull(),
    joinedAt: timestamptz('joined_at').notNull().defaultNow(),
  },
  references: { teamId: { table: 'teams', onDelete: 'cascade' }, userId: { table: 'users', onDelete: 'cascade' } },
  unique: [['teamId', 'userId']],
  indexes: [['userId']],
});
