import { z } from 'zod';
import { placements } from '../../../db/placements.ts';
import { withSystem } from '../../../db/scope.ts';
import type { Services } from '../../../resource/services.ts';
import { job } from '../../../runtime/job.ts';
import { graceMs } from '../fold-store/refoldVehicle.ts';
import { ingestOf } from '../ingest/index.ts';

type Waiting = { tenant_id: string; id: string };

/**
 * Folds what waits for it in every placement: vehicles of which a reading came late to an instance that ended, whose fences or rules
 * changed, or to which something happens in silence.
 */
export const refold = job({
  handler: 'telematics.refold',
  summary: 'Bring trips, fences and behaviour up to what is stored, and to the time that passed',
  scope: 'platform',
  parameters: z.strictObject({
    limit: z.int().min(1).max(100_000).default(5_000).describe('vehicles of one placement at a time'),
  }),
  timeoutMs: 5 * 60_000,
  run: async ({ parameters: { limit }, services, signal }) => {
    let recordsProcessed = 0;
    let failed = 0;
    for (const home of await placements(services.database)) {
      for (const { tenant_id, id } of await waitingIn(services, home, limit)) {
        if (signal.aborted) return { recordsProcessed, output: { failed } };
        try {
          await ingestOf(services).refold(tenant_id, id);
          recordsProcessed += 1;
        } catch (error) {
          // A tenant that is being moved, a vehicle with a fault: the others do not wait for it.
          failed += 1;
          services.log.warn({ err: error, tenantId: tenant_id, vehicleId: id }, 'a vehicle could not be folded again');
        }
      }
    }
    return { recordsProcessed, output: { failed } };
  },
});

function waitingIn({ database, clock }: Services, home: string, limit: number): Promise<Waiting[]> {
  const settledAt = new Date(clock.now().getTime() - graceMs);
  return withSystem(
    database,
    'find vehicles to fold',
    (tx) =>
      tx.query<Waiting>(
        `(select f.tenant_id, f.id from vehicle_folds f join platform.tenants t on t.id = f.tenant_id and t.status = 'active'
          where f.refold_from is not null order by f.refold_from, f.id limit $2)
         union
         (select f.tenant_id, f.id from vehicle_folds f join platform.tenants t on t.id = f.tenant_id and t.status = 'active'
          where f.due_at <= $1 order by f.due_at, f.id limit $2)`,
        [settledAt, limit],
      ),
    { home, access: 'read', statements: 1 },
  );
}
