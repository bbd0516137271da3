import { randomInt, randomUUID } from 'node:crypto';
import type { Clock } from '@wheelhouse/shared/clock.ts';
import { fixedClock } from '@wheelhouse/shared/clock.ts';
import type { Database } from '@wheelhouse/shared/db/database.ts';
import { createIngest, type Ingest } from '@wheelhouse/shared/domains/telematics/ingest/index.ts';
import { type TestTenant, testDatabase, testServices } from '../../../harness/index.ts';

/** When every reading of these tests is judged. */
export const now = new Date();
now.setUTCMilliseconds(0);
export const clock = fixedClock(now);

/** A vehicle with a device of its own. */
export async function vehicleWith(tenant: TestTenant, deviceId: string): Promise<string> {
  const rows = await tenant.run((tx) =>
    tx.query<{ id: string }>(
      `insert into vehicles (client_id, make, model, vin, primary_device_id) values ($1, 'Volvo', 'FH', $2, $3) returning id`,
      [randomUUID(), `WHEEL${String(randomInt(1e9)).padStart(12, '7')}`.replace('I', '1'), deviceId],
    ),
  );
  return (rows[0] as { id: string }).id;
}

/** An ingest over the test database, or another one as another instance has. */
export function testIngest(
  options: { database?: Database; clock?: Clock; maxDelayMs?: number; maxQueuedRows?: number; maxBatchRows?: number } = {},
): Ingest {
  return createIngest({
    services: testServices({ database: options.database ?? testDatabase() }),
    maxBatchRows: options.maxBatchRows ?? 1_000,
    maxDelayMs: options.maxDelayMs ?? 5,
    maxQueuedRows: options.maxQueuedRows ?? 10_000,
    clock: options.clock ?? clock,
  });
}

/** A reading some seconds before `now`. */
export function readingAt(secondsAgo: number, values: Record<string, unknown> = {}) {
  const { position, ...rest } = values;
  return {
    recordedAt: new Date(now.getTime() - secondsAgo * 1000).toISOString(),
    position: { latitude: 6.5244, longitude: 3.3792, ...(position as object) },
    ...rest,
  };
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
      `select vehicle_id, location_id, recorded_at, latitude, longitude, speed_kph, source, device_id, sequence, status, odometer_km, odometer_recorded_at
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
