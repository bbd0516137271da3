import { boolean, integer, jsonb, oneOf, reference, text, varchar } from '../../../db/columns.ts';
import { databaseRoles } from '../../../db/roles.ts';
import { sql, tenantTable } from '../../../db/table.ts';

export const roles = tenantTable('roles', {
  comment: 'Sets of permissions that users hold. A role has its own permissions and those of its parents.',
  audit: 'changes',
  columns: {
    roleName: varchar('role_name', { length: 100 }).notNull(),
    displayName: varchar('display_name', { length: 255 }).notNull(),
    description: text('description'),
    parentRoleId: reference('parent_role_id'),
    roleLevel: integer('role_level').notNull().default(0),
    roleType: oneOf('role_type', ['system', 'tenant', 'custom']).notNull().default('custom'),
    permissions: jsonb('permissions').$type<string[]>().notNull().default([]),
    databaseRole: oneOf('database_role', databaseRoles, 63).notNull().default('authenticated_user'),
    isActive: boolean('is_active').notNull().default(true),
    isSystemRole: boolean('is_system_role').notNull().default(false),
    isDefault: boolean('is_default').notNull().default(false),
  },
  describe: {
    roleName: 'Name in programs: fleet_manager.',
    parentRoleId: 'Role whose permissions this one has too.',
    roleLevel: 'Rank. Of several roles of a user, the highest decides the database role.',
    permissions: 'Array of permissions, wildcards included: ["vehicle.read", "fleet.*"].',
    databaseRole: 'Role of the database that its holders act as.',
    isSystemRole: 'Made by Wheelhouse: cannot be deleted, renamed or switched off.',
    isDefault: 'Given to users who are created without a role.',
  },
  references: { parentRoleId: 'roles' },
  unique: ['roleName'],
  indexes: [
    ['isActive'],
    ['parentRoleId'],
    { on: ['isDefault'], unique: true, where: sql`is_default`, name: 'roles_one_default' },
  ],
  checks: { permissions_array: sql`jsonb_typeof(permissions) = 'array'` },
});
