import { isAllowed } from '../../../auth/permissions.ts';
import type { Tx } from '../../../db/scope.ts';
import { accessDenied, notFound } from '../../../errors.ts';
import type { Principal } from '../../../resource/principal.ts';
import { readableBy } from '../access/own-documents.ts';
import type { sharePermissionLevels } from '../tables/index.ts';

export type ShareLevel = (typeof sharePermissionLevels)[number];

/** What somebody may pass on of a document: at most this level, until this moment at most (null: for good). */
export type Shareable = { level: ShareLevel; expiresAt: Date | null };

const levels: readonly ShareLevel[] = ['view', 'edit', 'admin'];

const sql = (readable: string) => `select
    d.readers is null or platform.sees_all_documents() or d.readers && platform.document_principals() as "isReader",
    coalesce((select json_agg(json_build_object('level', s.permission_level, 'expiresAt', s.expires_at, 'canReshare', s.can_reshare))
      from document_shares s
      where s.document_id = d.id and s.revoked_at is null and s.share_link is null and (s.expires_at is null or s.expires_at > now())
        and platform.document_principals() && array['user:' || s.shared_with_user_id, 'role:' || s.shared_with_role,
          'department:' || s.shared_with_department_id]), '[]') as shares
  from documents d where d.id = $1 and ${readable}`;

type Row = { isReader: boolean; shares: { level: ShareLevel; expiresAt: string | null; canReshare: boolean }[] };

/**
 * What the caller may pass on of a document. Who may write documents and reads this one by its access, or by a share at the level
 * admin, may share it; so may who holds a share that can be passed on, but no more than they have.
 *
 * @throws not found, for a document that the caller does not see
 */
export async function shareableOf(tx: Tx, principal: Principal, documentId: string): Promise<Shareable[]> {
  const [row] = await tx.query<Row>(sql(readableBy(principal, 'd')), [documentId]);
  if (!row) throw notFound('Document', documentId);
  const mayWrite = isAllowed(principal, 'document.write');
  if (mayWrite && row.isReader) return [{ level: 'admin', expiresAt: null }];
  return row.shares
    .filter((share) => share.canReshare || (mayWrite && share.level === 'admin'))
    .map(({ level, expiresAt }) => ({ level, expiresAt: expiresAt === null ? null : new Date(expiresAt) }));
}

/** @throws access denied, where this is more than the caller may pass on */
export function requireShareable(shareable: readonly Shareable[], wanted: Shareable): void {
  const isWithin = shareable.some(
    ({ level, expiresAt }) =>
      levels.indexOf(wanted.level) <= levels.indexOf(level) &&
      (expiresAt === null || (wanted.expiresAt !== null && wanted.expiresAt <= expiresAt)),
  );
  if (isWithin) return;
  if (shareable.length === 0) throw accessDenied('You may read this document, but not share it.');
  const most = shareable.map(({ level, expiresAt }) => `${level} ${expiresAt ? `until ${expiresAt.toISOString()}` : 'for good'}`);
  throw accessDenied(`You may share no more than you have: ${most.join(', or ')}.`);
}
