import { z } from 'zod';
import { conflict, ruleViolated } from '../../../errors.ts';
import { verb } from '../../../resource/verb.ts';
import { actingUserId, requireOutranks } from '../escalation.ts';

/** `POST /v1/users/{id}:suspend` */
export const suspendUser = verb({
  name: 'suspend',
  on: 'users',
  target: 'item',
  permission: 'user.write',
  summary: 'Keep a user out until reactivated',
  description: 'Sign-ins and API tokens of the user are refused, on every instance within 10 seconds.',
  input: z.strictObject({ reason: z.string().min(1).max(500) }),
  output: z.object({ id: z.uuid(), accountStatus: z.literal('suspended') }),
  run: async ({ tx, id, input, principal, services }) => {
    if (actingUserId(principal) === id) throw ruleViolated('You cannot suspend yourself.');
    await requireOutranks(tx, principal, id, services.clock.now());
    const changed = await tx.query(
      `update users set account_status = 'suspended' where id = $1 and account_status <> 'suspended' returning id`,
      [id],
    );
    if (changed.length === 0) throw conflict(`User ${id} is suspended already.`);
    tx.emit({ type: 'user.suspended', subjectType: 'user', subjectId: id, data: { id, reason: input.reason } });
    return { id, accountStatus: 'suspended' as const };
  },
});
