import type { UnreadableReason } from '../text/index.ts';

export type FailureReason = UnreadableReason | 'too_large' | 'gave_up';

export type RejectionReason = 'outside_tenant_folder' | 'unknown_tenant' | 'unknown_document';

/** What became of an object. */
export type AnalysisOutcome =
  | { outcome: 'analysed'; documentId: string; versionNumber: number; pageCount: number; chunkCount: number }
  | { outcome: 'failed'; documentId: string; versionNumber: number; reason: FailureReason }
  /** This generation was dealt with before. */
  | { outcome: 'unchanged' }
  /** There is a newer generation or version, or the object is gone. */
  | { outcome: 'superseded' }
  /** It belongs to nobody; it was recorded in platform.rejected_messages. */
  | { outcome: 'rejected'; reason: RejectionReason }
  /** Nothing to read: a console's mark of an empty folder. */
  | { outcome: 'ignored' };

/** A version whose file has arrived and is being read. */
export type Target = {
  documentId: string;
  versionId: string;
  versionNumber: number;
  generation: string;
};
