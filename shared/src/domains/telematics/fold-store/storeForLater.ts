import { allSent } from '../../../db/all-sent.ts';
import type { Database } from '../../../db/database.ts';
import { type Scope, type Tx, withTenant } from '../../../db/scope.ts';
import { initialState } from '../fold/fold.ts';
import { doubleArray, uuidArray } from '../ingest/arrays.ts';
import { byVehicle, type Fact } from '../ingest/facts.ts';
import { factStatements, insertFacts } from '../ingest/storeFacts.ts';
import { isThereAlready } from './outdated.ts';
import { storedState } from './stored-state.ts';
import { latestFixes, showLatestFixes } from './vehicle-state.ts';

// What is noted already for an earlier moment is not touched.
const noteSql = `insert into vehicle_folds as f (tenant_id, id, vehicle_id, version, head_ms, head_id, refold_from, state)
select (select platform.current_tenant_id()), id, id, 1, $3, $4, to_timestamp(from_ms / 1000), $5
from unnest($1::uuid[], $2::float8[]) as r (id, from_ms)
on conflict (tenant_id, id) do update set version = f.version + 1, refold_from = excluded.refold_from
where f.refold_from is null or f.refold_from > excluded.refold_from`;

/** Facts that are stored now and folded later, and in how many statements that is. */
export function forLater(facts: readonly Fact[]): {
  vehicleIds: string[];
  statements: number;
  store: (tx: Tx, areNew?: boolean) => Promise<void>;
} {
  const vehicles = byVehicle(facts);
  const distinct = vehicles.flatMap((vehicle) => vehicle.facts);
  const latest = latestFixes(distinct);
  const note = [
    uuidArray(vehicles, ({ vehicleId }) => vehicleId),
    doubleArray(vehicles, (vehicle) => vehicle.facts[0]?.atMs),
    initialState.until.atMs,
    initialState.until.id,
    storedState(initialState),
  ];
  return {
    vehicleIds: vehicles.map(({ vehicleId }) => vehicleId),
    statements: 1 + factStatements(distinct) + (latest.length > 0 ? 1 : 0),
    store: async (tx, areNew = false) => {
      await allSent([
        tx.query(noteSql, note, 'note_vehicle_folds'),
        insertFacts(tx, distinct, areNew),
        ...(latest.length > 0 ? [showLatestFixes(tx, latest)] : []),
      ]);
    },
  };
}

/** Stores facts, in fold order, and shows where their vehicles are; what follows from them is left to the job `telematics.refold`. */
export async function storeForLater(
  database: Database,
  scope: Scope,
  facts: readonly Fact[],
  besides: { statements: number; store: (tx: Tx) => Promise<void> },
): Promise<void> {
  const later = forLater(facts);
  const store = (areNew: boolean) =>
    withTenant(database, scope, (tx) => allSent([later.store(tx, areNew), besides.store(tx)]), {
      statements: later.statements + besides.statements,
    });
  try {
    await store(true);
  } catch (error) {
    if (!isThereAlready(error)) throw error;
    await store(false);
  }
}
