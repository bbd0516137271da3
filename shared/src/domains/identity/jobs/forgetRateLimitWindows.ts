import { z } from 'zod';
import { job } from '../../../runtime/job.ts';

/** Deletes the counters of hours that are over. */
export const forgetRateLimitWindows = job({
  handler: 'identity.forgetRateLimitWindows',
  summary: 'Delete rate-limit counters of past hours',
  scope: 'platform',
  parameters: z.strictObject({}),
  run: async ({ services, inScope }) => {
    const deleted = await inScope((tx) =>
      tx.query<{ count: number }>(
        `with deleted as (delete from platform.rate_limit_windows where window_start < $1::timestamptz - interval '2 hours' returning 1)
         select count(*)::integer as count from deleted`,
        [services.clock.now()],
      ),
    );
    return { recordsProcessed: deleted[0]?.count ?? 0 };
  },
});
