import { z } from 'zod';
import { conflict, notFound } from '../../../errors.ts';
import { verb } from '../../../resource/verb.ts';
import { actingUserId, requireOutranks } from '../escalation.ts';

/** `POST /v1/api-tokens/{id}:revoke` */
export const revokeApiToken = verb({
  name: 'revoke',
  on: 'api-tokens',
  target: 'item',
  permission: 'api_token.write',
  summary: 'Make an API token useless for good',
  description: 'Instances that have just used the token may take it for 5 more seconds.',
  input: z.strictObject({ reason: z.string().min(1).max(500).optional() }),
  output: z.object({ id: z.uuid(), isActive: z.literal(false) }),
  run: async ({ tx, id, input, principal, services }) => {
    const [token] = await tx.query<{ user_id: string; is_active: boolean }>(
      'select user_id, is_active from api_tokens where id = $1 for update',
      [id],
    );
    if (!token) throw notFound('API token', id);
    if (!token.is_active) throw conflict(`API token ${id} was revoked before.`);
    const now = services.clock.now();
    await requireOutranks(tx, principal, token.user_id, now);
    await tx.query(
      'update api_tokens set is_active = false, revoked_at = $2, revoked_by_user_id = $3, revoked_reason = $4 where id = $1',
      [id, now, actingUserId(principal) ?? null, input.reason ?? null],
    );
    const data = { id, userId: token.user_id, reason: input.reason ?? null };
    tx.emit({ type: 'apiToken.revoked', subjectType: 'apiToken', subjectId: id, data });
    return { id, isActive: false as const };
  },
});
