import { boolean, text, varchar } from '../../../db/columns.ts';
import { tenantTable } from '../../../db/table.ts';

export const permissions = tenantTable('permissions', {
  comment: 'The catalogue of permissions that can be granted. Written by Wheelhouse only.',
  audit: { none: 'a catalogue that only migrations and seeds write' },
  inserters: [],
  changers: [],
  columns: {
    permissionKey: varchar('permission_key', { length: 255 }).notNull(),
    permissionName: varchar('permission_name', { length: 255 }).notNull(),
    description: text('description'),
    resource: varchar('resource', { length: 100 }).notNull(),
    action: varchar('action', { length: 50 }).notNull(),
    permissionCategory: varchar('permission_category', { length: 100 }),
    isSystemPermission: boolean('is_system_permission').notNull().default(true),
  },
  describe: { permissionKey: '<resource>.<action>: vehicle.read.', permissionCategory: 'Group whose wildcards cover it: fleet.' },
  unique: ['permissionKey'],
  indexes: [['resource', 'action']],
});
