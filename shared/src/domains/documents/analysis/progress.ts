import type { Tx } from '../../../db/scope.ts';
import type { AnalysisStatus } from '../tables/index.ts';
import type { FailureReason, Target } from './outcome.ts';

/** A step that is done, or why there will be no further one. */
export type Step = { status: AnalysisStatus; failure?: { reason: FailureReason; detail: string } };

/**
 * Writes how far the analysis of a version has come, on the version and (while it is the current one) on its document. False, and
 * nothing is written, when the analysis is no longer wanted: another delivery finished it, or a newer generation arrived.
 */
export async function recordStep(tx: Tx, target: Target, { status, failure }: Step): Promise<boolean> {
  // The document first, as everywhere, so that two deliveries wait for each other instead of deadlocking.
  await tx.query('select from documents where id = $1 for no key update', [target.documentId]);
  const versions = await tx.query(
    `update document_versions set status = $3, failure_reason = $4, failure_detail = $5
     where id = $1 and generation = $2 and status not in ('ready', 'failed')
     returning id`,
    [target.versionId, target.generation, status, failure?.reason ?? null, failure?.detail ?? null],
  );
  if (versions.length === 0) return false;
  await tx.query('update documents set status = $3, failure_reason = $4, failure_detail = $5 where id = $1 and version = $2', [
    target.documentId,
    target.versionNumber,
    status,
    failure?.reason ?? null,
    failure?.detail ?? null,
  ]);
  return true;
}
