import type { Database } from '../../../../db/database.ts';
import type { Tx } from '../../../../db/scope.ts';
import type { Job } from '../../../../runtime/job.ts';
import { type JobRow, jobRowOf } from './job-row.ts';
import { inPlace, type Place, tablesOf } from './place.ts';
import { afterRun, mayRetry } from './retry.ts';
import { missedRuns } from './schedule.ts';

/** A job that this worker alone runs until its lease ends. */
export type Claim = { place: Place; job: JobRow; executionId: string; startedAt: Date; missedRuns: number };

/** A job whose last attempt ended with its worker. */
export type GivenUp = { givenUp: JobRow; message: string };

/** Beyond the job's own time: for recording how it ended. */
const graceMs = 30_000;
/** A handler that nobody knows only fails. */
const unknownHandlerMs = 60_000;

/**
 * Claims one due job of a place, or says that there is none (undefined). A job whose worker has let its lease run out is taken over:
 * that run is recorded as timed out and counts as an attempt; without attempts left the job waits for its next regular time (GivenUp).
 */
export function claimDueJob(
  database: Database,
  place: Place,
  worker: { id: string; handlers: ReadonlyMap<string, Job>; now: Date },
): Promise<Claim | GivenUp | undefined> {
  return inPlace(database, place, 'claim a due job', async (tx) => {
    const found = await lockDueJob(tx, place, worker.now);
    if (!found) return undefined;
    const taken = found.lockedBy === null ? { job: found } : await takeOver(tx, place, found, worker.now);
    if ('givenUp' in taken) return taken;
    const { job } = taken;
    const missed = missedRuns(job.schedule, job.scheduledRunAt, worker.now);
    const executionId = await begin(tx, place, job, worker);
    return { place, job, executionId, startedAt: worker.now, missedRuns: missed };
  });
}

async function lockDueJob(tx: Tx, place: Place, now: Date): Promise<JobRow | undefined> {
  const { jobs } = tablesOf(place);
  const active = place.kind === 'platform' ? '' : `join platform.tenants t on t.id = j.tenant_id and t.status = 'active'`;
  const [row] = await tx.query(
    `select j.* from ${jobs} j ${active}
     where j.is_active and j.next_run_at <= $1 and (j.locked_until is null or j.locked_until <= $1)
     order by j.next_run_at, j.id limit 1
     for update of j skip locked`,
    [now],
  );
  return row && jobRowOf(row);
}

async function begin(
  tx: Tx,
  place: Place,
  job: JobRow,
  worker: { id: string; handlers: ReadonlyMap<string, Job>; now: Date },
): Promise<string> {
  const { jobs, history, ofTenant } = tablesOf(place);
  const timeoutMs = worker.handlers.get(job.jobHandler)?.timeoutMs ?? unknownHandlerMs;
  const tenant = place.kind === 'platform' ? ['', ''] : ['tenant_id, ', '$6, '];
  const [execution] = await tx.query<{ id: string }>(
    `insert into ${history} (${tenant[0]}scheduled_job_id, scheduled_for, started_at, retry_attempt, worker_id)
     values (${tenant[1]}$1, $2, $3, $4, $5) returning id`,
    [job.id, job.scheduledRunAt, worker.now, job.retryAttempt, worker.id, ...(job.tenantId ? [job.tenantId] : [])],
  );
  await tx.query(
    `update ${jobs} set locked_by = $3, locked_until = $4, last_run_at = $5, scheduled_run_at = $6, retry_attempt = $7
     where id = $1 and ${ofTenant}`,
    [
      job.id,
      job.tenantId ?? null,
      worker.id,
      new Date(worker.now.getTime() + timeoutMs + graceMs),
      worker.now,
      job.scheduledRunAt,
      job.retryAttempt,
    ],
  );
  return (execution as { id: string }).id;
}

/** Ends the run of a worker that is gone. The job as it is to run now, unless it has no attempts left. */
async function takeOver(tx: Tx, place: Place, job: JobRow, now: Date): Promise<{ job: JobRow } | GivenUp> {
  const { jobs, history, ofTenant } = tablesOf(place);
  const message = `Worker ${job.lockedBy} did not report back before its lease ended.`;
  await tx.query(
    `update ${history} set execution_status = 'timeout', completed_at = $3, error_message = $4,
       duration_ms = least(extract(epoch from $3::timestamptz - started_at) * 1000, 2147483647)::integer
     where scheduled_job_id = $1 and ${ofTenant} and execution_status is null`,
    [job.id, job.tenantId ?? null, now, message],
  );
  await tx.query(
    `update ${jobs} set last_run_status = 'timeout', failure_count = failure_count + 1 where id = $1 and ${ofTenant}`,
    [job.id, job.tenantId ?? null],
  );
  if (mayRetry(job)) return { job: { ...job, retryAttempt: job.retryAttempt + 1 } };
  const next = afterRun(job, now);
  await tx.query(
    `update ${jobs} set next_run_at = $3, scheduled_run_at = $3, retry_attempt = 0, locked_by = null, locked_until = null,
       is_active = is_active and $3::timestamptz is not null
     where id = $1 and ${ofTenant}`,
    [job.id, job.tenantId ?? null, next.nextRunAt],
  );
  return { givenUp: job, message };
}
