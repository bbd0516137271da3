import { mkdir, readFile, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { execLaunched, type Launcher } from './launcher.ts';
import { findRunningPostmaster, processRuns } from './postmaster-pid.ts';
import type { OwnerRecord } from './supervised-server.ts';

const shutdownLimitMs = 30_000;

/**
 * Makes `dataDir` a database cluster of the server's major version unless it is one already: superuser `postgres`, UTF-8,
 * text sorted by code point on every platform, connections from this machine without a password.
 *
 * @throws Error when it holds data of another major version
 */
export async function initDataDirectory(options: {
  launcher: Launcher;
  initdb: string;
  version: string;
  dataDir: string;
  ephemeral: boolean;
}): Promise<void> {
  const { launcher, initdb, version, dataDir, ephemeral } = options;
  const found = await readFile(join(dataDir, 'PG_VERSION'), 'utf8').catch(() => undefined);
  const major = version.split('.')[0];
  if (found?.trim() === major) return;
  if (found !== undefined) {
    throw new Error(
      `${dataDir} holds data of PostgreSQL ${found.trim()}, and this is PostgreSQL ${version}: ` +
        'delete the folder to start with an empty database, or choose another',
    );
  }
  // Under another name until it is complete: initdb may be killed half way.
  const unfinished = `${dataDir}.unfinished`;
  await rm(unfinished, { recursive: true, force: true });
  await execLaunched(launcher, initdb, [
    `--pgdata=${unfinished}`,
    '--username=postgres',
    '--auth=trust',
    '--encoding=UTF8',
    '--locale=C',
    '--locale-provider=builtin',
    '--builtin-locale=C.UTF-8',
    ...characterTypeOptions(),
    ...(ephemeral ? ['--no-sync'] : []),
  ]);
  await rename(unfinished, dataDir);
}

// Full-text search folds case by the operating system's idea of characters, and plain C knows only ASCII.
function characterTypeOptions(): string[] {
  if (process.platform === 'linux') return ['--lc-ctype=C.UTF-8'];
  if (process.platform === 'darwin') return ['--lc-ctype=en_US.UTF-8'];
  return [];
}

/**
 * Sees to it that no server runs on `dataDir`. One whose owner is gone is on its way down, or is stopped here.
 *
 * @throws Error when a process that still runs uses it
 */
export async function releaseDataDirectory(dataDir: string, ownerFile: string): Promise<void> {
  let running = await findRunningPostmaster(dataDir);
  if (running === undefined) return;
  const record = await readOwner(ownerFile);
  if (record && processRuns(record.owner)) {
    throw new Error(
      `the database in ${dirname(dataDir)} is used by process ${record.owner}: stop that process, or choose another folder`,
    );
  }
  if (!record || !processRuns(record.supervisor)) process.kill(running, 'SIGINT');
  const limit = performance.now() + shutdownLimitMs;
  while (running !== undefined) {
    if (performance.now() > limit) {
      throw new Error(`the server of an earlier run (process ${running}) still uses ${dataDir}: end it, then start again`);
    }
    await delay(50);
    running = await findRunningPostmaster(dataDir);
  }
}

async function readOwner(ownerFile: string): Promise<OwnerRecord | undefined> {
  const text = await readFile(ownerFile, 'utf8').catch(() => undefined);
  return text === undefined ? undefined : (JSON.parse(text) as OwnerRecord);
}

/** Creates the folder that holds the data directory, the log and the owner's record; only this user may look in. */
export async function createServerFolder(dir: string): Promise<void> {
  await mkdir(dir, { recursive: true, mode: 0o700 });
}
