import { z } from 'zod';
import { job } from '../../../runtime/job.ts';

/** Each table is a transaction of its own, so that a run that is stopped has lost nothing. */
export const ensurePartitions = job({
  handler: 'operations.ensurePartitions',
  summary: 'Make the monthly partitions of the months to come, in every placement',
  scope: 'platform',
  parameters: z.strictObject({ monthsAhead: z.int().min(1).max(24).default(2) }),
  timeoutMs: 5 * 60_000,
  run: async ({ parameters: { monthsAhead }, services, inScope }) => {
    const today = services.clock.now().toISOString().slice(0, 10);
    const tables = await inScope((tx) =>
      tx.query<{ name: string }>('select name from maintenance.tables_lacking_partitions($1, $2) as name', [today, monthsAhead]),
    );
    let partitions = 0;
    for (const { name } of tables) {
      const [made] = await inScope((tx) =>
        tx.query<{ made: number }>('select maintenance.ensure_partitions($1, $2, $3) as made', [name, today, monthsAhead]),
      );
      partitions += made?.made ?? 0;
    }
    const [horizon] = await inScope((tx) =>
      tx.query<{ days: number }>('select maintenance.partition_horizon_days($1) as days', [today]),
    );
    // Read by an alert: terraform/modules/monitoring/jobs.tf.
    services.log.info({ partitionHorizonDays: horizon?.days }, 'every partitioned table has partitions for these days');
    return { recordsProcessed: partitions, output: { tables: tables.map(({ name }) => name) } };
  },
});
