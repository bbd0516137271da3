import { z } from 'zod';
import { isAllowed } from '../../../auth/permissions.ts';
import { accessDenied } from '../../../errors.ts';
import { verb } from '../../../resource/verb.ts';
import { seenComment } from '../comments/seen-comment.ts';
import type { DocumentCommentDeleted } from '../events.ts';

export const removeComment = verb({
  name: 'remove',
  on: 'document-comments',
  target: 'item',
  permission: 'document.read_own',
  summary: 'Delete a comment with its replies: one of your own, or any with document.delete',
  input: z.strictObject({}),
  output: z.object({ id: z.guid() }),
  run: async ({ tx, id, principal }) => {
    const { documentId, isMine } = await seenComment(tx, principal, id);
    if (!isMine && !isAllowed(principal, 'document.delete'))
      throw accessDenied('Only who made a comment may delete it, or who holds document.delete.');
    const replies = await tx.query<{ id: string }>('select id from document_comments where reply_to_comment_id = $1', [id]);
    await tx.query('delete from document_comments where id = $1', [id]);
    for (const gone of [...replies.map((reply) => reply.id), id]) {
      const data: DocumentCommentDeleted = { id: gone, documentId };
      tx.emit({ type: 'documentComment.deleted', subjectType: 'documentComment', subjectId: gone, data });
    }
    return { id };
  },
});
