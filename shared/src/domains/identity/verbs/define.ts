import { z } from 'zod';
import { permissionSchema } from '../../../auth/permissions.ts';
import { databaseRoles } from '../../../db/roles.ts';
import { verb } from '../../../resource/verb.ts';
import { requireCovers, requireDatabaseRole } from '../escalation.ts';
import { roleRights } from '../role-rights.ts';

/** `POST /v1/roles/{id}:define` */
export const defineRole = verb({
  name: 'define',
  on: 'roles',
  target: 'item',
  permission: 'role.write',
  summary: 'Say what the holders of a role may do',
  description: 'You need to hold everything that the role gives, before and after. What is left out stays as it is.',
  input: z.strictObject({
    permissions: z.array(permissionSchema).max(500).optional(),
    parentRoleId: z.uuid().nullable().optional(),
    databaseRole: z.enum(databaseRoles).optional(),
    roleLevel: z.int().min(0).max(1000).optional(),
    isActive: z.boolean().optional(),
    isDefault: z.boolean().optional(),
  }),
  output: z.object({ id: z.uuid(), permissions: z.array(z.string()).describe('With those of the parents.') }),
  run: async ({ tx, id, input, principal }) => {
    const before = await roleRights(tx, id);
    if (input.isDefault) await tx.query('update roles set is_default = false where is_default and id <> $1', [id]);
    await tx.query(
      `update roles set
         permissions = coalesce($2::jsonb, permissions),
         parent_role_id = case when $3 then $4::uuid else parent_role_id end,
         database_role = coalesce($5, database_role),
         role_level = coalesce($6, role_level),
         is_active = coalesce($7, is_active),
         is_default = coalesce($8, is_default)
       where id = $1`,
      [
        id,
        input.permissions ? JSON.stringify(input.permissions) : null,
        input.parentRoleId !== undefined,
        input.parentRoleId ?? null,
        input.databaseRole ?? null,
        input.roleLevel ?? null,
        input.isActive ?? null,
        input.isDefault ?? null,
      ],
    );
    const after = await roleRights(tx, id);
    requireCovers(principal, [...before.permissions, ...after.permissions]);
    requireDatabaseRole(principal, before.databaseRole);
    requireDatabaseRole(principal, after.databaseRole);
    tx.emit({ type: 'role.defined', subjectType: 'role', subjectId: id, data: { id, permissions: after.permissions } });
    return { id, permissions: after.permissions };
  },
});
