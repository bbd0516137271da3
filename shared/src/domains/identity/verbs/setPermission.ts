import { z } from 'zod';
import { invalidField } from '../../../errors.ts';
import { momentSchema } from '../../../resource/moment.ts';
import { verb } from '../../../resource/verb.ts';
import { actingUserId, requireCovers, requireOutranks } from '../escalation.ts';
import { permissionId } from '../permission-id.ts';

/** `POST /v1/users/{id}:setPermission` */
export const setPermission = verb({
  name: 'setPermission',
  on: 'users',
  target: 'item',
  permission: 'user.write',
  summary: 'Grant a permission to a user, or withhold it',
  description: 'A denial beats every grant. You can set only permissions that you hold.',
  input: z.strictObject({
    permissionKey: z.string().max(255),
    permissionType: z.enum(['grant', 'deny']),
    expiresAt: momentSchema.optional(),
    reason: z.string().min(1).max(500).optional(),
  }),
  output: z.object({ id: z.uuid(), permissionKey: z.string(), permissionType: z.enum(['grant', 'deny']) }),
  run: async ({ tx, id, input, principal, services }) => {
    const now = services.clock.now();
    const expiresAt = input.expiresAt === undefined ? null : new Date(input.expiresAt);
    if (expiresAt && expiresAt <= now) throw invalidField('expiresAt', 'Must lie in the future.');
    await requireOutranks(tx, principal, id, now);
    requireCovers(principal, [input.permissionKey]);
    await tx.query(
      `insert into user_permissions (user_id, permission_id, permission_type, granted_by_user_id, granted_at, expires_at, reason)
       values ($1, $2, $3, $4, $5, $6, $7)
       on conflict (tenant_id, user_id, permission_id) do update
       set permission_type = excluded.permission_type, granted_by_user_id = excluded.granted_by_user_id,
         granted_at = excluded.granted_at, expires_at = excluded.expires_at, reason = excluded.reason`,
      [
        id,
        await permissionId(tx, input.permissionKey),
        input.permissionType,
        actingUserId(principal) ?? null,
        now,
        expiresAt,
        input.reason ?? null,
      ],
    );
    const { permissionKey, permissionType } = input;
    tx.emit({ type: 'user.permissionSet', subjectType: 'user', subjectId: id, data: { id, permissionKey, permissionType } });
    return { id, permissionKey, permissionType };
  },
});
