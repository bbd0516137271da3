import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openServer } from '@wheelhouse/emulator/postgres/index.ts';
import { asAdmin, bootstrapDatabase, databaseUrls, migrate } from '@wheelhouse/shared/db/migrate/index.ts';
import type { TestProject } from 'vitest/node';

declare module 'vitest' {
  export interface ProvidedContext {
    adminUrl: string;
    ownerUrl: string;
    appUrl: string;
  }
}

/**
 * One server and one migrated database for the whole run; every test makes its own tenants in it. The server is the embedded one,
 * or the one of DATABASE_URL (an administrator's connection), on which the run leaves nothing behind.
 */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const directory = mkdtempSync(join(tmpdir(), 'wheelhouse-test-'));
  const server = await openServer({ databaseUrl: process.env.DATABASE_URL, dir: join(directory, 'postgres'), ephemeral: true });
  const database = `wheelhouse_test_${randomBytes(4).toString('hex')}`;
  // Roles belong to the server: runs that share one must agree on the passwords.
  const passwords = { owner: 'wheelhouse-test', app: 'wheelhouse-test' };
  await bootstrapDatabase(server.adminUrl, database, passwords);
  const { ownerUrl, appUrl } = databaseUrls(server.adminUrl, database, passwords);
  await migrate(ownerUrl);
  project.provide('adminUrl', server.adminUrl);
  project.provide('ownerUrl', ownerUrl);
  project.provide('appUrl', appUrl);
  return async () => {
    await asAdmin(server.adminUrl, (client) => client.query(`drop database if exists ${database} with (force)`));
    await server.stop();
    rmSync(directory, { recursive: true, force: true });
  };
}
