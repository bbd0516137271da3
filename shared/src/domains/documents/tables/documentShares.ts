import { boolean, integer, oneOf, reference, timestamptz, varchar } from '../../../db/columns.ts';
import { sql, tenantTable } from '../../../db/table.ts';

export const sharePermissionLevels = ['view', 'edit', 'admin'] as const;

export const documentShares = tenantTable('document_shares', {
  comment: 'Documents that were shared: with a user, a role, a department, or with whoever has a link.',
  audit: { none: 'each look changes it; the audit log of the document says who shared and revoked' },
  masked: ['tokenHash', 'passwordHash'],
  columns: {
    documentId: reference('document_id').notNull(),
    sharedByUserId: reference('shared_by_user_id'),
    sharedWithUserId: reference('shared_with_user_id'),
    sharedWithRole: varchar('shared_with_role', { length: 100 }),
    sharedWithDepartmentId: reference('shared_with_department_id'),
    permissionLevel: oneOf('permission_level', sharePermissionLevels).notNull(),
    expiresAt: timestamptz('expires_at'),
    canReshare: boolean('can_reshare').notNull().default(false),
    shareLink: varchar('share_link', { length: 255 }),
    tokenHash: varchar('token_hash', { length: 64 }),
    passwordHash: varchar('password_hash', { length: 255 }),
    maxAccessCount: integer('max_access_count'),
    accessCount: integer('access_count').notNull().default(0),
    lastAccessedAt: timestamptz('last_accessed_at'),
    revokedAt: timestamptz('revoked_at'),
    revokedByUserId: reference('revoked_by_user_id'),
  },
  describe: {
    sharedByUserId: 'Null for an API token of no user.',
    sharedWithRole: 'Name of the role.',
    permissionLevel: '`view`, `edit` (its file and fields, where the user may write documents), `admin` (also its shares).',
    canReshare: 'Whom it is shared with may share it on, with no more than they have.',
    shareLink: 'The part of a link that is no secret, by which it is recognised.',
    tokenHash: 'SHA-256 of the secret of a link, in hex.',
    passwordHash: 'scrypt of the password that a link asks for; null where it asks for none.',
    maxAccessCount: 'A link works so many times; null: any number.',
    accessCount: 'How often a link was used.',
  },
  references: {
    documentId: { table: 'documents', onDelete: 'cascade' },
    sharedByUserId: 'users',
    sharedWithUserId: 'users',
    sharedWithDepartmentId: 'departments',
    revokedByUserId: 'users',
  },
  unique: ['shareLink', 'tokenHash'],
  indexes: [
    ['documentId'],
    ['sharedWithUserId'],
    ['sharedWithRole'],
    ['sharedWithDepartmentId'],
    ['sharedByUserId'],
    ['revokedByUserId'],
  ],
  checks: {
    one_recipient: sql`num_nonnulls(shared_with_user_id, shared_with_role, shared_with_department_id, share_link) = 1`,
    link_has_secret: sql`(share_link is null) = (token_hash is null)`,
    link_options: sql`share_link is not null or (password_hash is null and max_access_count is null)`,
    link_only_shows: sql`share_link is null or (permission_level = 'view' and not can_reshare and expires_at is not null)`,
    max_access_count_positive: sql`max_access_count > 0`,
    accesses_counted: sql`(access_count = 0) = (last_accessed_at is null)`,
  },
});
