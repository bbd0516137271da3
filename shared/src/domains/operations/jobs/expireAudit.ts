import { z } from 'zod';
import { dayMs } from '../../../clock.ts';
import { job } from '../../../runtime/job.ts';

/** Drops months whole; an entry stays for up to a month longer than it has to. */
export const expireAudit = job({
  handler: 'operations.expireAudit',
  summary: 'Drop the months of the audit trail that are past their retention, in every placement',
  scope: 'platform',
  parameters: z.strictObject({
    keepDays: z.int().min(365).max(36_500).default(2555).describe('seven years; entries that are younger are never dropped'),
  }),
  timeoutMs: 10 * 60_000,
  run: async ({ parameters: { keepDays }, services, inScope }) => {
    const before = new Date(services.clock.now().getTime() - keepDays * dayMs).toISOString().slice(0, 10);
    const rows = await inScope((tx) =>
      tx.query<{ name: string }>('select maintenance.drop_partitions($1, $2) as name', ['audit_log', before]),
    );
    return { recordsProcessed: rows.length, output: { dropped: rows.map(({ name }) => name) } };
  },
});
