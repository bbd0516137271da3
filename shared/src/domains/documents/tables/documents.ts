import { bigint, boolean, day, integer, jsonb, oneOf, reference, sql, text, uuid, varchar } from '../../../db/columns.ts';
import { tenantTable } from '../../../db/table.ts';

/** How far the analysis of a file has come. */
export const analysisStatuses = ['received', 'extracting', 'chunked', 'embedded', 'ready', 'failed'] as const;
export type AnalysisStatus = (typeof analysisStatuses)[number];

export const documentEntityTypes = ['vehicle', 'driver', 'policy', 'maintenance'] as const;

// The source design has an embedding a document as well. It is left out: the mean of a manual's passages is near nothing in particular,
// and search compares passages.
export const documents = tenantTable('documents', {
  comment: 'Files of the organisation, in their current version, with what was read from them.',
  audit: 'changes',
  // Not for secrecy: the audit trail would hold every text twice.
  masked: ['aiExtractedText'],
  columns: {
    documentName: varchar('document_name', { length: 500 }).notNull(),
    description: text('description'),
    fileName: text('file_name').notNull(),
    fileType: varchar('file_type', { length: 50 }),
    fileSizeBytes: bigint('file_size_bytes', { mode: 'number' }),
    fileUrl: text('file_url').notNull(),
    thumbnailUrl: text('thumbnail_url'),
    folderId: reference('folder_id'),
    uploadedByUserId: reference('uploaded_by_user_id'),
    vehicleId: reference('vehicle_id'),
    driverId: reference('driver_id'),
    entityType: oneOf('entity_type', documentEntityTypes),
    entityId: uuid('entity_id'),
    version: integer('version').notNull().default(1),
    analysedVersion: integer('analysed_version'),
    parentDocumentId: reference('parent_document_id'),
    tags: varchar('tags', { length: 100 }).array().notNull().default(sql`'{}'`),
    status: oneOf('status', analysisStatuses).notNull().default('received'),
    failureReason: varchar('failure_reason', { length: 50 }),
    failureDetail: text('failure_detail'),
    isScannedAi: boolean('is_scanned_ai').notNull().default(false),
    aiExtractedText: text('ai_extracted_text'),
    aiMetadata: jsonb('ai_metadata'),
    accessControl: jsonb('access_control'),
    isArchived: boolean('is_archived').notNull().default(false),
    retentionDate: day('retention_date'),
  },
  describe: {
    fileName: 'As its owner calls the file: a name, never a path.',
    fileType: 'pdf, txt, …: of the name until the file is read, then of its bytes.',
    fileUrl: 'gs:// address of the current version.',
    thumbnailUrl: 'gs:// address of a small picture of the first page.',
    uploadedByUserId: 'Null for a file dropped into the bucket and for uploads by an API token of no user.',
    entityType: 'Kind of thing it is about, beyond vehicle and driver.',
    version: 'Newest version whose file has arrived.',
    analysedVersion: 'Version that the text and the passages are of; older than `version` while that is being read or cannot be.',
    parentDocumentId: 'Document that this one was made from.',
    status: 'How far the analysis of the current version has come.',
    failureReason: 'Stable code of why the current version cannot be read: encrypted, corrupt, unsupported_type, …',
    failureDetail: 'The same as a sentence.',
    isScannedAi: 'Whether its text was read from pictures.',
    aiExtractedText: 'Text of the analysed version; pages are parted by a form feed.',
    aiMetadata: 'What the analysis found: title, pageCount, chunkCount, model.',
    accessControl: 'Who may use it: users, roles, departments.',
    isArchived: 'Not found by search; changed by the verbs archive and restore.',
    retentionDate: 'It must be kept until then.',
  },
  references: {
    folderId: 'document_folders',
    uploadedByUserId: 'users',
    vehicleId: 'vehicles',
    driverId: 'drivers',
    parentDocumentId: 'documents',
  },
  indexes: [
    ['entityType', 'entityId'],
    ['folderId'],
    ['vehicleId'],
    ['driverId'],
    ['parentDocumentId'],
    ['uploadedByUserId', '-createdAt'],
    { on: sql`tags`, method: 'gin', name: 'documents_tags_idx' },
  ],
  checks: {
    file_url_form: sql`file_url ~ '^gs://'`,
    entity_complete: sql`num_nulls(entity_type, entity_id) in (0, 2)`,
    failure_explained: sql`(status = 'failed') = (failure_reason is not null)`,
    access_control_object: sql`jsonb_typeof(access_control) = 'object'`,
  },
});
