import type pg from 'pg';
import { send } from '../support/push.ts';
import { addTenant, batchSize, readingsOf, requestOf, vehicles } from './fleet.ts';

const everySeconds = 20;
const batches = 36;
const lateShare = 0.1;
const maxLateMs = 3_600_000;

/** Readings a second, until nothing waits to be folded, where each tenth message comes up to an hour late; over that in order. */
export async function lateness(client: pg.Client, url: URL): Promise<{ late: number }> {
  const startMs = Date.now() - 4 * 3_600_000;
  const rates: number[] = [];
  const trips: string[] = [];
  for (const disorder of [false, true]) {
    const tenantId = await addTenant(client, 20);
    await client.query('analyze');
    const requests = deliveries(url.host, tenantId, startMs, disorder);
    const startedAt = performance.now();
    await send(url, requests, 100);
    while (await isWaiting(client, tenantId));
    rates.push((vehicles * batches * batchSize * 1000) / (performance.now() - startedAt));
    trips.push(await tripsOf(client, tenantId));
  }
  if (trips[0] !== trips[1]) throw new Error(`In order there are ${trips[0]}, out of order ${trips[1]}.`);
  const [ordered = 0, late = 0] = rates;
  console.log(`in order ${Math.round(ordered)}, a tenth late ${Math.round(late)} readings/s; both gave ${trips[0]}`);
  return { late: late / ordered };
}

/** Every batch when its last reading was made; where `disorder`, each tenth up to an hour later. */
function deliveries(host: string, tenantId: string, startMs: number, disorder: boolean): Buffer[] {
  const all: { atMs: number; request: Buffer }[] = [];
  for (let vehicle = 0; vehicle < vehicles; vehicle += 1) {
    for (let batch = 0; batch < batches; batch += 1) {
      const readings = readingsOf(vehicle, { startMs, everySeconds, first: batch * batchSize, count: batchSize });
      const dueMs = startMs + (batch + 1) * batchSize * everySeconds * 1000 + vehicle;
      // Spread without a random source, so that every run is the same.
      const dice = (vehicle * 0.7548776662466927 + batch * 0.5698402909980532) % 1;
      const lateMs = disorder && dice < lateShare ? (dice / lateShare) * maxLateMs : 0;
      all.push({ atMs: dueMs + lateMs, request: requestOf(host, tenantId, vehicle, readings) });
    }
  }
  return all.sort((a, b) => a.atMs - b.atMs).map(({ request }) => request);
}

async function isWaiting(client: pg.Client, tenantId: string): Promise<boolean> {
  const { rows } = await client.query<{ waiting: boolean }>(
    'select exists (select from app.vehicle_folds where tenant_id = $1 and refold_from is not null) as waiting',
    [tenantId],
  );
  return rows[0]?.waiting ?? false;
}

async function tripsOf(client: pg.Client, tenantId: string): Promise<string> {
  const { rows } = await client.query<{ found: string }>(
    `select (select count(*) from app.trips where tenant_id = $1) || ' trips, '
       || (select count(*) from app.geofence_events where tenant_id = $1 and event_type <> 'dwell') || ' entries and exits' as found`,
    [tenantId],
  );
  return rows[0]?.found ?? '';
}
