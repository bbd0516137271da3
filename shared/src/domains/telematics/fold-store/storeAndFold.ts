import { allSent } from '../../../db/all-sent.ts';
import type { Database } from '../../../db/database.ts';
import { type Scope, type Tx, withTenant } from '../../../db/scope.ts';
import type { Logger } from '../../../log.ts';
import { byVehicle, type Fact } from '../ingest/facts.ts';
import { factStatements, insertFacts } from '../ingest/storeFacts.ts';
import { type Advance, advance } from './advance.ts';
import { type Environments, type TenantEnvironment, UnusableRulesError } from './environment.ts';
import type { FoldCache, KnownFold } from './fold-cache.ts';
import { loadFolds } from './loadFolds.ts';
import { isOutdated, isThereAlready } from './outdated.ts';
import { movedBetweenFences, savePresences } from './presences.ts';
import { expectRevision, saveCheckpoints, saveFolds } from './saveFolds.ts';
import { storeForLater } from './storeForLater.ts';
import { latestFixes, located, saveVehicleStates, showLatestFixes } from './vehicle-state.ts';
import { writeDerived } from './writeDerived.ts';

/** What an instance folds with. */
export type Folding = { database: Database; folds: FoldCache; environments: Environments; log: Pick<Logger, 'error'> };

/** What else is stored in the transaction of the facts, and in how many statements. */
type Besides = { statements: number; store: (tx: Tx) => Promise<void> };

/** Vehicles whose readings are stored but not folded, as an earlier one came late. */
export type Stored = { toRefold: string[] };

/**
 * Stores facts of one tenant, in fold order, and folds them, in one transaction: from what this instance remembers where it does, in
 * one round trip; else, and where somebody else has folded meanwhile, from what the database has.
 */
export async function storeAndFold(folding: Folding, scope: Scope, facts: readonly Fact[], besides: Besides): Promise<Stored> {
  const vehicles = byVehicle(facts);
  const remembered = fromMemory(folding, scope.tenantId, vehicles);
  if (remembered) {
    try {
      await withTenant(folding.database, scope, (tx) => save(tx, remembered, besides, true), {
        ...(hasMore(remembered) ? {} : { statements: statementsOf(remembered) + besides.statements }),
      });
      return remember(folding, scope.tenantId, remembered);
    } catch (error) {
      folding.folds.forget(
        scope.tenantId,
        vehicles.map(({ vehicleId }) => vehicleId),
      );
      if (!isOutdated(error) && !isThereAlready(error)) throw error;
    }
  }
  for (let attempt = 1; ; attempt += 1) {
    try {
      return remember(folding, scope.tenantId, await fromDatabase(folding, scope, vehicles, besides));
    } catch (error) {
      if (error instanceof UnusableRulesError) {
        // As with a fold that fails: the readings are stored, and folded once there are rules again.
        folding.log.error({ err: error, tenantId: scope.tenantId }, 'readings could not be folded');
        await storeForLater(folding.database, scope, facts, besides);
        return { toRefold: [] };
      }
      // Two instances that meet a new vehicle at the same time; the second finds what the first has made.
      if (attempt === 5 || !isOutdated(error)) throw error;
    }
  }
}

type Vehicle = { vehicleId: string; facts: Fact[] };
type Plan = { facts: Fact[]; advances: Advance[]; environment: TenantEnvironment };

function fromMemory({ folds, environments, log }: Folding, tenantId: string, vehicles: readonly Vehicle[]): Plan | undefined {
  const environment = environments.get(tenantId);
  if (!environment) return undefined;
  const known = new Map<string, KnownFold>();
  for (const { vehicleId } of vehicles) {
    const fold = folds.get(tenantId, vehicleId);
    if (!fold) return undefined;
    known.set(vehicleId, fold);
  }
  return planOf(vehicles, known, environment, log);
}

async function fromDatabase(
  { database, environments, log }: Folding,
  scope: Scope,
  vehicles: readonly Vehicle[],
  besides: Besides,
): Promise<Plan> {
  return withTenant(database, scope, async (tx) => {
    const known = await loadFolds(
      tx,
      vehicles.map(({ vehicleId }) => vehicleId),
    );
    const plan = planOf(vehicles, known, await environments.refresh(tx, scope.tenantId), log);
    await save(tx, plan, besides, false);
    return plan;
  });
}

function planOf(
  vehicles: readonly Vehicle[],
  known: ReadonlyMap<string, KnownFold>,
  environment: TenantEnvironment,
  log: Folding['log'],
): Plan {
  const advances = vehicles.map(({ vehicleId, facts }) => {
    const before = known.get(vehicleId) as KnownFold;
    try {
      return advance(vehicleId, before, facts, environment);
    } catch (error) {
      // The readings are worth more than what follows from them: they are stored, and folded once the fault is mended.
      log.error({ err: error, vehicleId }, 'readings could not be folded');
      const refoldFromMs = Math.min(before.refoldFromMs ?? Number.POSITIVE_INFINITY, facts[0]?.atMs ?? Number.POSITIVE_INFINITY);
      return { vehicleId, before, after: { ...before, version: before.version + 1, refoldFromMs }, derived: [], checkpoints: [] };
    }
  });
  return { facts: vehicles.flatMap(({ facts }) => facts), advances, environment };
}

/** Derived rows say in their answers who drove, which the events need: no COMMIT travels with the last statement. */
function hasMore({ advances }: Plan): boolean {
  return advances.some(({ derived }) => derived.length > 0) || movedBetweenFences(advances).length > 0;
}

function statementsOf(plan: Plan): number {
  const { folded, waiting, checkpoints } = partsOf(plan);
  return 2 + factStatements(plan.facts) + [folded, waiting, checkpoints].filter((rows) => rows.length > 0).length;
}

function partsOf({ advances, facts }: Plan) {
  const late = new Set(advances.flatMap(({ vehicleId, after }) => (after.refoldFromMs === null ? [] : [vehicleId])));
  const receivedAtMs = new Map<string, number>();
  for (const fact of facts) {
    receivedAtMs.set(fact.vehicleId, Math.max(fact.receivedAtMs, receivedAtMs.get(fact.vehicleId) ?? fact.receivedAtMs));
  }
  const inOrder = advances.filter(({ vehicleId }) => !late.has(vehicleId));
  return {
    folded: located(
      inOrder.map(({ vehicleId, after }) => ({
        vehicleId,
        state: after.state,
        lastReceivedAtMs: receivedAtMs.get(vehicleId) ?? null,
      })),
    ),
    waiting: late.size === 0 ? [] : latestFixes(facts.filter(({ vehicleId }) => late.has(vehicleId))),
    checkpoints: advances.flatMap(({ checkpoints }) => checkpoints),
  };
}

/** @param trustOrder what comes after all that is folded was never stored before; otherwise PostgreSQL is asked */
async function save(tx: Tx, plan: Plan, besides: Besides, trustOrder: boolean): Promise<void> {
  const { folded, waiting, checkpoints } = partsOf(plan);
  const moved = movedBetweenFences(plan.advances);
  await allSent([
    saveFolds(tx, plan.advances, plan.environment.fences),
    expectRevision(tx, plan.environment.revision),
    insertFacts(tx, plan.facts, trustOrder && waiting.length === 0),
    ...(folded.length > 0 ? [saveVehicleStates(tx, folded)] : []),
    ...(waiting.length > 0 ? [showLatestFixes(tx, waiting)] : []),
    ...(checkpoints.length > 0 ? [saveCheckpoints(tx, checkpoints)] : []),
    writeDerived(tx, plan.advances),
    ...(moved.length > 0
      ? [
          savePresences(
            tx,
            moved.map(({ vehicleId, after }) => ({ vehicleId, state: after.state })),
          ),
        ]
      : []),
    besides.store(tx),
  ]);
}

function remember({ folds }: Folding, tenantId: string, { advances }: Plan): Stored {
  for (const { vehicleId, after } of advances) folds.set(tenantId, vehicleId, after);
  return { toRefold: advances.flatMap(({ vehicleId, after }) => (after.refoldFromMs === null ? [] : [vehicleId])) };
}
