import { z } from 'zod';
import { accessDenied, conflict, notFound } from '../../../errors.ts';
import { verb } from '../../../resource/verb.ts';
import type { DocumentShareRevoked } from '../events.ts';
import { shareableOf } from '../sharing/may-share.ts';

type Share = { documentId: string; revokedAt: Date | null; isMine: boolean };

// What was passed on by somebody who has the document from this share alone ends with it.
const revokeSql = `with recursive ended as (
    select s.tenant_id, s.id, s.document_id, s.shared_with_user_id from document_shares s where s.id = $1
    union
    select s.tenant_id, s.id, s.document_id, s.shared_with_user_id
    from ended e
      join documents d on d.tenant_id = e.tenant_id and d.id = e.document_id
      join document_shares s on s.tenant_id = e.tenant_id and s.document_id = e.document_id and s.shared_by_user_id = e.shared_with_user_id
    where not d.readers && platform.document_principals_of(current_schema(), e.shared_with_user_id)
  )
  update document_shares s
  set revoked_at = $2, revoked_by_user_id = (select u.id from users u where u.id = platform.current_user_id())
  where s.id in (select id from ended) and s.revoked_at is null
  returning s.id, s.document_id as "documentId"`;

export const revokeShare = verb({
  name: 'revoke',
  on: 'document-shares',
  target: 'item',
  permission: 'document.read_own',
  summary: 'End a share or a link at once',
  description:
    'For who made it, and for who may share the document at the level admin. What its holder passed on of a document that they have ' +
    'from this share ends too.',
  input: z.strictObject({}),
  output: z.object({ id: z.guid(), revokedAt: z.iso.datetime(), alsoRevoked: z.array(z.guid()) }),
  run: async ({ tx, id, principal, services }) => {
    const [share] = await tx.query<Share>(
      `select document_id as "documentId", revoked_at as "revokedAt", coalesce(shared_by_user_id = platform.current_user_id(), false) as "isMine"
       from document_shares where id = $1 for update`,
      [id],
    );
    if (!share) throw notFound('Document share', id);
    const shareable = await shareableOf(tx, principal, share.documentId);
    if (!share.isMine && !shareable.some(({ level }) => level === 'admin'))
      throw accessDenied('You did not share this, and may not share the document at the level admin.');
    if (share.revokedAt) throw conflict(`This share was revoked at ${share.revokedAt.toISOString()}.`);
    const revokedAt = services.clock.now().toISOString();
    const revoked = await tx.query<{ id: string; documentId: string }>(revokeSql, [id, revokedAt]);
    for (const one of revoked) {
      const data: DocumentShareRevoked = { ...one, revokedAt };
      tx.emit({ type: 'documentShare.revoked', subjectType: 'documentShare', subjectId: one.id, data });
    }
    return { id, revokedAt, alsoRevoked: revoked.map((one) => one.id).filter((one) => one !== id) };
  },
});
