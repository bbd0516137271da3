import { z } from 'zod';
import { verb } from '../../../resource/verb.ts';
import { createTenant, slugSchema } from '../tenants/index.ts';
import { answerOf, byOf, doorsOf, tenantAnswer } from './tenant-answer.ts';

/** `POST /v1/tenants:create` */
export const createTenantVerb = verb({
  name: 'create',
  on: 'tenants',
  target: 'collection',
  permission: 'platform.write',
  scope: 'platform',
  summary: 'Create a tenant',
  description:
    'With its roles, departments and, where an administrator is named, the first user, who may do everything from the first sign-in with ' +
    'that verified address on. A dedicated tenant gets a schema of its own, which takes some seconds. The same request again answers the same tenant.',
  status: 201,
  input: z.strictObject({
    slug: slugSchema,
    name: z.string().min(1).max(255),
    placement: z.enum(['pooled', 'dedicated']).default('pooled'),
    administrator: z
      .strictObject({
        email: z.email().max(255).toLowerCase(),
        firstName: z.string().min(1).max(100),
        lastName: z.string().min(1).max(100),
      })
      .optional(),
  }),
  output: tenantAnswer,
  prepare: async ({ input: { administrator, ...wanted }, ...caller }) =>
    createTenant(await doorsOf(caller), { ...wanted, ...(administrator ? { administrator } : {}) }, byOf(caller)),
  run: async ({ prepared }) => answerOf(prepared),
});
