import { z } from 'zod';
import { ruleViolated } from '../../../errors.ts';
import { verb } from '../../../resource/verb.ts';
import { requireOutranks } from '../escalation.ts';

/** `POST /v1/users/{id}:removeRole` */
export const removeRole = verb({
  name: 'removeRole',
  on: 'users',
  target: 'item',
  permission: 'user.write',
  summary: 'Take a role from a user',
  description: 'The primary role cannot be taken, only replaced: assign another one as primary.',
  input: z.strictObject({ roleId: z.uuid() }),
  output: z.object({ id: z.uuid(), roleId: z.uuid() }),
  run: async ({ tx, id, input, principal, services }) => {
    await requireOutranks(tx, principal, id, services.clock.now());
    const removed = await tx.query('delete from user_roles where user_id = $1 and role_id = $2 returning id', [id, input.roleId]);
    if (removed.length === 0) {
      throw ruleViolated(
        `User ${id} does not hold role ${input.roleId} besides the primary one. Replace a primary role with assignRole.`,
      );
    }
    tx.emit({ type: 'user.roleRemoved', subjectType: 'user', subjectId: id, data: { id, roleId: input.roleId } });
    return { id, roleId: input.roleId };
  },
});
