import { resource } from '../../../resource/resource.ts';
import { ownDocuments } from '../access/own-documents.ts';
import { documentShares } from '../tables/index.ts';

/** Shares are made by the verb share of documents and end by the verb revoke or by themselves. */
export const documentShareResource = resource({
  path: 'document-shares',
  singular: 'documentShare',
  table: documentShares,
  summary: 'With whom documents are shared: users, roles, departments, and whoever has a link',
  operations: ['list', 'get', 'changes'],
  permissions: { read: 'document.read', write: 'document.write' },
  narrowed: { 'document.read_own': `document_id in (select m.id from documents m where ${ownDocuments('m')})` },
  hidden: ['tokenHash', 'passwordHash'],
  includes: {
    document: { one: 'documents', via: 'documentId' },
    sharedByUser: { one: 'users', via: 'sharedByUserId' },
    sharedWithUser: { one: 'users', via: 'sharedWithUserId' },
    sharedWithDepartment: { one: 'departments', via: 'sharedWithDepartmentId' },
  },
});
