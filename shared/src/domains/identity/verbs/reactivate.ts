import { z } from 'zod';
import { conflict } from '../../../errors.ts';
import { verb } from '../../../resource/verb.ts';
import { requireOutranks } from '../escalation.ts';

/** `POST /v1/users/{id}:reactivate` */
export const reactivateUser = verb({
  name: 'reactivate',
  on: 'users',
  target: 'item',
  permission: 'user.write',
  summary: 'Let a suspended, inactive or locked user in again',
  input: z.strictObject({}),
  output: z.object({ id: z.uuid(), accountStatus: z.literal('active') }),
  run: async ({ tx, id, principal, services }) => {
    await requireOutranks(tx, principal, id, services.clock.now());
    const changed = await tx.query(
      `update users set account_status = 'active', failed_login_attempts = 0, locked_until = null
       where id = $1 and (account_status in ('suspended', 'inactive') or locked_until is not null) returning id`,
      [id],
    );
    if (changed.length === 0) throw conflict(`User ${id} is neither suspended nor inactive nor locked.`);
    tx.emit({ type: 'user.reactivated', subjectType: 'user', subjectId: id, data: { id } });
    return { id, accountStatus: 'active' as const };
  },
});
