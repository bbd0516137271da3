import { z } from 'zod';
import { placements } from '../../../db/placements.ts';
import { type Tx, withSystem } from '../../../db/scope.ts';
import { job } from '../../../runtime/job.ts';

const batchRows = 1000;

/** What expires: a table, its key, and the condition on a row; `$1` is now, `$2` the days that messages are remembered. */
const perPlacement = [
  { table: 'idempotency_keys', key: 'tenant_id, id', expired: 'expires_at < $1::timestamptz and $2::integer > 0' },
  {
    table: 'processed_messages',
    key: 'tenant_id, id',
    expired: 'processed_at < $1::timestamptz - make_interval(days => $2::integer)',
  },
] as const;
const ofPlatform = [
  { table: 'platform.idempotency_keys', key: 'id', expired: 'expires_at < $1::timestamptz and $2::integer > 0' },
  // Windows are an hour long; the one before is still asked for around the full hour.
  {
    table: 'platform.rate_limit_windows',
    key: 'id',
    expired: `window_start < $1::timestamptz - interval '2 hours' and $2::integer > 0`,
  },
  {
    table: 'platform.job_execution_history',
    key: 'id',
    expired: `completed_at < $1::timestamptz - interval '90 days' and $2::integer > 0`,
  },
] as const;

type Purge = (typeof perPlacement)[number] | (typeof ofPlatform)[number];

/** Deletes in small transactions, so that nobody waits for them and a run that is stopped keeps what it has done. */
export const purgeExpired = job({
  handler: 'operations.purgeExpired',
  summary:
    'Delete expired idempotency keys, old notes of handled messages, old rate windows and old runs of the jobs of the platform',
  scope: 'platform',
  parameters: z.strictObject({
    keepMessagesDays: z.int().min(7).max(90).default(7).describe('Pub/Sub delivers a message again for 7 days at most'),
  }),
  timeoutMs: 5 * 60_000,
  run: async ({ parameters: { keepMessagesDays }, services, signal }) => {
    const values = [services.clock.now(), keepMessagesDays];
    const output: Record<string, number> = {};
    const purge = async (home: string, what: Purge): Promise<void> => {
      for (let deleted = batchRows; deleted === batchRows; ) {
        signal.throwIfAborted();
        deleted = await withSystem(services.database, 'job operations.purgeExpired', (tx) => deleteBatch(tx, what, values), {
          home,
        });
        output[what.table] = (output[what.table] ?? 0) + deleted;
      }
    };
    for (const what of ofPlatform) await purge('app', what);
    for (const home of await placements(services.database)) {
      for (const what of perPlacement) await purge(home, what);
    }
    return { recordsProcessed: Object.values(output).reduce((sum, count) => sum + count, 0), output };
  },
});

async function deleteBatch(tx: Tx, { table, key, expired }: Purge, values: unknown[]): Promise<number> {
  const rows = await tx.query<{ deleted: number }>(
    `with gone as (
       delete from ${table} where (${key}) in (select ${key} from ${table} where ${expired} limit ${batchRows} for update skip locked)
       returning 1
     ) select count(*)::integer as deleted from gone`,
    values,
  );
  return rows[0]?.deleted ?? 0;
}
