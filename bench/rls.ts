// npm run bench -- rls: the price of row security. The scoped query of a list over the same query with a plain `where tenant_id` as the
// tables' owner would send it, both prepared, in alternating rounds on the same connection. Prints the plan's shape it has checked.
import pg from 'pg';
import { openBenchDatabase } from './support/database.ts';
import { median, report } from './support/report.ts';

const tenants = 50;
const rowsPerTenant = 2_000;
const rounds = 60;
const queriesPerRound = 20;

const database = await openBenchDatabase('rls');
// As an administrator, for whom `where tenant_id` is all there is; entering a scope makes it any user.
const client = new pg.Client({ connectionString: database.adminUrl });
await client.connect();

const ids = await fill();
const tail = 'order by id limit 50';
const scoped = { name: 'scoped', text: `select * from app.vehicles ${tail}` };
const plain = { name: 'plain', text: `select * from app.vehicles where tenant_id = $1 ${tail}` };

await checkPlan();
const times: Record<'scoped' | 'plain', number[]> = { scoped: [], plain: [] };
for (let round = 0; round < rounds; round += 1) {
  const tenant = ids[round % ids.length] as string;
  // Whoever is first in a round finds colder caches: they take turns.
  for (const kind of round % 2 === 0 ? (['scoped', 'plain'] as const) : (['plain', 'scoped'] as const))
    times[kind].push(await time(kind, tenant));
}
await client.end();
await database.close();
const [scopedMs, plainMs] = [median(times.scoped), median(times.plain)];
console.log(
  `scoped ${scopedMs.toFixed(3)} ms, plain where ${plainMs.toFixed(3)} ms a query (medians of ${rounds} rounds of ${queriesPerRound})`,
);
report('rls', { rls: scopedMs / plainMs }, { rls: 1.25 }, []);

/** Milliseconds a query, in a transaction that has entered its role before the clock starts. */
async function time(kind: 'scoped' | 'plain', tenant: string): Promise<number> {
  await client.query('begin read only');
  if (kind === 'scoped') await client.query(`select platform.enter_scope($1, '{}', 'authenticated_user', 'read')`, [tenant]);
  const query = kind === 'scoped' ? scoped : { ...plain, values: [tenant] };
  const warm = await client.query(query);
  if (warm.rowCount !== 50) throw new Error(`The ${kind} query gave ${warm.rowCount} rows, not 50.`);
  const startedAt = performance.now();
  for (let sent = 0; sent < queriesPerRound; sent += 1) await client.query(query);
  const elapsed = performance.now() - startedAt;
  await client.query('commit');
  return elapsed / queriesPerRound;
}

/** The policy must be evaluated once (an InitPlan) and lead to the tenant's index. */
async function checkPlan(): Promise<void> {
  await client.query('begin read only');
  await client.query(`select platform.enter_scope($1, '{}', 'authenticated_user', 'read')`, [ids[0]]);
  const { rows } = await client.query<{ 'QUERY PLAN': string }>(`explain (analyze, timing off, costs off) ${scoped.text}`);
  await client.query('commit');
  const plan = rows.map((row) => row['QUERY PLAN']).join('\n');
  console.log(plan);
  if (!/InitPlan/.test(plan)) throw new Error('The plan has no InitPlan: the policy is evaluated for each row.');
  if (!/Index Scan using vehicles_pkey/.test(plan) || !/Index Cond: \(tenant_id = /.test(plan))
    throw new Error('The plan does not use the tenant index.');
  if (/Seq Scan/.test(plan)) throw new Error('The plan reads the whole table.');
}

/** 50 tenants x 2,000 vehicles. */
async function fill(): Promise<string[]> {
  await client.query('set role wheelhouse_owner');
  const { rows } = await client.query<{ id: string }>(
    `insert into platform.tenants (name, slug, status) select 'Bench ' || n, 'bench-' || n, 'active' from generate_series(1, ${tenants}) n returning id`,
  );
  await client.query(`set app.moving = 'on'`);
  await client.query(
    `insert into app.vehicles (tenant_id, client_id, vin, make, model, year, license_plate, color, metadata)
     select t.id, platform.uuid_v7(), 'BENCH' || lpad(n::text, 12, '0'), 'Volvo', 'FH16', 2020 + n % 5, 'P' || n, 'white', '{"axles": 3, "crane": true}'
     from generate_series(1, ${rowsPerTenant}) n, platform.tenants t`,
  );
  await client.query('reset app.moving');
  await client.query('reset role');
  await client.query('vacuum analyze app.vehicles');
  return rows.map(({ id }) => id);
}
