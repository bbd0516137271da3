import { z } from 'zod';
import { placements } from '../../../db/placements.ts';
import { withSystem } from '../../../db/scope.ts';
import { job } from '../../../runtime/job.ts';
import { retentionDays } from '../message/index.ts';

const dayMs = 86_400_000;

/** Of the states of the past, those of the last days all stay; of earlier days the first of each, of earlier months the first of each. */
const thinSql = `delete from vehicle_fold_checkpoints c
  where c.at < $1 and exists (
    select from vehicle_fold_checkpoints earlier
    where earlier.tenant_id = c.tenant_id and earlier.vehicle_id = c.vehicle_id and earlier.at < c.at
      and earlier.at >= date_trunc(case when c.at < $2 then 'month' else 'day' end, c.at, 'UTC'))`;

/** Drops the months of readings that are older than the retention, and thins the states from which late readings are folded. */
export const expireFacts = job({
  handler: 'telematics.expireFacts',
  summary: 'Drop readings that are older than the retention',
  scope: 'platform',
  parameters: z.strictObject({
    denseDays: z.int().min(1).max(60).default(3).describe('late readings of so many days are folded again from close by'),
  }),
  timeoutMs: 10 * 60_000,
  run: async ({ parameters: { denseDays }, services, inScope }) => {
    const nowMs = services.clock.now().getTime();
    const before = new Date(nowMs - retentionDays * dayMs).toISOString().slice(0, 10);
    const dropped = await inScope((tx) =>
      tx.query<{ name: string }>(
        `select maintenance.drop_partitions(name, $1) as name
         from unnest(array['vehicle_locations', 'obd_telemetry', 'device_events']) as name`,
        [before],
      ),
    );
    for (const home of await placements(services.database)) {
      await withSystem(
        services.database,
        'thin the states of the past',
        (tx) => tx.query(thinSql, [new Date(nowMs - denseDays * dayMs), new Date(nowMs - 60 * dayMs)]),
        { home },
      );
    }
    return { recordsProcessed: dropped.length, output: { dropped: dropped.map(({ name }) => name) } };
  },
});
