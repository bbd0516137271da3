import type { Database } from '../db/database.ts';
import { withTenant } from '../db/scope.ts';
import type { ApiTokenClaim } from './api-token.ts';
import { readTenant } from './read-tenant.ts';

/** A token as it is kept. */
export type ApiTokenRecord = {
  userId: string;
  hash: string;
  permissions: string[];
  requestsPerHour: number | undefined;
  allowedIps: string[];
  expiresAt: Date | undefined;
  isActive: boolean;
  tenantSlug: string;
};

type Row = {
  user_id: string;
  token_hash: string;
  permissions: string[];
  rate_limit: number | null;
  allowed_ips: string[];
  expires_at: Date | null;
  is_active: boolean;
  slug: string;
};

/** The token with this id inside its tenant's own scope, or undefined. */
export async function loadApiToken(
  database: Database,
  { tenantId, tokenId }: ApiTokenClaim,
): Promise<ApiTokenRecord | undefined> {
  const [row] = await readTenant(database, tenantId, 'load API token', (tx) =>
    tx.query<Row>(
      `select user_id, token_hash, permissions, rate_limit, coalesce(allowed_ips::text[], '{}') as allowed_ips, expires_at, is_active,
         (select slug from platform.tenants where id = platform.current_tenant_id()) as slug
       from api_tokens where id = $1`,
      [tokenId],
      'load_api_token',
    ),
  );
  if (!row) return undefined;
  return {
    userId: row.user_id,
    hash: row.token_hash,
    permissions: row.permissions,
    requestsPerHour: row.rate_limit ?? undefined,
    allowedIps: row.allowed_ips,
    expiresAt: row.expires_at ?? undefined,
    isActive: row.is_active,
    tenantSlug: row.slug,
  };
}

/** Adds uses of a token to its row. */
export async function noteApiTokenUse(database: Database, claim: ApiTokenClaim, uses: number, lastUsedAt: Date): Promise<void> {
  const scope = {
    tenantId: claim.tenantId,
    actor: { kind: 'system', reason: 'count uses of API tokens' },
    databaseRole: 'authenticated_user',
    request: { operation: 'count uses of API tokens' },
  } as const;
  await withTenant(
    database,
    scope,
    (tx) =>
      tx.query('update api_tokens set usage_count = usage_count + $2, last_used_at = greatest(last_used_at, $3) where id = $1', [
        claim.tokenId,
        uses,
        lastUsedAt,
      ]),
    { statements: 1 },
  );
}
