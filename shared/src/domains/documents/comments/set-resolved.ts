import { z } from 'zod';
import type { Tx } from '../../../db/scope.ts';
import { ruleViolated } from '../../../errors.ts';
import type { Principal } from '../../../resource/principal.ts';
import type { DocumentCommentResolution } from '../events.ts';
import { seenComment } from './seen-comment.ts';

export const resolutionSchema = z.object({ id: z.guid(), documentId: z.guid(), isResolved: z.boolean() });

/** Marks a comment as done at a moment, or (null) as open again. What is so already stays so, without an event. */
export async function setResolved(
  tx: Tx,
  principal: Principal,
  id: string,
  resolvedAt: Date | null,
): Promise<DocumentCommentResolution> {
  const comment = await seenComment(tx, principal, id);
  if (comment.replyToCommentId) throw ruleViolated(`This is a reply; resolve or reopen comment ${comment.replyToCommentId}.`);
  const isResolved = resolvedAt !== null;
  const data: DocumentCommentResolution = { id, documentId: comment.documentId, isResolved };
  if (comment.isResolved === isResolved) return data;
  await tx.query(
    `update document_comments set is_resolved = $2, resolved_at = $3,
       resolved_by_user_id = case when $2 then (select u.id from users u where u.id = platform.current_user_id()) end
     where id = $1`,
    [id, isResolved, resolvedAt],
  );
  const type = isResolved ? 'documentComment.resolved' : 'documentComment.reopened';
  tx.emit({ type, subjectType: 'documentComment', subjectId: id, data });
  return data;
}
