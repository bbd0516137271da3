import { mkdirSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { startCloud } from './cloud/start-cloud.ts';
import { createDemo } from './demo/create-demo.ts';
import { driveDemo } from './demo/drive.ts';
import { openLocalDatabase } from './demo/local-database.ts';
import { printWelcome } from './demo/welcome.ts';
import { assertPortFree, progress, runUntilSignalled, type Stoppable, stopInReverse } from './process/index.ts';
import { runSmoke } from './smoke/run-smoke.ts';

const usage = `npm start -- [options]
  --smoke        start, drive the main job end to end, check it, stop
  --port N       port of the API (default 8080; any free one with --smoke)
  --reset        delete the local data first
  --no-vehicles  do not simulate vehicles
  --dir PATH     where local data is kept (default .local)
Environment: DATABASE_URL, an administrator's connection, uses that server in place of the embedded PostgreSQL.`;

const options = parseOptions();
const step = progress();
const parts: Stoppable[] = [];
const log = (line: string) => process.stderr.write(`${line}\n`);

/** Runs until a signal comes, or (smoke) until the checks have ended. */
async function main(): Promise<number> {
  const signalled = runUntilSignalled(parts);
  const dir = options.smoke ? join(resolve(options.dir), `smoke-${process.pid}`) : resolve(options.dir);
  if (options.reset) rmSync(dir, { recursive: true, force: true });
  mkdirSync(dir, { recursive: true });
  const running = run(dir).then(
    (code) => code,
    (error: unknown) => {
      log(`\n${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
      return 1;
    },
  );
  const code = await Promise.race([signalled, running.then((ended) => ended ?? signalled)]);
  await stopInReverse(parts, 20_000);
  if (options.smoke) rmSync(dir, { recursive: true, force: true });
  return code;
}

/** Starts everything; answers an exit code where there is nothing to wait for. */
async function run(dir: string): Promise<number | undefined> {
  if (options.port !== 0) await assertPortFree(options.port, 'the API', 'choose another with: npm start -- --port 8081');
  const database = await step('PostgreSQL', () => openLocalDatabase(dir, parts, { ephemeral: options.smoke }));
  const cloud = await startCloud({ dir, database, port: options.port, schedule: !options.smoke, step, log }, parts);
  const tenants = await step('demo organisations', () => createDemo(cloud));
  if (options.smoke) return runSmoke(cloud, tenants, step);
  if (options.vehicles) parts.push({ name: 'simulated vehicles', ...driveDemo(cloud, tenants, log) });
  await printWelcome(cloud, tenants, database);
  return undefined;
}

function parseOptions() {
  try {
    const { values } = parseArgs({
      options: {
        smoke: { type: 'boolean', default: false },
        port: { type: 'string' },
        reset: { type: 'boolean', default: false },
        vehicles: { type: 'boolean', default: true },
        dir: { type: 'string', default: '.local' },
        help: { type: 'boolean', default: false },
      },
      allowNegative: true,
    });
    if (values.help) {
      console.log(usage);
      process.exit(0);
    }
    const port = Number(values.port ?? (values.smoke ? 0 : 8080));
    if (!Number.isInteger(port) || port < 0 || port > 65_535)
      throw new Error(`--port ${values.port}: a port is a number from 1 to 65535.`);
    return { ...values, port };
  } catch (error) {
    console.error(`${(error as Error).message}\n\n${usage}`);
    process.exit(2);
  }
}

process.exit(await main());
