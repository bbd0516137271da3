import { randomUUID } from 'node:crypto';
import { expect, it } from 'vitest';
import { newTenant, openTestDatabase } from '../../../../harness/index.ts';
import { delivery, message, testIngest, vehicleWith } from '../support.ts';
import { at, expectSettled, type Row, rowsOf, seen, send, told } from './support.ts';

const secondsPerLap = 1_500;

/**
 * A vehicle that reports every second and drives laps: 300 s of standing, 3 km out, 300 s of standing, 3 km back. Its readings are there
 * already, and a small part of them is folded.
 */
async function manyReadings(seconds: number) {
  const tenant = await newTenant();
  const vehicleId = await vehicleWith(tenant, 'GPS-1');
  const ingest = testIngest({ fold: 'later' });
  const [first] = [seen(seconds, 0, 0)];
  await send(ingest, tenant, 'GPS-1', [first]);
  const lap = `(n % ${secondsPerLap})`;
  const metres = `case when ${lap} < 300 then 0 when ${lap} < 600 then (${lap} - 300) * 10 when ${lap} < 1200 then 3000 else (1500 - ${lap}) * 10 end`;
  await tenant.run((tx) =>
    tx.query(
      `insert into vehicle_locations (tenant_id, id, vehicle_id, device_id, source, recorded_at, received_at, latitude, longitude, speed_kph, accuracy_m)
       select platform.current_tenant_id(), md5($1 || n)::uuid, $2, 'GPS-1', 'unknown', $3::timestamptz + make_interval(secs => n), now(),
         41.88 + (${metres}) / 111195.0, -87.63, case when ${metres} in (0, 3000) then 0 else 36 end, 5
       from generate_series(1, $4) n`,
      [randomUUID(), vehicleId, at(seconds), seconds - 1],
    ),
  );
  return { tenant, vehicleId, ingest };
}

const times = (rows: Row[]) => rows.map(({ started_at, ended_at }) => [started_at, ended_at]);

it('More readings than one transaction takes are folded in several, with the result of one', async () => {
  const { tenant, vehicleId, ingest } = await manyReadings(12_500);
  await ingest.refold(tenant.tenantId, vehicleId);
  const trips = await rowsOf(tenant, 'trips');
  expect(trips).toHaveLength(17);
  expect(trips.pop()).toMatchObject({ ended_at: null });
  for (const [i, trip] of trips.entries()) {
    expect(trip.distance_km).toBeCloseTo(3, 1);
    expect(trip.row_version, `trip ${i}`).toBe(1);
  }
  expect((await told(tenant, 'trip.%')).filter(({ type }) => !['trip.started', 'trip.ended'].includes(type))).toEqual([]);
  const [fold] = await rowsOf(tenant, 'vehicle_folds');
  expect(fold).toMatchObject({ refold_from: null, version: 4 });
  // A second time, now over rows that are there.
  await expectSettled(tenant, ingest, vehicleId);
}, 30_000);

it('Readings that arrive between the parts of a long refold are part of its result', async () => {
  const { tenant, vehicleId, ingest } = await manyReadings(12_500);
  const database = openTestDatabase({ databasePoolSize: 3 });
  const others = [seen(1, 1_990, 36), seen(9_000.5, 3_000, 0), seen(500.5, 300, 36), seen(12_000.5, 1_990, 36)];
  // Another instance stores a reading after each part: new ones, and late ones of parts that are folded by then or not yet.
  const heads: number[] = [];
  database.publish = async () => {
    const reading = others.shift();
    if (!reading) return;
    heads.push(Number((await rowsOf(tenant, 'vehicle_folds'))[0]?.head_ms));
    await ingest.accept(delivery(message(tenant, 'GPS-1', [reading])));
  };
  await testIngest({ database }).refold(tenant.tenantId, vehicleId);
  expect(others).toEqual([]);
  // The last of them came after the last part.
  await ingest.refold(tenant.tenantId, vehicleId);
  expect(heads[0]).toBe(at(7_500 + 1).getTime());
  expect(times(await rowsOf(tenant, 'trips'))).toHaveLength(17);
  expect(await rowsOf(tenant, 'vehicle_folds')).toMatchObject([{ refold_from: null, head_ms: String(at(1).getTime()) }]);
  expect(await rowsOf(tenant, 'vehicle_state')).toMatchObject([{ recorded_at: at(1) }]);
  await expectSettled(tenant, ingest, vehicleId);
  await database.close();
}, 30_000);
