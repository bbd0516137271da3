import { z } from 'zod';
import { verb } from '../../../resource/verb.ts';
import { resumeTenant } from '../tenants/index.ts';
import { answerOf, tenantAnswer } from './tenant-answer.ts';

/** `POST /v1/tenants/{id}:resume` */
export const resumeTenantVerb = verb({
  name: 'resume',
  on: 'tenants',
  target: 'item',
  permission: 'platform.write',
  scope: 'platform',
  summary: 'Open a suspended tenant again',
  input: z.strictObject({}),
  output: tenantAnswer,
  run: async ({ tx, id }) => answerOf(await resumeTenant(tx, id)),
});
