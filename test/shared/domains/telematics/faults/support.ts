import { randomUUID } from 'node:crypto';
import type { Clock } from '@wheelhouse/shared/clock.ts';
import type { Database } from '@wheelhouse/shared/db/database.ts';
import { expect } from 'vitest';
import type { TestTenant } from '../../../../harness/index.ts';
import { delivery, message, rowsWithout, testIngest, vehicleWith, written } from '../support.ts';

export type Tenant = Pick<TestTenant, 'tenantId' | 'run'>;
export type Fleet = { vehicles: { id: string; deviceId: string }[]; fences: (Place & { id: string; radiusM: number })[] };
type Place = { latitude: number; longitude: number };

/** Vehicles, one a device, and fences around places, for several tenants: with equal ids all that follows from readings is equal too. */
export function fleetWith(deviceIds: readonly string[], places: readonly Place[] = []): Fleet {
  return {
    vehicles: deviceIds.map((deviceId) => ({ id: randomUUID(), deviceId })),
    fences: places.map((place) => ({ ...place, id: randomUUID(), radiusM: 300 })),
  };
}

/** Gives a tenant vehicles, and fences that were there before the first reading. */
export async function addFleet(tenant: Tenant, { vehicles, fences }: Fleet): Promise<void> {
  for (const { id, deviceId } of vehicles) await vehicleWith(tenant, deviceId, id);
  await tenant.run(async (tx) => {
    for (const [i, { id, latitude, longitude, radiusM }] of fences.entries()) {
      await tx.query(
        `insert into geofences (id, name, type, center_latitude, center_longitude, radius_m, dwell_minutes) values ($1, $2, 'circle', $3, $4, $5, 2)`,
        [id, `Fence ${i}`, latitude, longitude, radiusM],
      );
    }
  });
  await tenant.run((tx) => tx.query(`update geofence_versions set valid_from = now() - interval '300 days'`));
}

type Batch = { deviceId: string; readings: readonly { recordedAt: string }[] };

/** Hands the readings of all batches to an instance that nobody disturbs, device by device in the order of time. */
export async function deliverInOrder(
  tenant: Tenant,
  { vehicles }: Fleet,
  batches: readonly Batch[],
  clock: Clock,
  database?: Database,
): Promise<void> {
  const ingest = testIngest({ clock, ...(database && { database }) });
  for (const { deviceId } of vehicles) {
    const readings = batches
      .flatMap((batch) => (batch.deviceId === deviceId ? batch.readings : []))
      .sort((a, b) => a.recordedAt.localeCompare(b.recordedAt));
    while (readings.length > 0) await ingest.accept(delivery(message(tenant, deviceId, readings.splice(0, 50))));
  }
  await ingest.drain();
}

/** Folds what is left to fold, up to one moment for all: silence is judged by the time. An instance a tenant, as the ids are equal. */
export async function foldAll(tenant: Tenant, { vehicles }: Fleet, clock: Clock, database?: Database): Promise<void> {
  const ingest = testIngest({ clock, ...(database && { database }) });
  for (const { id } of vehicles) await ingest.refold(tenant.tenantId, id);
}

const tables = [
  'vehicle_locations',
  'obd_telemetry',
  'device_events',
  'telemetry_rejections',
  'vehicle_state',
  'trips',
  'geofence_events',
  'geofence_presences',
  'driver_behavior_events',
  'vehicle_events',
  'vehicle_folds',
] as const;

export type Everything = Record<(typeof tables)[number], string[]>;

/**
 * All facts of a tenant and all that follows from them, without the times at which they happened to arrive or to be written, as sorted
 * texts.
 */
export async function everything(tenant: Tenant): Promise<Everything> {
  const arrived = ['received_at', 'last_received_at', 'detail', 'message_id', 'reading_index'];
  // Presences have ids of chance, and those of rejections follow from the messages, which differ.
  const idless = ['geofence_presences', 'telemetry_rejections'];
  const rows = await rowsWithout(tenant, tables, (table) => [...written, ...arrived, ...(idless.includes(table) ? ['id'] : [])]);
  return Object.fromEntries(tables.map((table) => [table, rows[table].map((row) => JSON.stringify(row)).sort()])) as Everything;
}

/** Proves that two tenants hold the same; names the rows that only one of them holds. */
export function expectSame(actual: Everything, expected: Everything): void {
  const differences = tables.map((table) => [
    table,
    without(actual[table], expected[table]),
    without(expected[table], actual[table]),
  ]);
  expect(differences.filter(([, doubled, lost]) => doubled?.length || lost?.length)).toEqual([]);
  expect(counts(actual)).toEqual(counts(expected));
}

export function counts(all: Everything): Record<string, number> {
  return Object.fromEntries(tables.map((table) => [table, all[table].length]));
}

function without(rows: readonly string[], others: readonly string[]): string[] {
  const known = new Set(others);
  return rows.filter((row) => !known.has(row)).slice(0, 5);
}
