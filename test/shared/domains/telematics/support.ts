import { randomInt, randomUUID } from 'node:crypto';
import type { Clock } from '@wheelhouse/shared/clock.ts';
import { fixedClock } from '@wheelhouse/shared/clock.ts';
import type { Database } from '@wheelhouse/shared/db/database.ts';
import { createIngest, type Ingest } from '@wheelhouse/shared/domains/telematics/ingest/index.ts';
import { type TestTenant, testDatabase, testServices } from '../../../harness/index.ts';
import { now, readingAt } from './readings.ts';

export { now, readingAt };
export const clock = fixedClock(now);

/** A vehicle with a device of its own. */
export async function vehicleWith(tenant: Pick<TestTenant, 'run'>, deviceId: string, id?: string): Promise<string> {
  const rows = await tenant.run((tx) =>
    tx.query<{ id: string }>(
      `insert into vehicles (id, client_id, make, model, vin, primary_device_id)
       values (coalesce($1, platform.uuid_v7()), $2, 'Volvo', 'FH', $3, $4) returning id`,
      [id, randomUUID(), `WHEEL${String(randomInt(1e9)).padStart(12, '7')}`, deviceId],
    ),
  );
  return (rows[0] as { id: string }).id;
}

/** An ingest over the test database, or another one as another instance has. */
export function testIngest(
  options: {
    database?: Database;
    clock?: Clock;
    maxDelayMs?: number;
    maxQueuedRows?: number;
    maxBatchRows?: number;
    fold?: 'inline' | 'later';
    maxVehicles?: number;
  } = {},
): Ingest {
  return createIngest({
    services: testServices({ database: options.database ?? testDatabase() }),
    fold: options.fold ?? 'inline',
    refoldDelayMs: 0,
    maxVehicles: options.maxVehicles ?? 100,
    lanes: 2,
    maxBatchRows: options.maxBatchRows ?? 1_000,
    maxDelayMs: options.maxDelayMs ?? 5,
    maxQueuedRows: options.maxQueuedRows ?? 10_000,
    clock: options.clock ?? clock,
  });
}

/** A delivery of a telemetry message; content that is no object is sent as it is. */
export function delivery(content: unknown, messageId: string = randomUUID()) {
  return {
    data: typeof content === 'string' || Buffer.isBuffer(content) ? content : JSON.stringify(content),
    messageId,
    attributes: {},
    publishTime: now.toISOString(),
  };
}

export function message(
  tenant: { tenantId: string },
  deviceId: string,
  readings: unknown[],
  values: Record<string, unknown> = {},
) {
  return { version: 1, tenantId: tenant.tenantId, deviceId, readings, ...values };
}

/** What is stored of a tenant, without the times at which it happened to arrive. */
export async function stored(tenant: TestTenant) {
  return tenant.run(async (tx) => ({
    locations: await tx.query(
      `select id, vehicle_id, recorded_at, latitude, longitude, altitude_m, speed_kph, heading_deg, accuracy_m, source, device_id, sequence, odometer_km
       from vehicle_locations order by vehicle_id, recorded_at, id`,
    ),
    states: await tx.query(
      `select vehicle_id, location_id, recorded_at, latitude, longitude, speed_kph, source, device_id, sequence, status, odometer_km, odometer_recorded_at, is_online,
         ignition_on, engine_hours, fuel_level_percent, active_trouble_codes, current_trip_id
       from vehicle_state order by vehicle_id`,
    ),
    rejections: await tx.query<{
      id: string;
      reason: string;
      reading: unknown;
      reading_index: number | null;
      detail: string;
      device_id: string;
    }>(
      `select id, message_id, reading_index, device_id, reading, reason, detail from telemetry_rejections order by message_id, reading_index`,
    ),
  }));
}

/** All that follows from what is stored, without the times at which it happened to be written. */
export async function derived(tenant: TestTenant) {
  const tables = [
    'trips',
    'geofence_events',
    'geofence_presences',
    'driver_behavior_events',
    'vehicle_events',
    'vehicle_folds',
  ] as const;
  return rowsWithout(tenant, tables, (table) => [...written, ...(table === 'geofence_presences' ? ['id'] : [])]);
}

/** When and how often a row was written. */
export const written = ['created_at', 'updated_at', 'row_version', 'version'];

/** The rows of these tables in the order of their texts, without the tenant and the columns `besides`. */
export async function rowsWithout<T extends string>(
  tenant: Pick<TestTenant, 'run'>,
  tables: readonly T[],
  besides: (table: T) => string[],
): Promise<Record<T, object[]>> {
  const rows = await tenant.run((tx) =>
    Promise.all(
      tables.map((table) =>
        tx.query<{ row: object }>(`select to_jsonb(t) - 'tenant_id'::text - $1::text[] as row from ${table} t`, [besides(table)]),
      ),
    ),
  );
  return Object.fromEntries(tables.map((table, i) => [table, rows[i]?.map(({ row }) => row).sort(byText)])) as Record<
    T,
    object[]
  >;
}

function byText(a: unknown, b: unknown): number {
  return JSON.stringify(a) < JSON.stringify(b) ? -1 : 1;
}
