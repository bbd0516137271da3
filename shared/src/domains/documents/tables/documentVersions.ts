import { bigint, integer, oneOf, reference, text, varchar } from '../../../db/columns.ts';
import { sql, tenantTable } from '../../../db/table.ts';
import { analysisStatuses } from './documents.ts';

export const documentVersions = tenantTable('document_versions', {
  comment: 'The files that a document consists of, one after the other.',
  audit: 'changes',
  columns: {
    documentId: reference('document_id').notNull(),
    versionNumber: integer('version_number').notNull(),
    fileName: text('file_name').notNull(),
    fileUrl: text('file_url').notNull(),
    generation: bigint('generation', { mode: 'number' }),
    contentType: varchar('content_type', { length: 255 }),
    fileSizeBytes: bigint('file_size_bytes', { mode: 'number' }),
    checksum: varchar('checksum', { length: 64 }),
    changeDescription: text('change_description'),
    changedByUserId: reference('changed_by_user_id'),
    status: oneOf('status', analysisStatuses).notNull().default('received'),
    failureReason: varchar('failure_reason', { length: 50 }),
    failureDetail: text('failure_detail'),
    pageCount: integer('page_count'),
    chunkCount: integer('chunk_count'),
  },
  describe: {
    versionNumber: 'Counts from 1.',
    fileUrl: 'gs:// address. Versions dropped under one name share it and differ in generation.',
    generation: 'Generation of the object in its bucket; null until the file has arrived.',
    checksum: 'SHA-256 of the file, hexadecimal; null until the file has been read.',
    changedByUserId: 'Null for a file dropped into the bucket and for uploads by an API token of no user.',
    status: 'How far its analysis has come; `received` also while its upload is awaited.',
    failureReason: 'Stable code of why it cannot be read.',
    chunkCount: 'Passages; 0 for a version that was overtaken before it was read.',
  },
  references: { documentId: { table: 'documents', onDelete: 'cascade' }, changedByUserId: 'users' },
  unique: [['documentId', 'versionNumber']],
  indexes: [['fileUrl', 'generation'], ['checksum'], ['changedByUserId']],
  checks: {
    version_number_positive: sql`version_number > 0`,
    file_url_form: sql`file_url ~ '^gs://'`,
    checksum_form: sql`checksum ~ '^[0-9a-f]{64}$'`,
    failure_explained: sql`(status = 'failed') = (failure_reason is not null)`,
  },
});
