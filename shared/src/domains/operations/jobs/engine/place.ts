import type { Database } from '../../../../db/database.ts';
import { type Tx, withSystem } from '../../../../db/scope.ts';

/** Where scheduled jobs are: the platform's own, or those of the tenants of one placement. */
export type Place = { kind: 'platform' | 'tenant'; home: string };

/** Names of the two tables of a place, and what picks one row by `$1` (id) and `$2` (tenant). */
export function tablesOf(place: Place) {
  const prefix = place.kind === 'platform' ? 'platform.' : '';
  const ofTenant = place.kind === 'platform' ? '$2::uuid is null' : 'tenant_id = $2';
  return { jobs: `${prefix}scheduled_jobs`, history: `${prefix}job_execution_history`, ofTenant };
}

/** The engine's transaction in a place. */
export function inPlace<T>(database: Database, place: Place, reason: string, fn: (tx: Tx) => Promise<T>): Promise<T> {
  return withSystem(database, reason, fn, { home: place.home });
}

/** Places with due jobs, the platform's first: one question. */
export async function placesWithDueJobs(database: Database, now: Date): Promise<Place[]> {
  const rows = await withSystem(
    database,
    'find due jobs',
    (tx) =>
      tx.query<{ home: string | null }>(
        `select null as home from platform.scheduled_jobs
           where is_active and next_run_at <= $1 and (locked_until is null or locked_until <= $1)
         union
         select * from platform.schemas_with_due_jobs($1)
         order by 1 nulls first`,
        [now],
      ),
    { access: 'read', statements: 1 },
  );
  return rows.map(({ home }) => (home === null ? { kind: 'platform', home: 'app' } : { kind: 'tenant', home }));
}
