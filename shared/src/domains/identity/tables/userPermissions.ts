import { oneOf, reference, text, timestamptz } from '../../../db/columns.ts';
import { tenantTable } from '../../../db/table.ts';

export const userPermissions = tenantTable('user_permissions', {
  comment: 'Permissions granted to or withheld from a single user, besides those of the roles. A denial beats every grant.',
  audit: 'changes',
  columns: {
    userId: reference('user_id').notNull(),
    permissionId: reference('permission_id').notNull(),
    permissionType: oneOf('permission_type', ['grant', 'deny'], 20).notNull().default('grant'),
    grantedByUserId: reference('granted_by_user_id'),
    grantedAt: timestamptz('granted_at').notNull().defaultNow(),
    expiresAt: timestamptz('expires_at'),
    reason: text('reason'),
  },
  describe: { expiresAt: 'It counts until then; null for good.' },
  references: { userId: { table: 'users', onDelete: 'cascade' }, permissionId: { table: 'permissions', onDelete: 'cascade' } },
  unique: [['userId', 'permissionId']],
  indexes: [['userId', 'permissionType'], ['permissionId']],
});
