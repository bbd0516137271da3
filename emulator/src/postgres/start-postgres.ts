import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { assertPortFree, freePort } from '../process/ports.ts';
import { findBinaries } from './binaries.ts';
import { createServerFolder, initDataDirectory, releaseDataDirectory } from './data-directory.ts';
import { adoptOwnership, chooseLauncher } from './launcher.ts';
import { type ServerProcess, startSupervised } from './supervised-server.ts';

export interface PostgresOptions {
  /** Folder for the data, the log and the record of who uses it; created when missing, its data kept between runs. */
  dir: string;
  /** Default: a free one. */
  port?: number;
  /** File that the server's messages are appended to; default `server.log` in `dir`. */
  log?: string;
  /** Further settings of postgresql.conf by name; they win over ours. */
  settings?: Record<string, string | number | boolean>;
  /** The data need not survive a crash of the machine, which makes writes much faster: for tests. */
  ephemeral?: boolean;
}

export interface PostgresServer {
  /** URL of the superuser in the database `postgres`. */
  adminUrl: string;
  /** `17.10` */
  version: string;
  port: number;
  /** Fast shutdown: sessions end, data is written, no process is left. */
  stop(): Promise<void>;
}

const attempts = 3;

/**
 * Starts a PostgreSQL server of our own, on 127.0.0.1 only, and resolves when it accepts connections. It works as root and
 * as an ordinary user, recovers what a killed run left, and ends when our process ends, in whatever way.
 *
 * @throws PortTakenError when `port` was given and is taken
 * @throws Error with the server's last messages when it does not start; when a running process uses `dir`
 */
export async function startPostgres(options: PostgresOptions): Promise<PostgresServer> {
  const { port, ephemeral = false } = options;
  if (port !== undefined)
    await assertPortFree(port, 'PostgreSQL', 'stop that program, choose another port, or give none for a free one');
  const dir = resolve(options.dir);
  const dataDir = join(dir, 'data');
  const ownerFile = join(dir, 'owner.json');
  const log = resolve(options.log ?? join(dir, 'server.log'));

  const { initdb, postgres, pgCtl } = await findBinaries();
  const { launcher, version } = await chooseLauncher(postgres);
  await createServerFolder(dir);
  await releaseDataDirectory(dataDir, ownerFile);
  await adoptOwnership(launcher, dir);
  await initDataDirectory({ launcher, initdb, version, dataDir, ephemeral });

  const settings = (actualPort: number) => ({ ...developmentSettings(actualPort, ephemeral), ...options.settings });
  const server = { launcher, postgres, pgCtl, dataDir, log, ownerFile };
  for (let attempt = 1; ; attempt++) {
    const actualPort = port ?? (await freePort());
    const stop = await tryStart({ ...server, settings: settings(actualPort) }, port === undefined && attempt < attempts);
    if (stop) return { adminUrl: `postgres://postgres@127.0.0.1:${actualPort}/postgres`, version, port: actualPort, stop };
  }
}

/** Answers undefined instead of throwing when another program took the port first and `mayRetry`. */
async function tryStart(server: ServerProcess, mayRetry: boolean): Promise<(() => Promise<void>) | undefined> {
  const before = await readLog(server.log);
  try {
    return await startSupervised(server);
  } catch (error) {
    const messages = (await readLog(server.log)).slice(before.length).trim();
    if (mayRetry && messages.includes('could not create any TCP/IP sockets')) return undefined;
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(`${reason} (log: ${server.log}):\n${messages.split('\n').slice(-10).join('\n')}`, { cause: error });
  }
}

const readLog = (path: string) => readFile(path, 'utf8').catch(() => '');

function developmentSettings(port: number, ephemeral: boolean): Record<string, string | number | boolean> {
  return {
    listen_addresses: '127.0.0.1',
    port,
    unix_socket_directories: '',
    max_connections: 200,
    timezone: 'UTC',
    log_timezone: 'UTC',
    // Compiling costs more than it saves in short queries.
    jit: false,
    ...(ephemeral ? { fsync: false, synchronous_commit: false, full_page_writes: false } : {}),
  };
}
