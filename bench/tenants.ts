// npm run bench -- tenants: what many dedicated tenants cost the migrator. Creates 200, times a run with nothing to do at 100 and at
// 200, and alters a table of all of them in a process that is killed half-way and started again.
import { spawn, spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { openDatabase } from '@wheelhouse/shared/db/database.ts';
import { migrate } from '@wheelhouse/shared/db/migrate/index.ts';
import { createTenant } from '@wheelhouse/shared/domains/platform/index.ts';
import { alteredSchemas, filesWithAlteration } from './support/alter-every-schema.ts';
import { openBenchDatabase } from './support/database.ts';
import { median, report } from './support/report.ts';

const half = 100;
const { ownerUrl, appUrl, close } = await openBenchDatabase('tenants');
const database = openDatabase(
  { connectionString: appUrl },
  {
    databasePoolSize: 2,
    databaseStatementTimeoutMs: 60_000,
    databaseLockTimeoutMs: 60_000,
    databaseIdleTransactionTimeoutMs: 60_000,
  },
);

await createTenants(1, half);
const atHalf = await nothingToDo();
await createTenants(half + 1, 2 * half);
const atAll = await nothingToDo();
const commandSeconds = runCommand();
const perTenantMs = Math.max(0, (atAll - atHalf) / half);
console.log(
  `nothing to do: ${atHalf.toFixed(1)} ms at ${half} tenants, ${atAll.toFixed(1)} ms at ${2 * half}; the command ${commandSeconds.toFixed(2)} s`,
);
await alterAndKill();

await database.close();
await close();
report('tenants', { noop_seconds: commandSeconds, per_tenant_ms: perTenantMs }, { noop_seconds: 2, per_tenant_ms: 1 }, []);

async function createTenants(first: number, last: number): Promise<void> {
  const startedAt = performance.now();
  const waiting = Array.from({ length: last - first + 1 }, (_, index) => first + index);
  const worker = async () => {
    for (let number = waiting.shift(); number !== undefined; number = waiting.shift()) {
      await createTenant(
        { database, owner: ownerUrl },
        { slug: `bench-${number}`, name: `Bench ${number}`, placement: 'dedicated' },
      );
      if (number % 25 === 0) console.log(`${number} tenants`);
    }
  };
  await Promise.all([worker(), worker()]);
  const seconds = (performance.now() - startedAt) / 1000;
  console.log(`tenants ${first} to ${last} created in ${seconds.toFixed(1)} s`);
}

/** Milliseconds of a run that finds nothing to do. */
async function nothingToDo(): Promise<number> {
  const times: number[] = [];
  for (let run = 0; run < 15; run += 1) {
    const startedAt = performance.now();
    const applied = await migrate(ownerUrl);
    times.push(performance.now() - startedAt);
    if (applied.length > 0)
      throw new Error(`There was something to do: ${applied.map(({ schemaName }) => schemaName).join(', ')}.`);
  }
  return median(times);
}

/** Seconds of `wheelhouse migrate` with nothing to do, the start of its process included. */
function runCommand(): number {
  const script = fileURLToPath(new URL('../scripts/wheelhouse.ts', import.meta.url));
  const startedAt = performance.now();
  const { status, stdout, stderr } = spawnSync(process.execPath, [script, 'migrate', '--json'], {
    env: { ...process.env, DATABASE_URL: appUrl, DATABASE_OWNER_URL: ownerUrl },
    encoding: 'utf8',
  });
  const seconds = (performance.now() - startedAt) / 1000;
  if (status !== 0 || (JSON.parse(stdout) as { behind: string[] }).behind.length > 0)
    throw new Error(`wheelhouse migrate: ${stdout}${stderr}`);
  return seconds;
}

async function alterAndKill(): Promise<void> {
  const script = fileURLToPath(new URL('./support/alter-every-schema.ts', import.meta.url));
  const child = spawn(process.execPath, [script, ownerUrl], { stdio: ['ignore', 'pipe', 'inherit'] });
  let applied = 0;
  child.stdout.on('data', (data: Buffer) => {
    applied += data.toString().split('applied').length - 1;
    if (applied >= half) child.kill('SIGKILL');
  });
  const signal = await new Promise((resolve) => child.on('exit', (_, name) => resolve(name)));
  const reached = await alteredSchemas(ownerUrl);
  if (signal !== 'SIGKILL' || reached < half || reached > 2 * half)
    throw new Error(`The run was to be killed half-way; it ended with ${signal} at ${reached}.`);
  const rest = await migrate(ownerUrl, { files: filesWithAlteration() });
  const all = await alteredSchemas(ownerUrl);
  if (all !== 2 * half + 1) throw new Error(`${all} schemas were altered, not ${2 * half + 1}.`);
  console.log(`killed after ${reached} of ${all} schemas; the next run did the other ${rest.length}`);
}
