import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { withDatabase } from '@wheelhouse/shared/db/connection.ts';
import { asAdmin, bootstrapDatabase, randomPassword } from '@wheelhouse/shared/db/migrate/index.ts';
import { releaseDataDirectory } from '../postgres/data-directory.ts';
import { openServer } from '../postgres/index.ts';
import type { Stoppable } from '../process/index.ts';

export type LocalDatabase = { adminUrl: string; ownerUrl: string; appUrl: string; environmentFile: string };

type Options = {
  /** Where this run keeps its data. */
  dir: string;
  /** What runs share: the passwords of the two logins, which belong to the server and not to one database of it. */
  home: string;
  /** For one run only; nothing of it is left. */
  ephemeral: boolean;
};

/**
 * The database of the local cloud: the embedded server, or the one of DATABASE_URL. Connection strings are written to
 * `<dir>/wheelhouse.env` (readable by the owner only), where the command line finds them.
 */
export async function openLocalDatabase({ dir, home, ephemeral }: Options, parts: Stoppable[]): Promise<LocalDatabase> {
  const databaseUrl = process.env.DATABASE_URL;
  const server = await openServer({ ...(databaseUrl ? { databaseUrl } : {}), dir: join(dir, 'postgres'), ephemeral });
  parts.push({ name: 'PostgreSQL', stop: () => server.stop() });
  const name = ephemeral ? `wheelhouse_smoke_${process.pid}` : 'wheelhouse';
  const urls = await bootstrapDatabase(server.adminUrl, name, keptPasswords(join(home, 'passwords.json')));
  if (ephemeral && databaseUrl) parts.push({ name: 'the database', stop: () => dropDatabase(server.adminUrl, name) });
  const environmentFile = join(dir, 'wheelhouse.env');
  writeFileSync(environmentFile, `DATABASE_URL=${urls.appUrl}\nDATABASE_OWNER_URL=${urls.ownerUrl}\n`, { mode: 0o600 });
  return { adminUrl: withDatabase(server.adminUrl, name), ...urls, environmentFile };
}

/** Deletes the local data. A database on the server of DATABASE_URL is not touched. @throws Error when a process still uses it */
export async function resetLocalData(home: string): Promise<void> {
  await releaseDataDirectory(join(home, 'postgres', 'data'), join(home, 'postgres', 'owner.json'));
  rmSync(home, { recursive: true, force: true });
}

async function dropDatabase(adminUrl: string, name: string): Promise<void> {
  await asAdmin(adminUrl, (client) => client.query(`drop database if exists ${name} with (force)`));
}

function keptPasswords(file: string): { owner: string; app: string } {
  if (existsSync(file)) return JSON.parse(readFileSync(file, 'utf8')) as { owner: string; app: string };
  const passwords = { owner: randomPassword(), app: randomPassword() };
  writeFileSync(file, JSON.stringify(passwords), { mode: 0o600 });
  return passwords;
}
