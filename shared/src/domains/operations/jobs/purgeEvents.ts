import { z } from 'zod';
import { dayMs } from '../../../clock.ts';
import { placements } from '../../../db/placements.ts';
import { withSystem } from '../../../db/scope.ts';
import { type FeedPlace, feedStart, purgePage, tenantsWithOldEvents } from '../../../events/purge.ts';
import { job } from '../../../runtime/job.ts';

/** Deletes in small transactions; a run that is stopped keeps what it has done, and the next goes on. */
export const purgeEvents = job({
  handler: 'operations.purgeEvents',
  summary: 'Delete published events that are past their retention, in every placement',
  scope: 'platform',
  parameters: z.strictObject({
    keepDays: z
      .int()
      .min(7)
      .max(3650)
      .default(90)
      .describe('how long the reader of a change feed may stay away without having to read everything anew'),
  }),
  timeoutMs: 10 * 60_000,
  run: async ({ parameters: { keepDays }, services: { clock, database }, signal }) => {
    const before = new Date(clock.now().getTime() - keepDays * dayMs);
    const reason = 'job operations.purgeEvents';
    let deleted = 0;
    for (const home of await placements(database)) {
      const tenants = await withSystem(database, reason, (tx) => tenantsWithOldEvents(tx, home, before), { home });
      for (const tenantId of tenants) {
        for (let after: FeedPlace | undefined = feedStart; after; ) {
          signal.throwIfAborted();
          const from: FeedPlace = after;
          const page = await withSystem(database, reason, (tx) => purgePage(tx, { tenantId, after: from, before }), { home });
          deleted += page.deleted;
          after = page.next;
        }
      }
    }
    return { recordsProcessed: deleted };
  },
});
