import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { bootstrapDatabase, randomPassword } from '@wheelhouse/shared/db/migrate/index.ts';
import { openServer } from '../postgres/index.ts';
import type { Stoppable } from '../process/index.ts';

export type LocalDatabase = { adminUrl: string; ownerUrl: string; appUrl: string };

/**
 * The database of the local cloud: the embedded server, or the one of DATABASE_URL. Connection strings are written to
 * `<dir>/wheelhouse.env` (readable by the owner only), where the command line finds them.
 */
export async function openLocalDatabase(
  dir: string,
  parts: Stoppable[],
  options: { ephemeral: boolean },
): Promise<LocalDatabase> {
  const server = await openServer({
    ...(process.env.DATABASE_URL ? { databaseUrl: process.env.DATABASE_URL } : {}),
    dir: join(dir, 'postgres'),
    ephemeral: options.ephemeral,
  });
  parts.push({ name: 'PostgreSQL', stop: () => server.stop() });
  const passwords = keptPasswords(join(dir, 'passwords.json'));
  const urls = await bootstrapDatabase(
    server.adminUrl,
    options.ephemeral ? `wheelhouse_smoke_${process.pid}` : 'wheelhouse',
    passwords,
  );
  writeFileSync(join(dir, 'wheelhouse.env'), `DATABASE_URL=${urls.appUrl}\nDATABASE_OWNER_URL=${urls.ownerUrl}\n`, {
    mode: 0o600,
  });
  return { adminUrl: server.adminUrl, ...urls };
}

function keptPasswords(file: string): { owner: string; app: string } {
  if (existsSync(file)) return JSON.parse(readFileSync(file, 'utf8')) as { owner: string; app: string };
  const passwords = { owner: randomPassword(), app: randomPassword() };
  writeFileSync(file, JSON.stringify(passwords), { mode: 0o600 });
  return passwords;
}
