import type { DomainEvent } from '@wheelhouse/shared/db/events.ts';
import { readState } from '@wheelhouse/shared/domains/telematics/fold-store/stored-state.ts';
import type { Ingest } from '@wheelhouse/shared/domains/telematics/ingest/index.ts';
import { expect } from 'vitest';
import { type TestTenant, testDatabase } from '../../../../harness/index.ts';
import { delivery, message, now } from '../support.ts';
import { place } from '../trips/support.ts';

export type Reading = { recordedAt: string; [key: string]: unknown };

export const at = (secondsAgo: number): Date => new Date(now.getTime() - secondsAgo * 1000);

/** A reading so many seconds before now, so many metres north of Chicago's Loop. */
export function seen(secondsAgo: number, northM: number, speedKph: number, more: Record<string, unknown> = {}): Reading {
  return { recordedAt: at(secondsAgo).toISOString(), position: { ...place(northM), speedKph, accuracyM: 5 }, ...more };
}

/**
 * Stands for a minute, drives 3 km north within 200 s, stands for four minutes: a trip that begins `beganAgo` seconds before now and
 * ends 200 s later, which is certain after three minutes more.
 */
export function journey(beganAgo: number, fromM = 0): Reading[] {
  return [
    ...Array.from({ length: 7 }, (_, i) => seen(beganAgo + 60 - i * 10, fromM, 0)),
    ...Array.from({ length: 19 }, (_, i) => seen(beganAgo - (i + 1) * 10, fromM + (i + 1) * 150, 54)),
    ...Array.from({ length: 25 }, (_, i) => seen(beganAgo - 200 - i * 10, fromM + 3000, 0)),
  ];
}

/** Stands with a reading every `everyS` seconds. */
export function stand(fromAgo: number, untilAgo: number, northM: number, everyS = 10): Reading[] {
  const count = Math.floor((fromAgo - untilAgo) / everyS) + 1;
  return Array.from({ length: count }, (_, i) => seen(fromAgo - i * everyS, northM, 0));
}

/** Sends readings in messages of a hundred, one after the other, and waits for all that follows from them. */
export async function send(ingest: Ingest, tenant: { tenantId: string }, deviceId: string, readings: readonly Reading[]) {
  for (let i = 0; i < readings.length; i += 100) {
    await ingest.accept(delivery(message(tenant, deviceId, readings.slice(i, i + 100))));
  }
  await ingest.drain();
}

// biome-ignore lint/suspicious/noExplicitAny: rows of every shape
export type Row = Record<string, any>;

const order: Record<string, string> = {
  trips: 'started_at',
  vehicle_fold_checkpoints: 'vehicle_id, at',
  vehicle_folds: 'id',
  vehicle_state: 'id',
  geofence_presences: 'geofence_id, vehicle_id',
  telemetry_rejections: 'id',
};

export function rowsOf(tenant: Pick<TestTenant, 'run'>, table: string): Promise<Row[]> {
  return tenant.run((tx) => tx.query<Row>(`select * from ${table} order by ${order[table] ?? 'recorded_at, id'}`));
}

/** What was told about derived rows, in the order in which it was. */
export async function told(tenant: Pick<TestTenant, 'run'>, pattern = '%'): Promise<DomainEvent[]> {
  return tenant.run((tx) =>
    tx.query<DomainEvent>(
      `select type, subject_id as "subjectId", data from domain_events where type like $1 order by transaction_id, position`,
      [pattern],
    ),
  );
}

export async function addFence(
  tenant: Pick<TestTenant, 'run'>,
  values: { northM: number; radiusM: number; dwellMinutes?: number; sinceAgo?: number; name?: string },
): Promise<string> {
  const { latitude, longitude } = place(values.northM);
  return tenant.run(async (tx) => {
    const [row] = await tx.query<{ id: string }>(
      `insert into geofences (name, type, center_latitude, center_longitude, radius_m, dwell_minutes)
       values ($1, 'circle', $2, $3, $4, $5) returning id`,
      [values.name ?? 'Yard', latitude, longitude, values.radiusM, values.dwellMinutes ?? null],
    );
    await tx.query('update geofence_versions set valid_from = $2 where geofence_id = $1', [
      row?.id,
      at(values.sinceAgo ?? 8_640_000),
    ]);
    return row?.id as string;
  });
}

const derivedTables = ['trips', 'geofence_events', 'driver_behavior_events', 'vehicle_events', 'geofence_presences'];

/** When time has passed, what is there is what folding everything from the beginning gives: that changes no row, no checkpoint, and tells nothing. */
export async function expectSettled(tenant: TestTenant, ingest: Ingest, vehicleId: string): Promise<void> {
  const look = async () => ({
    tables: await Promise.all(derivedTables.map((table) => rowsOf(tenant, table))),
    events: await told(tenant),
    checkpoints: (await rowsOf(tenant, 'vehicle_fold_checkpoints')).map(({ at, state }) => ({
      at,
      state: readState(state as string),
    })),
    folds: (await rowsOf(tenant, 'vehicle_folds')).map(({ refold_from, due_at, state }) => ({
      ...{ refold_from, due_at, state: readState(state as string) },
    })),
  });
  await ingest.refold(tenant.tenantId, vehicleId);
  const before = await look();
  await ingest.refold(tenant.tenantId, vehicleId, 0);
  expect(await look()).toEqual(before);
}

/** Whether a transaction waits for what another one, of this process of PostgreSQL, holds. */
export async function someoneWaitsFor(pid: number): Promise<boolean> {
  const { rows } = await testDatabase().pool.query(
    'select from pg_stat_activity where pg_blocking_pids(pid) @> array[$1::integer]',
    [pid],
  );
  return rows.length > 0;
}
