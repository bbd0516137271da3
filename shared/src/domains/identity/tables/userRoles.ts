import { boolean, reference, timestamptz } from '../../../db/columns.ts';
import { tenantTable } from '../../../db/table.ts';

export const userRoles = tenantTable('user_roles', {
  comment: 'Roles that users hold besides their primary one.',
  audit: 'changes',
  columns: {
    userId: reference('user_id').notNull(),
    roleId: reference('role_id').notNull(),
    assignedByUserId: reference('assigned_by_user_id'),
    assignedAt: timestamptz('assigned_at').notNull().defaultNow(),
    expiresAt: timestamptz('expires_at'),
    isActive: boolean('is_active').notNull().default(true),
  },
  describe: { expiresAt: 'The role counts until then; null for good.' },
  references: { userId: { table: 'users', onDelete: 'cascade' }, roleId: { table: 'roles', onDelete: 'cascade' } },
  unique: [['userId', 'roleId']],
  indexes: [['userId', 'isActive'], ['roleId']],
});
