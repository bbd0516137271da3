import type { Tx } from '../../../db/scope.ts';
import type { AnalysisStatus } from '../tables/index.ts';
import type { FailureReason, Target } from './outcome.ts';
import { NotWantedError } from './step.ts';

/** A step that is done, or why there will be no further one. */
export type StepDone = { status: AnalysisStatus; failure?: { reason: FailureReason; detail: string } };

/** Writes how far the analysis of a version has come, on the version and, while it is the current one, on its document. @throws NotWantedError */
export async function recordStep(tx: Tx, target: Target, { status, failure }: StepDone): Promise<void> {
  await holdVersion(tx, target);
  const failed = [failure?.reason ?? null, failure?.detail ?? null];
  // This attempt is the first at the next step, where there is one.
  const attempts = status === 'ready' || status === 'failed' ? 0 : 1;
  await tx.query(
    `update document_versions set status = $2, failure_reason = $3, failure_detail = $4, attempts = $5, last_error = null, progress = null
     where id = $1`,
    [target.versionId, status, ...failed, attempts],
  );
  await tx.query('update documents set status = $3, failure_reason = $4, failure_detail = $5 where id = $1 and version = $2', [
    target.documentId,
    target.versionNumber,
    status,
    ...failed,
  ]);
}

/** Keeps others from writing about the version until the end of the transaction. @throws NotWantedError */
export async function holdVersion(tx: Tx, { documentId, versionId, generation }: Target): Promise<void> {
  // The document first, as everywhere, so that two deliveries wait for each other instead of deadlocking.
  await tx.query('select from documents where id = $1 for no key update', [documentId]);
  const held = await tx.query(
    `select from document_versions where id = $1 and generation = $2 and status not in ('ready', 'failed') for no key update`,
    [versionId, generation],
  );
  if (held.length === 0) throw new NotWantedError(`The analysis of generation ${generation} is not wanted any more.`);
}

/** Says how much of the step that is under way is done: pages, passages. */
export async function recordProgress(tx: Tx, target: Target, done: number, total: number): Promise<void> {
  await tx.query('update document_versions set progress = $2 where id = $1', [target.versionId, JSON.stringify({ done, total })]);
}

/** Keeps why an attempt failed, for people who wonder; the next one clears it when it gets further. */
export async function recordError(tx: Tx, target: Target, error: unknown): Promise<void> {
  const message = error instanceof Error ? error.message : String(error);
  await tx.query('update document_versions set last_error = $3 where id = $1 and generation = $2', [
    target.versionId,
    target.generation,
    message.slice(0, 2_000),
  ]);
}
