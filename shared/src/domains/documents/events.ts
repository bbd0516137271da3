// Data of the events that documents emit beyond created and updated.

/** `document.analysed`: the version can be searched. */
export type DocumentAnalysed = { documentId: string; versionNumber: number; pageCount: number; chunkCount: number };

/** `document.analysis_failed`: the version cannot be read; `reason` is a stable code, `detail` a sentence. */
export type DocumentAnalysisFailed = { documentId: string; versionNumber: number; reason: string; detail: string };

/** `document.archived` and `document.restored` */
export type DocumentArchiving = { id: string; isArchived: boolean };

/** `document.reanalysis_requested`: the analysis follows when the bucket reports the file anew. */
export type DocumentReanalysisRequested = { documentId: string; versionNumber: number; fromStep: string };

/**
 * `document.<kind>_accepted` and `document.<kind>_rejected`, where kind is class, vehicle, driver, vendor, compliance_document,
 * vendor_invoice or expense: what a person, or the organisation's settings, decided. Before them comes `document.<kind>_proposed`.
 */
export type SuggestionDecided = {
  suggestionId: string;
  documentId: string;
  versionNumber: number;
  kind: string;
  status: 'accepted' | 'corrected' | 'rejected';
  /** What counts now; null where it was rejected. */
  decision: Record<string, unknown> | null;
};

/** `document.held` and `document.released` */
export type DocumentHold = { id: string; legalHold: boolean; reason: string };

/** `document.version_restore_requested`: the older file is copied, and read when the bucket reports the copy. */
export type DocumentVersionRestoreRequested = { documentId: string; versionNumber: number; restoredFromVersion: number };

/** `document.purged`: everyone learns that it is gone, so nothing else is said. */
export type DocumentPurged = { id: string };

/** `orphanedFiles.left`: what is left of a purged document in buckets. */
export type OrphanedFilesLeft = {
  documentId: string;
  /** Everything below these is the document's. */
  prefixes: { bucket: string; prefix: string }[];
  /** Files under names that others may use later: up to this generation they are the document's. */
  objects: { bucket: string; name: string; lastGeneration: string }[];
};

/** `documentShare.revoked` */
export type DocumentShareRevoked = { id: string; documentId: string; revokedAt: string };

/** `documentComment.resolved` and `documentComment.reopened` */
export type DocumentCommentResolution = { id: string; documentId: string; isResolved: boolean };

/** `documentComment.deleted` */
export type DocumentCommentDeleted = { id: string; documentId: string };

/** `document.duplicate_found`: an older document has the same file (similarity 1) or nearly the same text. */
export type DocumentDuplicateFound = { documentId: string; duplicateOfDocumentId: string; similarity: number };
