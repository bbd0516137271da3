import type { Tx } from '../../../db/scope.ts';
import { accessDenied } from '../../../errors.ts';
import { emitCreated } from '../record.ts';
import { documentCommentResource } from './resources.ts';

export type NewComment = {
  documentId: string;
  versionNumber: number;
  text: string;
  pageNumber?: number | undefined;
  positionX?: number | undefined;
  positionY?: number | undefined;
  replyToCommentId?: string | undefined;
};

/** Writes a comment of the current user. @throws access denied, for a token of no user */
export async function insertComment(tx: Tx, comment: NewComment): Promise<string> {
  const { documentId, versionNumber, text, pageNumber, positionX, positionY, replyToCommentId } = comment;
  const [made] = await tx.query<{ id: string }>(
    `insert into document_comments (document_id, user_id, comment_text, version_number, page_number, position_x, position_y, reply_to_comment_id)
     select $1, u.id, $2, $3, $4, $5, $6, $7 from users u where u.id = platform.current_user_id()
     returning id`,
    [documentId, text, versionNumber, pageNumber ?? null, positionX ?? null, positionY ?? null, replyToCommentId ?? null],
  );
  if (!made) throw accessDenied('Comments are made by users; this token belongs to none.');
  await emitCreated(tx, documentCommentResource, made.id);
  return made.id;
}
