import { dayMs } from '../../../clock.ts';
import { allSent } from '../../../db/all-sent.ts';
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
import { withdrawWhere, writeDerived } from './writeDerived.ts';

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
  const [folds, environment, checkpoints] = await allSent([
    loadFolds(tx, [vehicleId]),
    environments.refresh(tx, tenantId),
    checkpointsAround(tx, vehicleId),
  ]);
  const before = folds.get(vehicleId) as KnownFold;
  const from = startOf(before, checkpoints, nowMs);
  const { readings, more } = await factsAfter(tx, vehicleId, from.state.until, chunkReadings);

  const derived: Derived[] = [];
  emitOpen(vehicleId, from.state, (one) => void derived.push(one));
  const folded = foldOn(vehicleId, from.state, readings, environment);
  derived.push(...folded.derived);
  // A fence that was drawn, changed or deleted finds who stands there at that moment, whatever else waited for this refold.
  const settledMs = Math.max(environment.fences.lastChangeMs, nowMs - graceMs);
  const state = more ? folded.state : settle(vehicleId, folded.state, settledMs, environment, (one) => void derived.push(one));

  const after: KnownFold = {
    version: before.version + 1,
    state,
    refoldFromMs: more ? (readings.at(-1) as FoldReading).atMs + 1 : null,
  };
  const rows = lastOfEach(derived);
  const untilMs = more ? state.until.atMs : Number.POSITIVE_INFINITY;
  await allSent([
    saveFolds(tx, [{ vehicleId, after }], environment.fences),
    expectRevision(tx, environment.revision),
    ...(from.rewound ? [deleteCheckpoints(tx, vehicleId, before.refoldFromMs as number)] : []),
    ...(folded.checkpoints.length > 0 ? [saveCheckpoints(tx, folded.checkpoints)] : []),
    replaceDerived(tx, vehicleId, {
      afterMs: from.atMs,
      untilMs,
      found: rows,
      written: more ? withoutOpen(rows, vehicleId, state) : rows,
    }),
    ...(more ? [] : [show(tx, vehicleId, state)]),
  ]);
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

function startOf({ state, refoldFromMs }: KnownFold, checkpoints: readonly { state: string }[], nowMs: number): Start {
  if (refoldFromMs === null || refoldFromMs > state.until.atMs) return { state, atMs: state.until.atMs, rewound: false };
  const states = checkpoints.map((checkpoint) => readState(checkpoint.state));
  const before = states.find((one) => one && one.until.atMs < refoldFromMs) ?? initialState;
  // Rows about readings that are deleted by now are not found again, and stay.
  return { state: before, atMs: Math.max(before.until.atMs, nowMs - retentionDays * dayMs), rewound: true };
}

/**
 * The last checkpoint before the moment that the refold goes back to, and the first after it, latest first. The state before a silence
 * is found at the end of it, too: that spares going back further than there are readings.
 */
function checkpointsAround(tx: Tx, vehicleId: string): Promise<{ state: string }[]> {
  const moment = '(select refold_from from vehicle_folds where id = $1)';
  return tx.query<{ state: string }>(
    `(select at, state from vehicle_fold_checkpoints where vehicle_id = $1 and at > ${moment} order by at limit 1)
     union all
     (select at, state from vehicle_fold_checkpoints where vehicle_id = $1 and at <= ${moment} order by at desc limit 1)`,
    [vehicleId],
    'checkpoints_around',
  );
}

async function deleteCheckpoints(tx: Tx, vehicleId: string, fromMs: number): Promise<void> {
  await tx.query(
    'delete from vehicle_fold_checkpoints where vehicle_id = $1 and at > to_timestamp($2::float8 / 1000)',
    [vehicleId, fromMs],
    'delete_checkpoints_after',
  );
}

/** The rows that hold of a time: all that were `found`, of which some are `written` only when it is known how they end. */
type Found = { afterMs: number; untilMs: number; found: readonly Derived[]; written: readonly Derived[] };

/** Withdraws the rows that were certain within a time and were not found again, and writes those that were. */
async function replaceDerived(tx: Tx, vehicleId: string, { afterMs, untilMs, found, written }: Found): Promise<void> {
  const ids = found.map(({ row }) => row.id);
  const trips = written.flatMap(({ table, row }) => (table === 'trips' ? [row.id] : []));
  const ended = trips.length === 0 ? Promise.resolve(new Set<string>()) : endedOf(tx, trips);
  await allSent([
    ended,
    ...derivedTables.map((table) =>
      withdrawWhere(
        tx,
        table,
        `vehicle_id = $1 and detected_at > to_timestamp($2::float8 / 1000) and detected_at <= to_timestamp($3::float8 / 1000)
         and id <> all($4::uuid[])`,
        [vehicleId, afterMs, untilMs, ids],
      ),
    ),
    writeDerived(tx, [{ vehicleId, derived: written }], ended),
  ]);
}

/** Which of these trips had ended before. */
async function endedOf(tx: Tx, ids: readonly string[]): Promise<Set<string>> {
  const rows = await tx.query<{ id: string }>(
    'select id from trips where id = any($1::uuid[]) and ended_at is not null',
    [ids],
    'ended_trips',
  );
  return new Set(rows.map(({ id }) => id));
}

async function show(tx: Tx, vehicleId: string, state: FoldState): Promise<void> {
  const vehicles = located([{ vehicleId, state, lastReceivedAtMs: null }]);
  await allSent([
    vehicles.length > 0
      ? saveVehicleStates(tx, vehicles)
      : // A fix that the fold does not believe may have been shown until it was judged.
        tx.query('delete from vehicle_state where id = $1', [vehicleId], 'delete_vehicle_state'),
    savePresences(tx, [{ vehicleId, state }]),
  ]);
}
