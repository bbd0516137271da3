import { z } from 'zod';
import { job } from '../../../runtime/job.ts';

export const purgeJobHistory = job({
  handler: 'operations.purgeJobHistory',
  summary: 'Delete old entries of the history of scheduled jobs',
  scope: 'tenant',
  parameters: z.strictObject({ keepDays: z.int().min(1).max(3650).default(90) }),
  run: async ({ parameters: { keepDays }, services, inScope }) => {
    const rows = await inScope((tx) =>
      tx.query(
        `delete from job_execution_history
         where completed_at < $1::timestamptz - make_interval(days => $2::integer) returning 1`,
        [services.clock.now(), keepDays],
      ),
    );
    return { recordsProcessed: rows.length };
  },
});
