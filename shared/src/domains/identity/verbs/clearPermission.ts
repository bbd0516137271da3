import { z } from 'zod';
import { ruleViolated } from '../../../errors.ts';
import { verb } from '../../../resource/verb.ts';
import { requireCovers, requireOutranks } from '../escalation.ts';
import { permissionId } from '../permission-id.ts';

/** `POST /v1/users/{id}:clearPermission` */
export const clearPermission = verb({
  name: 'clearPermission',
  on: 'users',
  target: 'item',
  permission: 'user.write',
  summary: 'Undo a grant or denial of a single permission',
  input: z.strictObject({ permissionKey: z.string().max(255) }),
  output: z.object({ id: z.uuid(), permissionKey: z.string() }),
  run: async ({ tx, id, input: { permissionKey }, principal, services }) => {
    await requireOutranks(tx, principal, id, services.clock.now());
    // To lift a denial is to grant.
    requireCovers(principal, [permissionKey]);
    const removed = await tx.query('delete from user_permissions where user_id = $1 and permission_id = $2 returning id', [
      id,
      await permissionId(tx, permissionKey),
    ]);
    if (removed.length === 0) throw ruleViolated(`${permissionKey} is neither granted to nor withheld from user ${id} alone.`);
    tx.emit({ type: 'user.permissionCleared', subjectType: 'user', subjectId: id, data: { id, permissionKey } });
    return { id, permissionKey };
  },
});
