import type { Database } from '../../../../db/database.ts';
import type { Tx } from '../../../../db/scope.ts';
import type { Claim } from './claim.ts';
import type { Outcome } from './execute.ts';
import { jobRowOf } from './job-row.ts';
import { inPlace, tablesOf } from './place.ts';
import { afterFailure, afterRun } from './retry.ts';

const longestMessage = 10_000;
const longestStack = 20_000;

/** `lost`: another worker has taken the job over meanwhile; its lease had run out, and the run is on record as timed out. */
export type Recorded = { lost: boolean; willRetry: boolean };

/** Records how a run ended and when the job runs next. */
export function recordOutcome(database: Database, claim: Claim, outcome: Outcome, now: Date): Promise<Recorded> {
  const { place, executionId, startedAt } = claim;
  const { jobs, ofTenant } = tablesOf(place);
  const key = [claim.job.id, claim.job.tenantId ?? null];
  return inPlace(database, place, 'record the run of a job', async (tx) => {
    const [row] = await tx.query(`select * from ${jobs} where id = $1 and ${ofTenant} for update`, key);
    if (!row || !(await endExecution(tx, claim, outcome, now))) return { lost: true, willRetry: false };
    const job = { ...jobRowOf(row), scheduledRunAt: claim.job.scheduledRunAt };
    const next = outcome.status === 'success' ? afterRun(job, startedAt) : afterFailure(job, startedAt, now, outcome.retryable);
    // Someone may have given the job another schedule while it ran; that stands.
    const rescheduled = (row.scheduled_run_at as Date | null)?.getTime() !== claim.job.scheduledRunAt.getTime();
    await tx.query(
      `update ${jobs} set
         locked_by = null, locked_until = null, last_run_status = $3::text, last_run_duration_ms = $4,
         failure_count = case when $3::text = 'success' then 0 else failure_count + 1 end
         ${rescheduled ? '' : ', next_run_at = $5, scheduled_run_at = $6, retry_attempt = $7, is_active = is_active and $5::timestamptz is not null'}
       where id = $1 and ${ofTenant}`,
      [
        ...key,
        outcome.status,
        durationMs(startedAt, now),
        ...(rescheduled ? [] : [next.nextRunAt, next.scheduledRunAt, next.retryAttempt]),
      ],
    );
    const willRetry = !rescheduled && next.retryAttempt > 0;
    if (outcome.status !== 'success' && !willRetry && job.tenantId) {
      const data = {
        id: job.id,
        jobName: job.jobName,
        jobHandler: job.jobHandler,
        executionId,
        status: outcome.status,
        error: text(outcome.message, 1000),
      };
      tx.emit({ type: 'scheduledJob.failed', subjectType: 'scheduledJob', subjectId: job.id, tenantId: job.tenantId, data });
    }
    return { lost: false, willRetry };
  });
}

/** False when the run is on record as ended already. */
async function endExecution(tx: Tx, claim: Claim, outcome: Outcome, now: Date): Promise<boolean> {
  const { history, ofTenant } = tablesOf(claim.place);
  const failed = outcome.status === 'success' ? undefined : outcome;
  const output =
    outcome.status === 'success' ? { ...outcome.result.output, missedRuns: claim.missedRuns } : { missedRuns: claim.missedRuns };
  const ended = await tx.query(
    `update ${history} set execution_status = $3, completed_at = $4, duration_ms = $5, records_processed = $6, error_message = $7,
       error_stack_trace = $8, output_data = $9
     where id = $1 and ${ofTenant} and execution_status is null returning id`,
    [
      claim.executionId,
      claim.job.tenantId ?? null,
      outcome.status,
      now,
      durationMs(claim.startedAt, now),
      outcome.status === 'success' ? outcome.result.recordsProcessed : null,
      failed ? text(failed.message, longestMessage) : null,
      failed?.stack ? text(failed.stack, longestStack) : null,
      JSON.stringify(output, (_, value) => (typeof value === 'string' ? text(value, longestStack) : value)),
    ],
  );
  return ended.length === 1;
}

function durationMs(from: Date, to: Date): number {
  return Math.min(Math.max(to.getTime() - from.getTime(), 0), 2 ** 31 - 1);
}

/** What PostgreSQL can hold of a text. */
function text(value: string, longest: number): string {
  return value.slice(0, longest).replaceAll('\0', '').toWellFormed();
}
