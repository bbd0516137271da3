import { randomUUID } from 'node:crypto';
import type pg from 'pg';
import { pushRequest, type Reading } from '../support/push.ts';

export const vehicles = 1_000;
export const batchSize = 10;

/** The area that the vehicles of the benchmark drive in: about 100 km by 100 km in the middle of Sweden. */
const area = { south: 58, west: 15, heightDeg: 0.9, widthDeg: 1.7 };

/** A tenant with vehicles and fences of its own. */
export async function addTenant(client: pg.Client, fences: number): Promise<string> {
  const tenantId = randomUUID();
  const slug = `bench-t${tenantId.slice(0, 8)}`;
  await client.query(`insert into platform.tenants (id, name, slug, status) values ($1, $2, $2, 'active')`, [tenantId, slug]);
  await client.query(
    `insert into app.vehicles (tenant_id, client_id, make, model, vin, primary_device_id)
     select $1, platform.uuid_v7(), 'Volvo', 'FH16', 'YV2RT40A' || lpad(n::text, 9, '0'), 'GPS-' || n from generate_series(0, $2 - 1) n`,
    [tenantId, vehicles],
  );
  // A low-discrepancy sequence: places spread evenly, whatever their number.
  await client.query(
    `insert into app.geofences (tenant_id, name, type, center_latitude, center_longitude, radius_m, dwell_minutes)
     select $1, 'Site ' || n, 'circle', $3 + $4 * mod(n * 0.7548776662466927, 1), $5 + $6 * mod(n * 0.5698402909980532, 1), 300, 10
     from generate_series(1, $2) n`,
    [tenantId, fences, area.south, area.heightDeg, area.west, area.widthDeg],
  );
  await client.query(`update app.geofence_versions set valid_from = now() - interval '300 days' where tenant_id = $1`, [
    tenantId,
  ]);
  return tenantId;
}

/** What a vehicle reports: it drives straight on at some 60 km/h and turns back at the border of the area. */
export function readingsOf(
  vehicle: number,
  from: { startMs: number; everySeconds: number; first: number; count: number },
): Reading[] {
  const { startMs, everySeconds, first, count } = from;
  const headingDeg = (vehicle * 137.5) % 360;
  const heading = (headingDeg * Math.PI) / 180;
  return Array.from({ length: count }, (_, i) => {
    const n = first + i;
    const drivenKm = (n * everySeconds * 60) / 3_600 + vehicle * 3.7;
    return {
      recordedAt: new Date(startMs + n * everySeconds * 1000 + vehicle).toISOString(),
      position: {
        latitude: round(area.south + area.heightDeg * fold(0.3 + vehicle * 0.618 + (drivenKm * Math.cos(heading)) / 100)),
        longitude: round(area.west + area.widthDeg * fold(0.6 + vehicle * 0.414 + (drivenKm * Math.sin(heading)) / 100)),
        altitudeM: 50 + (n % 7),
        speedKph: 55 + (n % 10),
        headingDeg: Math.round(headingDeg),
        accuracyM: 3 + (n % 5),
      },
      sequence: n,
    };
  });
}

/** Push requests of every vehicle in turn, `batches` of each. */
export function requestsOf(
  host: string,
  tenantId: string,
  from: { startMs: number; everySeconds: number; firstBatch?: number; batches: number },
): Buffer[] {
  const requests: Buffer[] = [];
  for (let batch = 0; batch < from.batches; batch += 1) {
    for (let vehicle = 0; vehicle < vehicles; vehicle += 1) {
      const first = ((from.firstBatch ?? 0) + batch) * batchSize;
      const readings = readingsOf(vehicle, { ...from, first, count: batchSize });
      requests.push(requestOf(host, tenantId, vehicle, readings));
    }
  }
  return requests;
}

export function requestOf(host: string, tenantId: string, vehicle: number, readings: readonly Reading[]): Buffer {
  return pushRequest(host, randomUUID(), { version: 1, tenantId, deviceId: `GPS-${vehicle}`, readings });
}

/** There and back between 0 and 1. */
function fold(value: number): number {
  const rest = Math.abs(value) % 2;
  return rest > 1 ? 2 - rest : rest;
}

function round(degrees: number): number {
  return Math.round(degrees * 1e6) / 1e6;
}
