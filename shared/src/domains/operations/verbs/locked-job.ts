import type { Tx } from '../../../db/scope.ts';
import { notFound } from '../../../errors.ts';
import { type JobRow, jobRowOf } from '../jobs/engine/job-row.ts';

/** The job of an item verb, locked until the end of the transaction. `isRunning`: a worker holds it at the moment. */
export async function lockedJob(tx: Tx, id: string, now: Date): Promise<JobRow & { isActive: boolean; isRunning: boolean }> {
  const [row] = await tx.query('select * from scheduled_jobs where id = $1 for update', [id]);
  if (!row) throw notFound('Scheduled job', id);
  const lockedUntil = row.locked_until as Date | null;
  return { ...jobRowOf(row), isActive: row.is_active as boolean, isRunning: lockedUntil !== null && lockedUntil > now };
}

/** Tells others what happened to a job. */
export function emitJobEvent(tx: Tx, type: `scheduledJob.${string}`, job: JobRow, more: Record<string, unknown> = {}): void {
  const { id, jobName, jobHandler } = job;
  tx.emit({ type, subjectType: 'scheduledJob', subjectId: id, data: { id, jobName, jobHandler, ...more } });
}
