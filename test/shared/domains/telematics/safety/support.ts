import type { Derived } from '@wheelhouse/shared/domains/telematics/fold/derived.ts';
import { derivedTables } from '@wheelhouse/shared/domains/telematics/fold-store/derived-tables.ts';
import { withdrawWhere, writeDerived } from '@wheelhouse/shared/domains/telematics/fold-store/writeDerived.ts';
import { scoreDrivers } from '@wheelhouse/shared/domains/telematics/jobs/scoreDrivers.ts';
import { contentId } from '@wheelhouse/shared/domains/telematics/message/contentId.ts';
import type { BehaviorEventType, Severity } from '@wheelhouse/shared/domains/telematics/safety/counts.ts';
import { vi } from 'vitest';
import type { TestTenant } from '../../../../harness/index.ts';
import { newDriver, newVehicle, runJob } from '../../fleet/records.ts';

/** A vehicle and the driver who has it for good. */
export type Pair = { tenant: TestTenant; vehicleId: string; driverId: string };

export async function newPair(tenant: TestTenant, driver: Record<string, unknown> = {}): Promise<Pair> {
  const [vehicleId, driverId] = [await newVehicle(tenant), await newDriver(tenant, driver)];
  await tenant.run((tx) =>
    tx.query(`insert into vehicle_assignments (vehicle_id, driver_id, assigned_from) values ($1, $2, '2020-01-01')`, [
      vehicleId,
      driverId,
    ]),
  );
  return { tenant, vehicleId, driverId };
}

const write = ({ tenant, vehicleId }: Pair, derived: Derived) =>
  tenant.run((tx) => writeDerived(tx, [{ vehicleId, derived: [derived] }]));

/** A trip as the fold writes it; `to` null while it goes on. Answers its id, which follows from where it began. */
export async function trip(pair: Pair, from: string, to: string | null, distanceKm = 0, idleSeconds = 0): Promise<string> {
  const startedAtMs = Date.parse(from);
  const endedAtMs = to === null ? null : Date.parse(to);
  const id = contentId(startedAtMs, `${pair.vehicleId} trip`);
  const ended = endedAtMs !== null;
  await write(pair, {
    table: 'trips',
    row: {
      id,
      detectedAtMs: startedAtMs,
      startedAtMs,
      endedAtMs,
      startLatitude: 58.4,
      startLongitude: 15.6,
      endLatitude: ended ? 58.5 : null,
      endLongitude: ended ? 15.6 : null,
      startOdometerKm: null,
      endOdometerKm: null,
      distanceKm: ended ? distanceKm : null,
      distanceSource: ended ? 'gps' : null,
      durationSeconds: ended ? (endedAtMs - startedAtMs) / 1_000 : null,
      idleSeconds: ended ? idleSeconds : null,
      maxSpeedKph: null,
      avgSpeedKph: null,
      fuelConsumedL: null,
      fuelEfficiencyLPer100Km: null,
      usageType: null,
    },
  });
  return id;
}

/** A behaviour event as the fold writes it. */
export async function behaved(
  pair: Pair,
  at: string,
  eventType: BehaviorEventType = 'harsh_braking',
  severity: Severity = 'minor',
): Promise<string> {
  const recordedAtMs = Date.parse(at);
  const id = contentId(recordedAtMs, `${pair.vehicleId} ${eventType}`);
  await write(pair, {
    table: 'driver_behavior_events',
    row: {
      id,
      detectedAtMs: recordedAtMs,
      eventType,
      severity,
      recordedAtMs,
      durationSeconds: null,
      speedKph: 60,
      speedLimitKph: null,
      gForce: 0.4,
      latitude: 58.4,
      longitude: 15.6,
      detectedBy: 'series',
    },
  });
  return id;
}

export async function withdrawn({ tenant }: Pair, name: 'trips' | 'driver_behavior_events', id: string): Promise<void> {
  const table = derivedTables.find((one) => one.name === name);
  if (table) await tenant.run((tx) => withdrawWhere(tx, table, 'id = $1', [id]));
}

/** Runs the job when the change feed has come up to what happened; transactions of other tests hold it up. */
export async function score(tenant: TestTenant, at: string) {
  await vi.waitFor(async () => {
    const hidden = await tenant.run((tx) =>
      tx.query('select 1 from domain_events where transaction_id >= pg_snapshot_xmin(pg_current_snapshot())'),
    );
    if (hidden.length > 0) throw new Error(`${hidden.length} events are not in the feed yet.`);
  }, 20_000);
  return runJob(tenant, scoreDrivers, new Date(at));
}

export type ScoreRow = {
  day: string;
  distanceKm: number;
  drivingSeconds: number;
  score: number;
  version: number;
  counts: Record<string, unknown>;
};

/** The scores of a driver, in the order of days. */
export function scoresOf({ tenant, driverId }: Pair): Promise<ScoreRow[]> {
  return tenant.run((tx) =>
    tx.query<ScoreRow>(
      `select day::text as day, distance_km as "distanceKm", driving_seconds as "drivingSeconds", score::float8 as score,
         row_version as version, event_counts as counts
       from driver_safety_scores where driver_id = $1 order by day`,
      [driverId],
    ),
  );
}

export async function driverScore({ tenant, driverId }: Pair): Promise<number> {
  const [row] = await tenant.run((tx) =>
    tx.query<{ score: number }>('select safety_score::float8 as score from drivers where id = $1', [driverId]),
  );
  return (row as { score: number }).score;
}

export async function setRules(tenant: TestTenant, validFrom: string, behavior: Record<string, unknown>): Promise<void> {
  await tenant.run((tx) =>
    tx.query('insert into telematics_rules (valid_from, rules) values ($1, $2)', [validFrom, JSON.stringify({ behavior })]),
  );
}
