import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startPostgres } from '@wheelhouse/emulator/postgres/index.ts';
import { freePort } from '@wheelhouse/emulator/process/index.ts';
import { bootstrapDatabase, databaseUrls, migrate } from '@wheelhouse/shared/db/migrate/index.ts';
import { onTestFinished } from 'vitest';

/**
 * How PostgreSQL ends (manual, 18.5 "Shutting Down the Server"): fast ends sessions and writes a checkpoint, immediate leaves recovery to
 * the next start.
 */
const signals = { fast: 'SIGINT', immediate: 'SIGQUIT' } as const;

/** A migrated database on a server of the test's own that can be restarted at its port; gone after the test. */
export async function restartingServer() {
  const dir = await mkdtemp(join(tmpdir(), 'wheelhouse-restarted-'));
  // What was committed survives the server, not the machine.
  const start = async (port: number) => startPostgres({ dir, port, settings: { fsync: false } });
  let server = await start(await freePort());
  onTestFinished(async () => {
    await server.stop();
    await rm(dir, { recursive: true, force: true });
  });
  const passwords = { owner: 'wheelhouse-test', app: 'wheelhouse-test' };
  await bootstrapDatabase(server.adminUrl, 'restarted', passwords);
  const { ownerUrl, appUrl } = databaseUrls(server.adminUrl, 'restarted', passwords);
  await migrate(ownerUrl);
  return {
    appUrl,
    async restart(how: keyof typeof signals) {
      const [pid] = (await readFile(join(dir, 'data', 'postmaster.pid'), 'utf8')).split('\n');
      process.kill(Number(pid), signals[how]);
      await server.stop();
      server = await start(server.port);
    },
  };
}
