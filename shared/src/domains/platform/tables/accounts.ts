import { boolean, uuid, varchar } from '../../../db/columns.ts';
import { platformTable } from '../../../db/table.ts';

export const accounts = platformTable('accounts', {
  comment: 'Which users of which tenants a sign-in stands for; kept by a trigger on users.',
  columns: {
    tenantId: uuid('tenant_id').notNull(),
    userId: uuid('user_id').notNull(),
    email: varchar('email', { length: 255 }).notNull(),
    firebaseUid: varchar('firebase_uid', { length: 128 }),
    isActive: boolean('is_active').notNull().default(true),
  },
  describe: { firebaseUid: 'Set at the first sign-in with a verified e-mail address.' },
  references: { tenantId: { table: 'platform.tenants', onDelete: 'cascade' } },
  unique: [
    ['tenantId', 'userId'],
    ['tenantId', 'email'],
  ],
  indexes: [['firebaseUid'], ['email']],
});
