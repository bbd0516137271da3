import { boolean, decimal, integer, reference, text, timestamptz } from '../../../db/columns.ts';
import { sql, tenantTable } from '../../../db/table.ts';

export const documentComments = tenantTable('document_comments', {
  comment: 'What people say about a document, where on which page, with replies.',
  audit: 'changes',
  columns: {
    documentId: reference('document_id').notNull(),
    userId: reference('user_id').notNull(),
    commentText: text('comment_text').notNull(),
    versionNumber: integer('version_number').notNull(),
    pageNumber: integer('page_number'),
    positionX: decimal('position_x', 5, 2),
    positionY: decimal('position_y', 5, 2),
    replyToCommentId: reference('reply_to_comment_id'),
    isResolved: boolean('is_resolved').notNull().default(false),
    resolvedByUserId: reference('resolved_by_user_id'),
    resolvedAt: timestamptz('resolved_at'),
  },
  describe: {
    versionNumber: 'The version that it was said of.',
    pageNumber: 'Null for the document as a whole.',
    positionX: 'Percent of the width of the page, from its left side.',
    positionY: 'Percent of the height of the page, from the top.',
    replyToCommentId: 'The comment that it answers, which is no reply itself.',
    isResolved: 'Of a comment with its replies.',
  },
  references: {
    documentId: { table: 'documents', onDelete: 'cascade' },
    userId: 'users',
    replyToCommentId: { table: 'document_comments', onDelete: 'cascade' },
    resolvedByUserId: 'users',
  },
  indexes: [['documentId', '-createdAt'], ['replyToCommentId'], ['userId'], ['resolvedByUserId']],
  checks: {
    comment_text_not_blank: sql`btrim(comment_text) <> ''`,
    position_on_page: sql`position_x between 0 and 100 and position_y between 0 and 100`,
    position_complete: sql`num_nulls(position_x, position_y) in (0, 2) and (position_x is null or page_number is not null)`,
    resolved_at_some_time: sql`is_resolved = (resolved_at is not null)`,
    replies_follow: sql`reply_to_comment_id is null or (page_number is null and not is_resolved)`,
  },
});
