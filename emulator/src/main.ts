import { mkdirSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { startCloud } from './cloud/start-cloud.ts';
import { createDemo } from './demo/create-demo.ts';
import { driveDemo, firstPositions } from './demo/drive.ts';
import { openLocalDatabase, resetLocalData } from './demo/local-database.ts';
import { printWelcome } from './demo/welcome.ts';
import { parseOptions } from './options.ts';
import { assertPortFree, runUntilSignalled } from './process/index.ts';
import { startable } from './process/startable.ts';
import { runSmoke } from './smoke/run-smoke.ts';

const options = parseOptions();
const home = resolve(options.dir);
const dir = options.smoke ? join(home, `smoke-${process.pid}`) : home;
const log = (line: string) => process.stderr.write(`${line}\n`);
// The checks provoke refusals, which functions log as warnings.
if (options.smoke) process.env.LOG_LEVEL ??= 'error';
const { step, parts, start, stop, isStopping } = startable();

/** Starts everything; answers an exit code where there is nothing to wait for. */
async function run(): Promise<number | undefined> {
  if (options.port !== 0)
    await assertPortFree(options.port, 'the API', `choose another with: npm start -- --port ${options.port + 1}`);
  if (options.reset) await resetLocalData(home);
  mkdirSync(dir, { recursive: true });
  const database = await step('PostgreSQL', () => openLocalDatabase({ dir, home, ephemeral: options.smoke }, parts));
  const bundles = options.bundles === undefined ? undefined : resolve(options.bundles);
  const cloud = await startCloud({ dir, database, port: options.port, schedule: !options.smoke, bundles, step, log }, parts);
  const tenants = await step('demo organisations', () => createDemo(cloud));
  if (options.smoke) return runSmoke(cloud, tenants, step);
  if (options.vehicles) {
    parts.push({ name: 'simulated vehicles', ...driveDemo(cloud, tenants, log) });
    await step('vehicles', () => firstPositions(tenants));
  }
  if (!isStopping()) await printWelcome(cloud, tenants, database);
  return undefined;
}

const signalled = runUntilSignalled([{ name: 'the local cloud', stop }]);
const ended = await Promise.race([signalled, start(run)]);
const code = ended ?? (await signalled);
await stop().catch((error: Error) => log(error.message));
if (options.smoke) rmSync(dir, { recursive: true, force: true, maxRetries: 5 });
process.exit(code);
