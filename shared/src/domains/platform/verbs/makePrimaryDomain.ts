import { z } from 'zod';
import { notFound, ruleViolated } from '../../../errors.ts';
import { verb } from '../../../resource/verb.ts';
import { domainAnswer, domainColumns } from './domain-answer.ts';

/** `POST /v1/domains/{id}:makePrimary` */
export const makePrimaryDomain = verb({
  name: 'makePrimary',
  on: 'domains',
  target: 'item',
  permission: 'platform.write',
  scope: 'platform',
  summary: 'Make a verified domain the one that the tenant goes by',
  input: z.strictObject({}),
  output: domainAnswer,
  run: async ({ tx, id }) => {
    const [domain] = await tx.query<z.output<typeof domainAnswer>>(
      `select ${domainColumns} from platform.domains where id = $1`,
      [id],
    );
    if (!domain) throw notFound('domain', id);
    if (!domain.isVerified) throw ruleViolated(`${domain.domain} is not verified. Call domains/${id}:verify first.`);
    // Two at once would both take the place of the former one.
    await tx.query('select from platform.tenants where id = $1 for no key update', [domain.tenantId]);
    await tx.query('update platform.domains set is_primary = false where tenant_id = $1 and is_primary and id <> $2', [
      domain.tenantId,
      id,
    ]);
    await tx.query('update platform.domains set is_primary = true where id = $1 and not is_primary', [id]);
    return { ...domain, isPrimary: true };
  },
});
