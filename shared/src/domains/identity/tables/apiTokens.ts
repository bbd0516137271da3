import { boolean, inet, integer, jsonb, reference, text, timestamptz, varchar } from '../../../db/columns.ts';
import { sql, tenantTable } from '../../../db/table.ts';

export const apiTokens = tenantTable('api_tokens', {
  comment: 'Keys for programs. A token acts for its user, with at most the permissions named here.',
  audit: 'changes',
  masked: ['tokenHash'],
  unaudited: ['lastUsedAt', 'usageCount'],
  columns: {
    // Not null, unlike in the source: the rights of a token are bounded by those that its user has today.
    userId: reference('user_id').notNull(),
    tokenName: varchar('token_name', { length: 255 }).notNull(),
    tokenHash: varchar('token_hash', { length: 64 }).notNull(),
    tokenPrefix: varchar('token_prefix', { length: 20 }).notNull(),
    permissions: jsonb('permissions').$type<string[]>().notNull().default([]),
    rateLimit: integer('rate_limit'),
    allowedIps: inet('allowed_ips').array(),
    lastUsedAt: timestamptz('last_used_at'),
    usageCount: integer('usage_count').notNull().default(0),
    expiresAt: timestamptz('expires_at'),
    isActive: boolean('is_active').notNull().default(true),
    revokedAt: timestamptz('revoked_at'),
    revokedByUserId: reference('revoked_by_user_id'),
    revokedReason: text('revoked_reason'),
  },
  describe: {
    tokenHash:
      'SHA-256 of the secret in hex. The secret is 256 random bits, which no guessing reaches, so a slow hash would add nothing.',
    tokenPrefix: 'First characters of the token, to recognise it by.',
    rateLimit: 'Requests per hour; null for the default of the installation.',
    allowedIps: 'Addresses and networks it may be used from; null or empty for all.',
    lastUsedAt: 'Noted at most once a minute (UTC).',
    usageCount: 'Requests made with it; follows within a minute.',
  },
  references: { userId: { table: 'users', onDelete: 'cascade' } },
  unique: ['tokenHash'],
  indexes: [['userId', 'isActive'], ['isActive']],
  checks: {
    permissions_array: sql`jsonb_typeof(permissions) = 'array'`,
    rate_limit_positive: sql`rate_limit > 0`,
    revoked_inactive: sql`revoked_at is null or not is_active`,
  },
});
