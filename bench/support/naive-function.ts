// What a user would write without Wheelhouse: a functions-framework handler that inserts what each message brings with one statement over a pool,
// no row security, no fold. It remembers the vehicles of devices and checks nothing.
import { randomUUID } from 'node:crypto';
import { type CloudEvent, cloudEvent } from '@google-cloud/functions-framework';
import pg from 'pg';

type Position = Record<'latitude' | 'longitude' | 'altitudeM' | 'speedKph' | 'headingDeg' | 'accuracyM', number>;
type Batch = { tenantId: string; deviceId: string; readings: { recordedAt: string; sequence: number; position: Position }[] };

const pool = new pg.Pool({ connectionString: process.env.BENCH_DATABASE_URL, max: Number(process.env.DATABASE_POOL_SIZE ?? 4) });
const vehicles = new Map<string, string>();

async function vehicleOf({ tenantId, deviceId }: Batch): Promise<string | undefined> {
  const key = `${tenantId} ${deviceId}`;
  if (!vehicles.has(key)) {
    const { rows } = await pool.query<{ id: string }>(
      'select id from app.vehicles where tenant_id = $1 and primary_device_id = $2',
      [tenantId, deviceId],
    );
    if (rows[0]) vehicles.set(key, rows[0].id);
  }
  return vehicles.get(key);
}

cloudEvent('naive', async (event: CloudEvent<{ message: { data: string } }>) => {
  const batch = JSON.parse(Buffer.from(event.data?.message.data ?? '', 'base64').toString()) as Batch;
  const vehicleId = await vehicleOf(batch);
  const values = batch.readings.flatMap(({ recordedAt, sequence, position: p }) => [
    ...[batch.tenantId, randomUUID(), vehicleId, recordedAt, p.latitude, p.longitude, p.altitudeM, p.speedKph, p.headingDeg],
    ...[p.accuracyM, 'device', batch.deviceId, sequence],
  ]);
  const tuples = batch.readings.map(
    (_, row) => `(${Array.from({ length: 13 }, (_, column) => `$${row * 13 + column + 1}`).join(', ')}, now())`,
  );
  await pool.query(
    `insert into app.vehicle_locations (tenant_id, id, vehicle_id, recorded_at, latitude, longitude, altitude_m, speed_kph, heading_deg,
       accuracy_m, source, device_id, sequence, received_at) values ${tuples.join(', ')} on conflict do nothing`,
    values,
  );
});
