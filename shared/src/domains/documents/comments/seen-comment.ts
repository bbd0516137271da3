import type { Tx } from '../../../db/scope.ts';
import { notFound } from '../../../errors.ts';
import type { Principal } from '../../../resource/principal.ts';
import { readableBy } from '../access/own-documents.ts';

export type SeenComment = {
  documentId: string;
  versionNumber: number;
  replyToCommentId: string | null;
  isResolved: boolean;
  isMine: boolean;
};

/** A comment on a document that the caller may read, locked until the end. @throws not found */
export async function seenComment(tx: Tx, principal: Principal, id: string): Promise<SeenComment> {
  const [comment] = await tx.query<SeenComment>(
    `select c.document_id as "documentId", c.version_number as "versionNumber", c.reply_to_comment_id as "replyToCommentId",
       c.is_resolved as "isResolved", coalesce(c.user_id = platform.current_user_id(), false) as "isMine"
     from document_comments c
     where c.id = $1
       and exists (select from documents d where d.tenant_id = c.tenant_id and d.id = c.document_id and ${readableBy(principal, 'd')})
     for update of c`,
    [id],
  );
  if (!comment) throw notFound('Document comment', id);
  return comment;
}
