import { resource } from '../../../resource/resource.ts';
import { documentAuditLog } from '../tables/index.ts';

/**
 * A look is a look at the file: its text, its pages, its thumbnail, what was understood of it. Reading the fields of a document, and
 * passages that a search quotes, is none.
 */
export const documentAuditResource = resource({
  path: 'document-audit-log',
  singular: 'documentAuditEntry',
  table: documentAuditLog,
  summary: 'Who looked at which document, took, shared or changed it; reading its fields and finding it by search are no looks',
  permissions: { read: 'document_audit.read', write: 'document_audit.read' },
  includes: {
    document: { one: 'documents', via: 'documentId' },
    user: { one: 'users', via: 'userId' },
  },
});
