import { type Scope, type Tx, withTenant } from '../../../db/scope.ts';
import type { Derived } from '../fold/derived.ts';
import { emitOpen, initialState, settle } from '../fold/fold.ts';
import type { FoldReading } from '../fold/reading.ts';
import type { FoldState } from '../fold/state.ts';
import { retentionDays } from '../message/index.ts';
import { foldOn, lastOfEach } from './advance.ts';
import { derivedTables } from './derived-tables.ts';
import { factsAfter } from './facts-of-vehicles.ts';
import type { KnownFold } from './fold-cache.ts';
import { loadFolds } from './loadFolds.ts';
import { isOutdated } from './outdated.ts';
import { savePresences } from './presences.ts';
import { expectRevision, saveCheckpoints, saveFolds } from './saveFolds.ts';
import type { Folding } from './storeAndFold.ts';
import { readState } from './stored-state.ts';
import { located, saveVehicleStates } from './vehicle-state.ts';
import { withdraw, writeDerived } from './writeDerived.ts';

const dayMs = 86_400_000;

/** Readings that one transaction folds again. */
const chunkReadings = 5_000;

/**
 * Readings may be on their way for this long before something is concluded from silence. What was concluded too early is taken back by
 * the refold that the late reading causes.
 */
export const graceMs = 60_000;

/**
 * Brings the fold of one vehicle up to all its facts and to `nowMs`: goes back to a state before the earliest fact that is not folded
 * yet, folds everything after it again, and writes only what differs. In transactions of bounded size, each of which leaves a state
 * that the next goes on from; readings that arrive meanwhile are stored and folded here.
 */
export async function refoldVehicle(folding: Folding, scope: Scope, vehicleId: string, nowMs: number): Promise<void> {
  for (let failures = 0; ; ) {
    try {
      const done = await withTenant(folding.database, scope, (tx) => refoldChunk(tx, folding, scope.tenantId, vehicleId, nowMs));
      folding.folds.forget(scope.tenantId, [vehicleId]);
      if (done) return;
    } catch (error) {
      failures += 1;
      // Rules or fences changed after they were read.
      if (!isOutdated(error) || failures === 5) throw error;
    }
  }
}

async function refoldChunk(
  tx: Tx,
  { environments }: Folding,
  tenantId: string,
  vehicleId: string,
  nowMs: number,
): Promise<boolean> {
  const before = (await loadFolds(tx, [vehicleId])).get(vehicleId) as KnownFold;
  const environment = await environments.refresh(tx, tenantId);
  const from = await startOf(tx, vehicleId, before, nowMs);
  const { readings, more } = await factsAfter(tx, vehicleId, from.state.until, chunkReadings);

  const derived: Derived[] = [];
  emitOpen(vehicleId, from.state, (one) => void derived.push(one));
  const folded = foldOn(vehicleId, from.state, readings, environment);
  derived.push(...folded.derived);
  const settledMs = Math.max(before.refoldFromMs ?? 0, nowMs - graceMs);
  const state = more ? folded.state : settle(vehicleId, folded.state, settledMs, environment, (one) => void derived.push(one));

  const after: KnownFold = {
    version: before.version + 1,
    state,
    refoldFromMs: more ? (readings.at(-1) as FoldReading).atMs + 1 : null,
  };
  await saveFolds(tx, [{ vehicleId, after }], environment.fences);
  await expectRevision(tx, environment.revision);
  if (from.rewound) await deleteCheckpoints(tx, vehicleId, before.refoldFromMs as number);
  if (folded.checkpoints.length > 0) await saveCheckpoints(tx, folded.checkpoints);
  const untilMs = more ? state.until.atMs : Number.POSITIVE_INFINITY;
  const rows = lastOfEach(derived);
  const endedTrips = await withdrawOthers(tx, vehicleId, rows, from.atMs, untilMs);
  await writeDerived(tx, [{ vehicleId, derived: more ? withoutOpen(rows, vehicleId, state) : rows }], endedTrips);
  if (!more) await show(tx, vehicleId, state);
  return !more;
}

/** Without what goes on at the end of a part: the next part knows how it ends, so that nobody sees an ended trip go on meanwhile. */
function withoutOpen(rows: readonly Derived[], vehicleId: string, state: FoldState): Derived[] {
  const open = new Set<string>();
  emitOpen(vehicleId, state, ({ row }) => void open.add(row.id));
  return rows.filter(({ row }) => !open.has(row.id));
}

/** The state to go on from: everything until it stands. Rows that were certain after `atMs` are found again or no longer hold. */
type Start = { state: FoldState; atMs: number; rewound: boolean };

async function startOf(tx: Tx, vehicleId: string, { state, refoldFromMs }: KnownFold, nowMs: number): Promise<Start> {
  if (refoldFromMs === null || refoldFromMs > state.until.atMs) return { state, atMs: state.until.atMs, rewound: false };
  // The state before a silence is found at the end of it, too: that spares going back further than there are readings.
  const checkpoints = await tx.query<{ state: string }>(
    `(select at, state from vehicle_fold_checkpoints where vehicle_id = $1 and at <= to_timestamp($2::float8 / 1000) order by at desc limit 1)
     union all
     (select at, state from vehicle_fold_checkpoints where vehicle_id = $1 and at > to_timestamp($2::float8 / 1000) order by at limit 1)
     order by at desc`,
    [vehicleId, refoldFromMs],
    'checkpoints_around',
  );
  const states = checkpoints.map((checkpoint) => readState(checkpoint.state));
  const before = states.find((one) => one && one.until.atMs < refoldFromMs) ?? initialState;
  // Rows about readings that are deleted by now are not found again, and stay.
  return { state: before, atMs: Math.max(before.until.atMs, nowMs - retentionDays * dayMs), rewound: true };
}

async function deleteCheckpoints(tx: Tx, vehicleId: string, fromMs: number): Promise<void> {
  await tx.query(
    'delete from vehicle_fold_checkpoints where vehicle_id = $1 and at > to_timestamp($2::float8 / 1000)',
    [vehicleId, fromMs],
    'delete_checkpoints_after',
  );
}

/** Withdraws the rows that were certain within a time and were not found again. Answers the trips that had ended. */
async function withdrawOthers(
  tx: Tx,
  vehicleId: string,
  rows: readonly Derived[],
  afterMs: number,
  untilMs: number,
): Promise<Set<string>> {
  const found = new Set(rows.map(({ row }) => row.id));
  const endedTrips = new Set<string>();
  for (const table of derivedTables) {
    const existing = await tx.query<{ id: string; ended: boolean }>(
      `select id, ${table.name === 'trips' ? 'ended_at is not null' : 'false'} as ended from ${table.name}
       where vehicle_id = $1 and detected_at > to_timestamp($2::float8 / 1000) and detected_at <= to_timestamp($3::float8 / 1000)
       ${table.name === 'trips' ? 'union select id, ended_at is not null from trips where id = any($4::uuid[])' : ''}`,
      [vehicleId, afterMs, untilMs, ...(table.name === 'trips' ? [[...found]] : [])],
      `derived_${table.name}`,
    );
    const gone = existing.filter(({ id }) => !found.has(id)).map(({ id }) => id);
    for (const { id, ended } of existing) if (ended) endedTrips.add(id);
    if (gone.length > 0) await withdraw(tx, table, gone);
  }
  return endedTrips;
}

async function show(tx: Tx, vehicleId: string, state: FoldState): Promise<void> {
  const vehicles = located([{ vehicleId, state, lastReceivedAtMs: null }]);
  if (vehicles.length > 0) await saveVehicleStates(tx, vehicles);
  // A fix that the fold does not believe may have been shown until it was judged.
  else await tx.query('delete from vehicle_state where id = $1', [vehicleId], 'delete_vehicle_state');
  await savePresences(tx, [{ vehicleId, state }]);
}
