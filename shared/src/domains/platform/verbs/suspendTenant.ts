import { z } from 'zod';
import { verb } from '../../../resource/verb.ts';
import { suspendTenant } from '../tenants/index.ts';
import { answerOf, tenantAnswer } from './tenant-answer.ts';

/** `POST /v1/tenants/{id}:suspend` */
export const suspendTenantVerb = verb({
  name: 'suspend',
  on: 'tenants',
  target: 'item',
  permission: 'platform.write',
  scope: 'platform',
  summary: 'Shut a tenant until it is resumed',
  description: 'Its users can neither read nor write; they are shown the reason.',
  input: z.strictObject({ reason: z.string().min(1).max(500) }),
  output: tenantAnswer,
  run: async ({ tx, id, input }) => answerOf(await suspendTenant(tx, id, input.reason)),
});
