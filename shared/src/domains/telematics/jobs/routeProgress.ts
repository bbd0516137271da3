import { z } from 'zod';
import { job } from '../../../runtime/job.ts';
import { activeRoute } from '../routes/record.ts';
import { updateProgress } from '../routes/updateProgress.ts';

/** Follows the vehicles on their routes; meant to run each minute. A route a transaction, so that one cannot hold up the others. */
export const routeProgress = job({
  handler: 'telematics.routeProgress',
  summary:
    'Compare routes that are being driven with where their vehicles are: arrivals, missed stops, deviations, times of arrival',
  scope: 'tenant',
  parameters: z.strictObject({}),
  run: async ({ services, inScope, signal }) => {
    // What was judged longest ago comes first, so that a run that is cut short leaves nobody behind for good.
    const active = await inScope((tx) =>
      tx.query<{ id: string }>(`select id from routes where status = 'active' order by progress_at nulls first, id limit 10000`),
    );
    let recordsProcessed = 0;
    for (const { id } of active) {
      if (signal.aborted) break;
      await inScope(async (tx) => {
        const route = await activeRoute(tx, id);
        if (!route) return;
        await updateProgress(tx, route, services.clock.now());
        recordsProcessed += 1;
      });
    }
    return { recordsProcessed };
  },
});
