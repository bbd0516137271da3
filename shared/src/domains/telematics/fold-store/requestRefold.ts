import type { Tx } from '../../../db/scope.ts';

/**
 * Asks for the folds of vehicles (by default of all that ever reported) to be computed again from a moment on, as what they were
 * computed from has changed: a fence, a rule. It is done by the next run of the job `telematics.refold`, at the latest. Answers whose they
 * are, for `Ingest.refoldSoon`.
 */
export async function requestRefold(tx: Tx, options: { fromMs: number; vehicleIds?: readonly string[] }): Promise<string[]> {
  const rows = await tx.query<{ id: string }>(
    `with wanted as (
       select id from vehicle_folds where $2::uuid[] is null or id = any($2::uuid[]) order by id for update
     )
     update vehicle_folds f set version = f.version + 1, refold_from = least(f.refold_from, to_timestamp($1::float8 / 1000))
     from wanted w where w.id = f.id returning f.id`,
    [options.fromMs, options.vehicleIds ?? null],
  );
  return rows.map(({ id }) => id);
}
