import { z } from 'zod';
import { job } from '../../../runtime/job.ts';
import { executionStatuses } from '../tables/columns/jobExecutionHistory.ts';

const batchRows = 5_000;

export const purgeJobHistory = job({
  handler: 'operations.purgeJobHistory',
  summary: 'Delete old entries of the history of scheduled jobs',
  scope: 'tenant',
  parameters: z.strictObject({ keepDays: z.int().min(1).max(3650).default(90) }),
  run: async ({ parameters: { keepDays }, services, inScope, signal }) => {
    const values = [services.clock.now(), keepDays, executionStatuses];
    let recordsProcessed = 0;
    for (let deleted = batchRows; deleted === batchRows; recordsProcessed += deleted) {
      signal.throwIfAborted();
      const rows = await inScope((tx) => tx.query(deleteSql, values));
      deleted = rows.length;
    }
    return { recordsProcessed };
  },
});

/** A run starts before it ends; the index is by status and start. */
const deleteSql = `delete from job_execution_history where id in (
    select id from job_execution_history
    where execution_status = any ($3::text[]) and started_at < $1::timestamptz - make_interval(days => $2::integer)
      and completed_at < $1::timestamptz - make_interval(days => $2::integer)
    limit ${batchRows}
  ) returning 1`;
