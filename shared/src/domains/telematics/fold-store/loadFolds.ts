import type { Tx } from '../../../db/scope.ts';
import { initialState } from '../fold/fold.ts';
import { unknownFold } from './advance.ts';
import type { KnownFold } from './fold-cache.ts';
import { readState } from './stored-state.ts';

/** The folds of these vehicles, locked for this transaction. */
export async function loadFolds(tx: Tx, vehicleIds: readonly string[]): Promise<Map<string, KnownFold>> {
  const rows = await tx.query<{ id: string; version: number; refold_ms: number | null; state: string }>(
    `select id, version, (extract(epoch from refold_from) * 1000)::float8 as refold_ms, state
     from vehicle_folds where id = any($1::uuid[]) order by id for update`,
    [vehicleIds],
    'lock_vehicle_folds',
  );
  const folds = new Map(vehicleIds.map((id): [string, KnownFold] => [id, unknownFold]));
  for (const { id, version, refold_ms, state } of rows) {
    const known = readState(state);
    folds.set(id, known ? { version, refoldFromMs: refold_ms, state: known } : { version, refoldFromMs: 0, state: initialState });
  }
  return folds;
}
