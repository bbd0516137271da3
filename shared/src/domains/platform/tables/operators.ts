import { varchar } from '../../../db/columns.ts';
import { platformTable } from '../../../db/table.ts';

export const operators = platformTable('operators', {
  comment: 'People who operate the platform itself: they create, move and suspend tenants, and see no tenant data by it.',
  columns: {
    email: varchar('email', { length: 255 }).notNull(),
    firebaseUid: varchar('firebase_uid', { length: 128 }),
  },
  unique: ['email', 'firebaseUid'],
});
