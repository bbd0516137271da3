// npm run bench -- http
// A get by id and a list of 50 through the whole function (API token, permissions, rate limit, row security, all middlewares) against
// the same SQL in a bare functions-framework handler over pg without row security: same machine, pool size, data and run.
import { randomUUID } from 'node:crypto';
import { makeApiToken } from '@wheelhouse/shared/auth/api-token.ts';
import { asAdmin } from '@wheelhouse/shared/db/migrate/index.ts';
import { vehicleResource } from '@wheelhouse/shared/domains/fleet/resources.ts';
import { resources } from '@wheelhouse/shared/domains/resources.ts';
import { projectionSql } from '@wheelhouse/shared/resource/projection.ts';
import { ResourceRegistry } from '@wheelhouse/shared/resource/registry.ts';
import { openBenchDatabase } from './support/database.ts';
import { requestsPerSecond } from './support/load.ts';
import { median, report } from './support/report.ts';
import { serve } from './support/serve.ts';

const tenants = 50;
const vehiclesEach = 2000;
const load = { connections: 16, seconds: 3 };
const rounds = 5;

const database = await openBenchDatabase('http');
const tenantIds = Array.from({ length: tenants }, () => randomUUID());
const tokens = tenantIds
  .map((tenantId) => ({ tenantId, tokenId: randomUUID() }))
  .map((claim) => ({ ...claim, ...makeApiToken(claim) }));

/** Tenants with a user, a token of every permission, and vehicles; and a copy of the vehicles without row security for the bare function. */
async function fill(): Promise<Map<string, string[]>> {
  return asAdmin(database.adminUrl, async (client) => {
    await client.query('set search_path = app, platform, public');
    for (const { tenantId, tokenId, hash, prefix } of tokens) {
      const slug = `bench-${tenantId.slice(0, 8)}`.replace(/-(\d)/, '-t$1');
      await client.query(`insert into platform.tenants (id, name, slug, status) values ($1, $2, $2, 'active')`, [tenantId, slug]);
      await client.query(`select platform.seed_identity('app', $1)`, [tenantId]);
      const user = await client.query<{ id: string }>(
        `insert into users (tenant_id, email, username, first_name, last_name, role_id)
         select $1, 'bench@bench.example', 'bench', 'Ben', 'Ch', id from roles where tenant_id = $1 and role_name = 'super_admin' returning id`,
        [tenantId],
      );
      await client.query(
        `insert into api_tokens (tenant_id, id, user_id, token_name, token_hash, token_prefix, permissions, rate_limit)
         values ($1, $2, $3, 'bench', $4, $5, '["*"]', 100000000)`,
        [tenantId, tokenId, user.rows[0]?.id, hash, prefix],
      );
      await client.query(
        `insert into vehicles (tenant_id, vehicle_identifier, make, model, year, license_plate, vin, vehicle_type, max_weight_capacity_kg,
           max_volume_capacity_m3, fuel_tank_capacity_liters, insurance_expiry_date, registration_expiry_date, purchase_price, metadata)
         select $1, 'V' || n, 'Volvo', 'FH16', 2020, 'P' || n, 'YV2RT40A' || lpad(n::text, 9, '0'), 'truck', 18000, 60, 600,
           '2030-01-01', '2030-01-01', 123456.78, '{"axles": 3}'
         from generate_series(1, $2) n`,
        [tenantId, vehiclesEach],
      );
    }
    await client.query(
      `create schema bare; create table bare.vehicles (like app.vehicles including all); insert into bare.vehicles
      overriding system value select * from app.vehicles; analyze app.vehicles; analyze bare.vehicles; grant usage on schema bare to wheelhouse_app;
      grant select on bare.vehicles to wheelhouse_app`.replace(/overriding system value select \*/, `select *`),
    );
    const { rows } = await client.query<{ tenant_id: string; ids: string[] }>(
      'select tenant_id, array_agg(id) as ids from app.vehicles group by 1',
    );
    return new Map(rows.map((row) => [row.tenant_id, row.ids]));
  });
}

/** The statements of Wheelhouse with the table named and the tenant as a condition. */
function bareStatements(): Record<string, string> {
  const item = `(select row_to_json(i) from (select ${projectionSql(vehicleResource, new ResourceRegistry(resources), 't')}) i)`;
  return {
    get: `select ${item}::text as json, t.row_version from bare.vehicles t where t.id = $1 and t.tenant_id = $2`,
    list: `select coalesce(json_agg(page.item) filter (where page.n <= $1), '[]')::text as data, count(*) > $1 as more
      from (select row_number() over () as n, r.item from (
        select ${item} as item from bare.vehicles t where t.tenant_id = $2 order by t.id limit $1::integer + 1) r) page`,
    plainList: 'select * from bare.vehicles where tenant_id = $1 order by id limit 50',
  };
}

const ids = await fill();
const env = {
  DATABASE_URL: database.appUrl,
  GOOGLE_CLOUD_PROJECT: 'bench',
  DATABASE_POOL_SIZE: '4',
  LOG_LEVEL: 'warn',
  METADATA_SERVER_DETECTION: 'none',
};
const ours = await serve(new URL('../functions/fleet/index.ts', import.meta.url), 'fleet', env);
const bare = await serve(new URL('./support/bare-function.ts', import.meta.url), 'bare', {
  DATABASE_POOL_SIZE: '4',
  BENCH_DATABASE_URL: database.appUrl,
  BENCH_STATEMENTS: JSON.stringify(bareStatements()),
});
try {
  const token = tokens[0] as (typeof tokens)[number];
  const own = (ids.get(token.tenantId) ?? []).slice(0, 500);
  const headers = { Authorization: `Bearer ${token.token}` };
  const cases = {
    get: own.map((id) => `${ours.url}/v1/vehicles/${id}`),
    list: [`${ours.url}/v1/vehicles?limit=50`],
    bareGet: own.map((id) => `${bare.url}/get?tenant=${token.tenantId}&id=${id}`),
    bareList: [`${bare.url}/list?tenant=${token.tenantId}`],
    barePlainList: [`${bare.url}/plain?tenant=${token.tenantId}`],
  };
  const measured: Record<keyof typeof cases, number[]> = { get: [], list: [], bareGet: [], bareList: [], barePlainList: [] };
  for (let round = 0; round <= rounds; round += 1) {
    for (const [name, urls] of Object.entries(cases) as [keyof typeof cases, string[]][]) {
      const rate = await requestsPerSecond(urls, { ...load, headers });
      // The first round warms up.
      if (round > 0) measured[name].push(rate);
    }
  }
  const rates = Object.fromEntries(
    Object.entries(measured).map(([name, values]) => [name, Math.round(median(values))]),
  ) as Record<keyof typeof cases, number>;
  console.log('requests/s (medians):', rates);
  report('http', { get: rates.get / rates.bareGet, list: rates.list / rates.bareList }, { get: 0.5, list: 0.5 }, ['get', 'list']);
} finally {
  ours.stop();
  bare.stop();
  await database.close();
}
