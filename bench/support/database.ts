import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openServer } from '@wheelhouse/emulator/postgres/index.ts';
import { withDatabase } from '@wheelhouse/shared/db/connection.ts';
import { asAdmin, bootstrapDatabase, migrate } from '@wheelhouse/shared/db/migrate/index.ts';

export type BenchDatabase = { adminUrl: string; ownerUrl: string; appUrl: string; close(): Promise<void> };

/** A migrated database for one benchmark, on the server of DATABASE_URL (an administrator's connection) or an embedded one; dropped at the end. */
export async function openBenchDatabase(name: string): Promise<BenchDatabase> {
  const dir = mkdtempSync(join(tmpdir(), 'wheelhouse-bench-'));
  const server = await openServer({
    ...(process.env.DATABASE_URL ? { databaseUrl: process.env.DATABASE_URL } : {}),
    dir,
    ephemeral: true,
  });
  const database = `wheelhouse_bench_${name}_${process.pid}`;
  const urls = await bootstrapDatabase(server.adminUrl, database);
  await migrate(urls.ownerUrl);
  return {
    adminUrl: withDatabase(server.adminUrl, database),
    ...urls,
    close: async () => {
      await asAdmin(server.adminUrl, (client) => client.query(`drop database if exists ${database} with (force)`));
      await server.stop();
      rmSync(dir, { recursive: true, force: true });
    },
  };
}
