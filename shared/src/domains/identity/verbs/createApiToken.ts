import { z } from 'zod';
import { makeApiToken } from '../../../auth/api-token.ts';
import { permissionSchema } from '../../../auth/permissions.ts';
import { accessDenied, invalidField } from '../../../errors.ts';
import { momentSchema } from '../../../resource/moment.ts';
import { verb } from '../../../resource/verb.ts';
import { actingUserId, requireCovers } from '../escalation.ts';

const network = z.union([z.ipv4(), z.ipv6(), z.cidrv4(), z.cidrv6()]);

/** `POST /v1/api-tokens:create` */
export const createApiToken = verb({
  name: 'create',
  on: 'api-tokens',
  target: 'collection',
  permission: 'api_token.write',
  summary: 'Create an API token for yourself',
  description: 'The answer is the only place where the token is ever shown. It can do at most what you can do, today and later.',
  status: 201,
  secretAnswer: true,
  input: z.strictObject({
    tokenName: z.string().min(1).max(255),
    permissions: z.array(permissionSchema).min(1).max(200),
    expiresAt: momentSchema.optional(),
    rateLimit: z.int().min(1).max(1_000_000_000).optional().describe('Requests per hour.'),
    allowedIps: z.array(network).min(1).max(100).optional(),
  }),
  output: z.object({ id: z.uuid(), token: z.string(), tokenPrefix: z.string(), expiresAt: z.iso.datetime().nullable() }),
  run: async ({ tx, input, principal, services }) => {
    const userId = actingUserId(principal);
    // Otherwise a token that is about to expire could renew itself for ever.
    if (principal.actor.kind !== 'user' || !userId)
      throw accessDenied('API tokens are created by people who have signed in, not with a token.');
    requireCovers(principal, input.permissions);
    const expiresAt = input.expiresAt === undefined ? null : new Date(input.expiresAt);
    if (expiresAt && expiresAt <= services.clock.now()) throw invalidField('expiresAt', 'Must lie in the future.');
    const [made] = await tx.query<{ id: string }>('select platform.uuid_v7() as id');
    const id = made?.id ?? '';
    const { token, hash, prefix } = makeApiToken({ tenantId: principal.tenantId, tokenId: id });
    await tx.query(
      `insert into api_tokens (id, user_id, token_name, token_hash, token_prefix, permissions, rate_limit, allowed_ips, expires_at)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
      [
        id,
        userId,
        input.tokenName,
        hash,
        prefix,
        JSON.stringify(input.permissions),
        input.rateLimit ?? null,
        input.allowedIps ?? null,
        expiresAt,
      ],
    );
    const data = { id, userId, tokenName: input.tokenName, tokenPrefix: prefix, permissions: input.permissions };
    tx.emit({ type: 'apiToken.created', subjectType: 'apiToken', subjectId: id, data });
    return { id, token, tokenPrefix: prefix, expiresAt: expiresAt?.toISOString() ?? null };
  },
});
