import type { Tx } from '../../../db/scope.ts';
import { dueMs } from '../fold/fold.ts';
import type { Fences } from '../fold/geofences/fences.ts';
import { doubleArray, textArray, uuidArray } from '../ingest/arrays.ts';
import type { Checkpoint } from './advance.ts';
import { holdFoldLock } from './awaitFolds.ts';
import type { KnownFold } from './fold-cache.ts';
import { storedState } from './stored-state.ts';

// In the order of ids, so that two transactions never wait for each other in a circle. Who folded from a state that is no longer the
// latest changes nothing, is not counted, and so raises WH409.
const saveSql = `with saved as (
  insert into vehicle_folds as f (tenant_id, id, vehicle_id, version, head_ms, head_id, refold_from, due_at, state)
  select (select platform.current_tenant_id()), id, id, version, head_ms, head_id, to_timestamp(refold_ms / 1000), to_timestamp(due_ms / 1000), state
  from unnest($1::uuid[], $2::float8[], $3::float8[], $4::uuid[], $5::float8[], $6::float8[], $7::text[])
    as r (id, version, head_ms, head_id, refold_ms, due_ms, state)
  on conflict (tenant_id, id) do update set version = excluded.version, head_ms = excluded.head_ms, head_id = excluded.head_id,
    refold_from = excluded.refold_from, due_at = excluded.due_at, state = excluded.state
  where f.version = excluded.version - 1
  returning 1
)
select platform.expect((select count(*) from saved) = $8::integer), ${holdFoldLock}`;

/** Stores folds, which are in the order of vehicle ids. @throws SQLSTATE WH409 where one was folded by somebody else meanwhile */
export async function saveFolds(
  tx: Tx,
  folds: readonly { vehicleId: string; after: KnownFold }[],
  fences: Fences,
): Promise<void> {
  await tx.query(
    saveSql,
    [
      uuidArray(folds, ({ vehicleId }) => vehicleId),
      doubleArray(folds, ({ after }) => after.version),
      doubleArray(folds, ({ after }) => after.state.until.atMs),
      uuidArray(folds, ({ after }) => after.state.until.id),
      doubleArray(folds, ({ after }) => after.refoldFromMs),
      // What waits for its refold is looked at by that.
      doubleArray(folds, ({ after }) => (after.refoldFromMs === null ? dueMs(after.state, { fences }) : null)),
      textArray(folds, ({ after }) => storedState(after.state)),
      folds.length,
    ],
    'save_vehicle_folds',
  );
}

/**
 * Proves that rules and fences are those that were folded with. After the folds are locked: whoever changed them since asks for a
 * refold, which then finds this one. @throws SQLSTATE WH409
 */
export async function expectRevision(tx: Tx, revision: number): Promise<void> {
  await tx.query(
    'select platform.expect(coalesce((select revision from telematics_revisions), 0) = $1)',
    [revision],
    'expect_telematics_revision',
  );
}

const checkpointSql = `insert into vehicle_fold_checkpoints (tenant_id, vehicle_id, at, state)
select (select platform.current_tenant_id()), vehicle_id, to_timestamp(at_ms / 1000), state
from unnest($1::uuid[], $2::float8[], $3::text[]) as r (vehicle_id, at_ms, state)
on conflict (tenant_id, vehicle_id, at) do update set state = excluded.state`;

export async function saveCheckpoints(tx: Tx, checkpoints: readonly Checkpoint[]): Promise<void> {
  await tx.query(
    checkpointSql,
    [
      uuidArray(checkpoints, ({ vehicleId }) => vehicleId),
      doubleArray(checkpoints, ({ atMs }) => atMs),
      textArray(checkpoints, ({ state }) => storedState(state)),
    ],
    'save_vehicle_fold_checkpoints',
  );
}
