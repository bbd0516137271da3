import { z } from 'zod';
import { resource } from '../../resource/resource.ts';
import { accessControl } from './access/fields.ts';
import { ownDocuments } from './access/own-documents.ts';
import { documentFolders, documents, documentVersions } from './tables/index.ts';

export { documentAuditResource } from './audit/resources.ts';
export { documentCommentResource } from './comments/resources.ts';
export { documentShareResource } from './sharing/resources.ts';
export { documentSuggestionResource } from './suggestions/resources.ts';

/** Documents come into being by the verb upload or by a file dropped into the bucket. */
export const documentResource = resource({
  path: 'documents',
  singular: 'document',
  table: documents,
  summary: 'Files of the organisation, their text and their passages',
  operations: ['list', 'get', 'update', 'changes'],
  permissions: { read: 'document.read', write: 'document.write', delete: 'document.delete' },
  narrowed: { 'document.read_own': ownDocuments() },
  verbOwned: [
    'fileName',
    'fileType',
    'fileSizeBytes',
    'fileUrl',
    'thumbnailUrl',
    'uploadedByUserId',
    'version',
    'analysedVersion',
    'status',
    'failureReason',
    'failureDetail',
    'isScannedAi',
    'aiMetadata',
    'isArchived',
    'archivedAt',
    'readers',
    'legalHold',
    'legalHoldReason',
    'documentClass',
    'classConfidence',
    'classifiedBy',
    'duplicateOfDocumentId',
    'duplicateSimilarity',
    'textSimhash',
  ],
  // Its text is read with the verb text; the fingerprint says nothing by itself.
  hidden: ['aiExtractedText', 'textSimhash'],
  search: ['documentName', 'description', 'fileName'],
  includes: {
    folder: { one: 'document-folders', via: 'folderId' },
    vehicle: { one: 'vehicles', via: 'vehicleId' },
    driver: { one: 'drivers', via: 'driverId' },
    vendor: { one: 'vendors', via: 'vendorId' },
    uploadedByUser: { one: 'users', via: 'uploadedByUserId' },
    parentDocument: { one: 'documents', via: 'parentDocumentId' },
    versions: { many: 'document-versions', by: 'documentId' },
    shares: { many: 'document-shares', by: 'documentId' },
    comments: { many: 'document-comments', by: 'documentId' },
  },
  fields: {
    tags: z.array(z.string().trim().min(1).max(100)).max(50),
    accessControl,
  },
});

export const documentFolderResource = resource({
  path: 'document-folders',
  singular: 'documentFolder',
  table: documentFolders,
  summary: 'Folders of documents',
  permissions: { read: 'folder.read', write: 'folder.write', delete: 'folder.delete' },
  verbOwned: ['path', 'readers', 'createdByUserId'],
  filled: ['path'],
  search: ['folderName', 'description', 'path'],
  includes: {
    parentFolder: { one: 'document-folders', via: 'parentFolderId' },
    folders: { many: 'document-folders', by: 'parentFolderId' },
    documents: { many: 'documents', by: 'folderId' },
  },
  fields: {
    folderName: z
      .string()
      .trim()
      .min(1)
      .max(255)
      .regex(/^[^/]*$/, 'a name without a slash'),
    color: z.string().regex(/^#[0-9a-fA-F]{6}$/, 'a colour as #rrggbb'),
    accessControl,
  },
});

/** Read only: the verbs upload and addVersion write them, and files dropped into the bucket. */
export const documentVersionResource = resource({
  path: 'document-versions',
  singular: 'documentVersion',
  table: documentVersions,
  summary: 'The files that a document consists of, one after the other',
  operations: ['list', 'get', 'changes'],
  permissions: { read: 'document.read', write: 'document.write' },
  narrowed: { 'document.read_own': `document_id in (select m.id from documents m where ${ownDocuments('m')})` },
  search: ['fileName', 'changeDescription'],
  includes: {
    document: { one: 'documents', via: 'documentId' },
    changedByUser: { one: 'users', via: 'changedByUserId' },
  },
});
