import { z } from 'zod';
import { dayMs } from '../../../clock.ts';
import type { Database } from '../../../db/database.ts';
import { placements } from '../../../db/placements.ts';
import { withSystem } from '../../../db/scope.ts';
import { job } from '../../../runtime/job.ts';
import { lowestId } from '../lowestId.ts';
import { retentionDays } from '../message/index.ts';

/** States of longer ago are kept by the month. */
const dailyDays = 60;

const factTables = ['vehicle_locations', 'obd_telemetry', 'device_events'];

/** Vehicles whose states are thinned in one transaction. */
const batchVehicles = 500;

/** Of the states of the past, those of the last days all stay; of earlier days the first of each, of earlier months the first of each. */
const thinSql = `delete from vehicle_fold_checkpoints c using unnest($3::uuid[], $4::uuid[]) as v (tenant_id, vehicle_id)
  where c.tenant_id = v.tenant_id and c.vehicle_id = v.vehicle_id and c.at < $1 and exists (
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
  run: async ({ parameters: { denseDays }, services: { clock, database }, inScope, signal }) => {
    const nowMs = clock.now().getTime();
    const before = new Date(nowMs - retentionDays * dayMs).toISOString().slice(0, 10);
    const dropped: string[] = [];
    // One table at a time, as each is locked until the end of its transaction.
    for (const table of factTables) {
      const rows = await inScope((tx) =>
        tx.query<{ name: string }>('select maintenance.drop_partitions($1, $2) as name', [table, before]),
      );
      dropped.push(...rows.map(({ name }) => name));
    }
    const limits = { denseFrom: new Date(nowMs - denseDays * dayMs), dailyFrom: new Date(nowMs - dailyDays * dayMs) };
    for (const home of await placements(database)) await thin(database, home, limits, signal);
    return { recordsProcessed: dropped.length, output: { dropped } };
  },
});

type Vehicle = { tenant_id: string; id: string };

async function thin(
  database: Database,
  home: string,
  { denseFrom, dailyFrom }: { denseFrom: Date; dailyFrom: Date },
  signal: AbortSignal,
): Promise<void> {
  let last: Vehicle | undefined = { tenant_id: lowestId, id: lowestId };
  while (last) {
    signal.throwIfAborted();
    const after: Vehicle = last;
    const vehicles: Vehicle[] = await withSystem(
      database,
      'thin the states of the past',
      async (tx) => {
        const batch = await tx.query<Vehicle>(
          'select tenant_id, id from vehicle_folds where (tenant_id, id) > ($1, $2) order by tenant_id, id limit $3',
          [after.tenant_id, after.id, batchVehicles],
        );
        const ids = [batch.map(({ tenant_id }) => tenant_id), batch.map(({ id }) => id)];
        await tx.query(thinSql, [denseFrom, dailyFrom, ...ids]);
        return batch;
      },
      { home },
    );
    last = vehicles.at(-1);
  }
}
