import { z } from 'zod';
import { accessDenied } from '../../../errors.ts';
import { verb } from '../../../resource/verb.ts';
import { commentText } from '../comments/fields.ts';
import { seenComment } from '../comments/seen-comment.ts';

export const editComment = verb({
  name: 'edit',
  on: 'document-comments',
  target: 'item',
  permission: 'document.read_own',
  summary: 'Change the text of a comment of your own',
  input: z.strictObject({ text: commentText }),
  output: z.object({ id: z.guid(), commentText: z.string() }),
  run: async ({ tx, id, input: { text }, principal }) => {
    const { documentId, isMine } = await seenComment(tx, principal, id);
    if (!isMine) throw accessDenied('Only who made a comment may change it.');
    await tx.query('update document_comments set comment_text = $2 where id = $1', [id, text]);
    const data = { id, documentId, commentText: text, changed: ['commentText'] };
    tx.emit({ type: 'documentComment.updated', subjectType: 'documentComment', subjectId: id, data });
    return { id, commentText: text };
  },
});
