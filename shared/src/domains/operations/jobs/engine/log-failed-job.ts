import type { Logger } from '../../../../log.ts';
import type { JobRow } from './job-row.ts';

const longestMessage = 1_000;

/**
 * Tells operators of a run that failed and is not repeated. Alerts look for `jobHandler` and `jobStatus` of such entries
 * (terraform/modules/monitoring/jobs.tf).
 */
export function logFailedJob(log: Logger, job: JobRow, ended: { status: 'failed' | 'timeout'; message: string }): void {
  const { id, jobHandler, tenantId } = job;
  log.error(
    { jobHandler, jobStatus: ended.status, jobId: id, tenantId, jobError: ended.message.slice(0, longestMessage) },
    'a scheduled job failed and is not repeated before its next regular time',
  );
}
