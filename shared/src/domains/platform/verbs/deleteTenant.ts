import { z } from 'zod';
import { notFound } from '../../../errors.ts';
import { verb } from '../../../resource/verb.ts';
import { deleteTenant, lookUpTenant, type Tenant } from '../tenants/index.ts';
import { answerOf, byOf, doorsOf, tenantAnswer } from './tenant-answer.ts';

const input = z.strictObject({ confirm: z.string().max(50).describe('The slug of the tenant.') });

/** `POST /v1/tenants/{id}:delete` */
export const deleteTenantVerb = verb<typeof input, typeof tenantAnswer, Tenant | undefined>({
  name: 'delete',
  on: 'tenants',
  target: 'item',
  permission: 'platform.write',
  scope: 'platform',
  summary: 'Delete a tenant and all its rows',
  description: 'For good: its audit trail goes too. Export it first. Asked again after an interruption it goes on.',
  input,
  output: tenantAnswer,
  // A repeated request finds no tenant here, and gets the first one's answer.
  prepare: async ({ id, input: { confirm }, ...caller }) => {
    const doors = await doorsOf(caller);
    return (await lookUpTenant(doors, id)) ? deleteTenant(doors, id, confirm, byOf(caller)) : undefined;
  },
  run: async ({ id, prepared }) => {
    if (!prepared) throw notFound('tenant', id);
    return answerOf(prepared);
  },
});
