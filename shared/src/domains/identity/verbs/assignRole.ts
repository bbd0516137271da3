import { z } from 'zod';
import { invalidField } from '../../../errors.ts';
import { momentSchema } from '../../../resource/moment.ts';
import { verb } from '../../../resource/verb.ts';
import { actingUserId, requireCovers, requireDatabaseRole, requireOutranks } from '../escalation.ts';
import { roleRights } from '../role-rights.ts';

/** `POST /v1/users/{id}:assignRole` */
export const assignRole = verb({
  name: 'assignRole',
  on: 'users',
  target: 'item',
  permission: 'user.write',
  summary: 'Give a user a role',
  description: 'You can give only what you hold: every permission of the role and of its parents, and its database role.',
  input: z
    .strictObject({
      roleId: z.uuid(),
      primary: z.boolean().default(false).describe('Replaces the primary role instead of adding one.'),
      expiresAt: momentSchema.optional(),
    })
    .refine(({ primary, expiresAt }) => !primary || expiresAt === undefined, {
      path: ['expiresAt'],
      message: 'A primary role does not expire.',
    }),
  output: z.object({ id: z.uuid(), roleId: z.uuid() }),
  run: async ({ tx, id, input, principal, services }) => {
    const now = services.clock.now();
    const expiresAt = input.expiresAt === undefined ? null : new Date(input.expiresAt);
    if (expiresAt && expiresAt <= now) throw invalidField('expiresAt', 'Must lie in the future.');
    await requireOutranks(tx, principal, id, now);
    const role = await roleRights(tx, input.roleId);
    requireCovers(principal, role.permissions);
    requireDatabaseRole(principal, role.databaseRole);
    if (input.primary) await tx.query('update users set role_id = $2 where id = $1', [id, input.roleId]);
    else {
      await tx.query(
        `insert into user_roles (user_id, role_id, assigned_by_user_id, assigned_at, expires_at) values ($1, $2, $3, $4, $5)
         on conflict (tenant_id, user_id, role_id) do update
         set is_active = true, assigned_by_user_id = excluded.assigned_by_user_id, assigned_at = excluded.assigned_at,
           expires_at = excluded.expires_at`,
        [id, input.roleId, actingUserId(principal) ?? null, now, expiresAt],
      );
    }
    const data = { id, roleId: input.roleId, roleName: role.roleName, primary: input.primary };
    tx.emit({ type: 'user.roleAssigned', subjectType: 'user', subjectId: id, data });
    return { id, roleId: input.roleId };
  },
});
