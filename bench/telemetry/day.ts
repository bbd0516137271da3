import { randomUUID } from 'node:crypto';
import { makeApiToken } from '@wheelhouse/shared/auth/api-token.ts';
import type pg from 'pg';
import { median } from '../support/report.ts';
import { addTenant } from './fleet.ts';

const rows = 5_000_000;
const everySeconds = 10;
const perDay = 86_400 / everySeconds;
const rounds = 25;

/** One vehicle-day through the whole function, over the bare index scan of the same rows by an administrator. */
export async function day(client: pg.Client, url: string): Promise<{ day: number }> {
  const tenantId = await addTenant(client, 0);
  const { token, vehicleIds } = await prepare(client, tenantId);
  const today = new Date().toISOString().slice(0, 10);
  const from = `${today.slice(0, 8)}01T00:00:00.000Z`;
  const to = `${today.slice(0, 8)}02T00:00:00.000Z`;
  // The vehicles are there; asking for each of five million rows takes minutes.
  await client.query('set session_replication_role = replica');
  await client.query(
    `insert into app.vehicle_locations (tenant_id, id, vehicle_id, recorded_at, latitude, longitude, altitude_m, speed_kph, heading_deg, accuracy_m,
       source, device_id, sequence, received_at)
     select $1, platform.uuid_v7(), v.id, $3::timestamptz + make_interval(secs => n * $4), 58.4 + n / 1e5, 15.6 + n / 1e5, 50, 50, 90, 4,
       'device', 'GPS', n, $3::timestamptz
     from unnest($2::uuid[]) v (id), generate_series(0, $5::integer - 1) n`,
    [tenantId, vehicleIds, from, everySeconds, perDay],
  );
  await client.query('reset session_replication_role');
  await client.query('vacuum analyze app.vehicle_locations');
  const measured = { scan: [] as number[], history: [] as number[] };
  for (let round = 0; round <= rounds; round += 1) {
    const vehicleId = vehicleIds[(round * 37) % vehicleIds.length] as string;
    const scan = await timed(async () => {
      const answer = await client.query({
        text: `select id, recorded_at, latitude, longitude, altitude_m, speed_kph, heading_deg, accuracy_m, source, device_id, sequence, odometer_km
               from app.vehicle_locations where tenant_id = $1 and vehicle_id = $2 and recorded_at >= $3 and recorded_at < $4 order by recorded_at, id`,
        values: [tenantId, vehicleId, from, to],
        rowMode: 'array',
      });
      return () => answer.rows.length;
    });
    const history = await timed(async () => {
      const query = new URLSearchParams({ vehicleId, from, to, limit: '10000' });
      const answer = await fetch(`${url}/v1/vehicle-locations:history?${query}`, {
        headers: { Authorization: `Bearer ${token}` },
      });
      const text = await answer.text();
      if (answer.status !== 200) throw new Error(`The function answered ${answer.status}: ${text}`);
      return () => (JSON.parse(text) as { data: unknown[] }).data.length;
    });
    // The first rounds warm up.
    if (round < 5) continue;
    measured.scan.push(scan);
    measured.history.push(history);
  }
  const [scan, history] = [median(measured.scan), median(measured.history)];
  console.log(
    `a vehicle-day (${perDay} of ${rows} rows): index scan ${scan.toFixed(1)} ms, through the function ${history.toFixed(1)} ms`,
  );
  return { day: history / scan };
}

/** Milliseconds until everything is here; what counts the rows is called afterwards. */
async function timed(work: () => Promise<() => number>): Promise<number> {
  const startedAt = performance.now();
  const count = await work();
  const elapsedMs = performance.now() - startedAt;
  if (count() !== perDay) throw new Error(`${count()} rows were found, not ${perDay}.`);
  return elapsedMs;
}

async function prepare(client: pg.Client, tenantId: string): Promise<{ token: string; vehicleIds: string[] }> {
  const tokenId = randomUUID();
  const { token, hash, prefix } = makeApiToken({ tenantId, tokenId });
  await client.query('set search_path = app, platform, public');
  await client.query(`select platform.seed_identity('app', $1)`, [tenantId]);
  await client.query(
    `with made as (
       insert into users (tenant_id, email, username, first_name, last_name, role_id)
       select $1, 'bench@bench.example', 'bench', 'Ben', 'Ch', id from roles where tenant_id = $1 and role_name = 'super_admin' returning id
     )
     insert into api_tokens (tenant_id, id, user_id, token_name, token_hash, token_prefix, permissions, rate_limit)
     select $1, $2, id, 'bench', $3, $4, '["*"]', 100000000 from made`,
    [tenantId, tokenId, hash, prefix],
  );
  const { rows: found } = await client.query<{ id: string }>(
    'select id from vehicles where tenant_id = $1 order by id limit $2',
    [tenantId, Math.ceil(rows / perDay)],
  );
  return { token, vehicleIds: found.map(({ id }) => id) };
}
