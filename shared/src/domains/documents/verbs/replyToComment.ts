import { z } from 'zod';
import { ruleViolated } from '../../../errors.ts';
import { verb } from '../../../resource/verb.ts';
import { commentText } from '../comments/fields.ts';
import { insertComment } from '../comments/insert-comment.ts';
import { seenComment } from '../comments/seen-comment.ts';

export const replyToComment = verb({
  name: 'reply',
  on: 'document-comments',
  target: 'item',
  permission: 'document.read_own',
  summary: 'Answer a comment',
  input: z.strictObject({ text: commentText }),
  output: z.object({ id: z.guid(), replyToCommentId: z.guid() }),
  status: 201,
  run: async ({ tx, id: replyToCommentId, input: { text }, principal }) => {
    const comment = await seenComment(tx, principal, replyToCommentId);
    if (comment.replyToCommentId) throw ruleViolated(`This is a reply itself; reply to comment ${comment.replyToCommentId}.`);
    const { documentId, versionNumber } = comment;
    return { id: await insertComment(tx, { documentId, versionNumber, text, replyToCommentId }), replyToCommentId };
  },
});
