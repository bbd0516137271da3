import { z } from 'zod';
import { verb } from '../../../resource/verb.ts';
import { moveTenant } from '../tenants/index.ts';
import { answerOf, doorsOf, tenantAnswer } from './tenant-answer.ts';

/** `POST /v1/tenants/{id}:move` */
export const moveTenantVerb = verb({
  name: 'move',
  on: 'tenants',
  target: 'item',
  permission: 'platform.write',
  scope: 'platform',
  summary: 'Move a tenant to the other placement',
  description:
    'It is read on meanwhile; writes are answered 503 until the move is done. Asked again after an interruption it goes on; asked to ' +
    'move to where the tenant is, it gives an unfinished move up.',
  input: z.strictObject({ placement: z.enum(['pooled', 'dedicated']) }),
  output: tenantAnswer.extend({ rows: z.int().describe('Rows that were moved.') }),
  prepare: async ({ id, input, ...caller }) => moveTenant(await doorsOf(caller), id, input.placement),
  run: async ({ prepared: { tenant, rows } }) => ({ ...answerOf(tenant), rows }),
});
