import { resource } from '../../../resource/resource.ts';
import { ownDocuments } from '../access/own-documents.ts';
import { documentComments } from '../tables/index.ts';

/** Comments are made by the verb comment of documents, and changed by verbs that know whose they are. */
export const documentCommentResource = resource({
  path: 'document-comments',
  singular: 'documentComment',
  table: documentComments,
  summary: 'What people say about documents, where on which page, with replies',
  operations: ['list', 'get', 'changes'],
  permissions: { read: 'document.read', write: 'document.read' },
  narrowed: { 'document.read_own': `document_id in (select m.id from documents m where ${ownDocuments('m')})` },
  search: ['commentText'],
  includes: {
    document: { one: 'documents', via: 'documentId' },
    user: { one: 'users', via: 'userId' },
    replyToComment: { one: 'document-comments', via: 'replyToCommentId' },
    replies: { many: 'document-comments', by: 'replyToCommentId' },
    resolvedByUser: { one: 'users', via: 'resolvedByUserId' },
  },
});
