import { z } from 'zod';
import { verb } from '../../../resource/verb.ts';
import { requireOutranks } from '../escalation.ts';

/** `POST /v1/users/{id}:changeEmail` */
export const changeEmail = verb({
  name: 'changeEmail',
  on: 'users',
  target: 'item',
  permission: 'user.write',
  summary: 'Change the e-mail address by which a user signs in',
  description: 'The sign-in used until now is cut off; the next one with the new address, verified, takes its place.',
  input: z.strictObject({ email: z.email().max(255).toLowerCase() }),
  output: z.object({ id: z.uuid(), email: z.string() }),
  run: async ({ tx, id, input, principal, services }) => {
    await requireOutranks(tx, principal, id, services.clock.now());
    await tx.query(`select set_config('app.email_change', 'on', true)`);
    await tx.query(
      'update users set email = $2, email_verified = false, email_verified_at = null where id = $1 and email <> $2',
      [id, input.email],
    );
    tx.emit({ type: 'user.emailChanged', subjectType: 'user', subjectId: id, data: { id, email: input.email } });
    return { id, email: input.email };
  },
});
