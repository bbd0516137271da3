import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import { notFound } from '../../../errors.ts';
import { verb } from '../../../resource/verb.ts';
import { domainAnswer, domainColumns } from './domain-answer.ts';

/** `POST /v1/domains:add` */
export const addDomain = verb({
  name: 'add',
  on: 'domains',
  target: 'collection',
  permission: 'platform.write',
  scope: 'platform',
  summary: 'Register an internet domain of a tenant',
  description:
    'It counts once it is verified: publish verificationToken in the TXT record _wheelhouse.<domain>, then call domains/{id}:verify.',
  status: 201,
  input: z.strictObject({
    tenantId: z.guid(),
    domain: z
      .string()
      .trim()
      .toLowerCase()
      .max(253)
      .regex(
        /^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}$/,
        'Must be a domain name: fleet.example.com (international names in their xn-- form).',
      ),
  }),
  output: domainAnswer,
  run: async ({ tx, input: { tenantId, domain } }) => {
    const tenants = await tx.query(`select from platform.tenants where id = $1 and status <> 'deleting' for key share`, [
      tenantId,
    ]);
    if (tenants.length === 0) throw notFound('tenant', tenantId);
    const token = randomBytes(24).toString('base64url');
    const [row] = await tx.query<z.output<typeof domainAnswer>>(
      `insert into platform.domains (tenant_id, domain, verification_token) values ($1, $2, $3) returning ${domainColumns}`,
      [tenantId, domain, token],
    );
    return row!;
  },
});
