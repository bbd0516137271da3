import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { type Launcher, launch } from './launcher.ts';
import { findRunningPostmaster, readPostmasterState } from './postmaster-pid.ts';
import type { SupervisorTask } from './supervisor.ts';

const supervisorPath = fileURLToPath(new URL('./supervisor.ts', import.meta.url));
// A server that was killed first replays its log, which can take a while.
const startLimitMs = 120_000;

export interface ServerProcess {
  launcher: Launcher;
  postgres: string;
  pgCtl: string;
  dataDir: string;
  /** Settings of postgresql.conf by name. */
  settings: Record<string, string | number | boolean>;
  /** File that the server's messages are appended to. */
  log: string;
  /** File that says which processes the server belongs to, see `OwnerRecord`. */
  ownerFile: string;
}

/** Which process uses a data directory, and which supervises its server for it. */
export interface OwnerRecord {
  owner: number;
  supervisor: number;
}

/**
 * Starts the server under its supervisor and resolves when it accepts connections.
 *
 * @returns a function that stops it and resolves when all its processes have ended
 * @throws Error when the server ends before it is ready; its own words are in `log`
 */
export async function startSupervised(server: ServerProcess): Promise<() => Promise<void>> {
  const settings = Object.entries(server.settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const start = launch(server.launcher, server.postgres, ['-D', server.dataDir, ...settings]);
  const stopping = launch(server.launcher, server.pgCtl, ['stop', '-D', server.dataDir, '-m', 'fast', '-w']);
  const task: SupervisorTask = {
    server: [start.command, ...start.args],
    stopCommand: [stopping.command, ...stopping.args],
    identity: server.launcher.identity,
    log: server.log,
  };
  const supervisor = spawn(process.execPath, [supervisorPath, JSON.stringify(task)], {
    // A session of its own: Ctrl-C in a terminal must not end the database before those who still write to it.
    detached: true,
    windowsHide: true,
    stdio: ['pipe', 'pipe', 'inherit'],
    env: start.options.env,
    cwd: '/',
  });
  supervisor.stdin!.on('error', () => undefined);
  const ended = once(supervisor, 'exit');
  const endServer = async () => {
    supervisor.stdin!.end();
    await ended;
  };
  try {
    const pid = await firstLine(supervisor);
    const record: OwnerRecord = { owner: process.pid, supervisor: supervisor.pid! };
    await writeFile(server.ownerFile, JSON.stringify(record));
    await untilReady(supervisor, pid, server.dataDir);
    supervisor.once('exit', () => stopOrphan(server.dataDir, pid));
  } catch (error) {
    await endServer();
    throw error;
  }
  // Neither the supervisor nor its pipes shall keep our process from ending.
  supervisor.unref();
  for (const pipe of [supervisor.stdin, supervisor.stdout]) (pipe as unknown as { unref(): void }).unref();
  return () => {
    supervisor.ref();
    return endServer();
  };
}

async function firstLine(supervisor: ChildProcess): Promise<number> {
  for await (const line of createInterface({ input: supervisor.stdout! })) return Number(line);
  throw new Error('the supervisor of the database ended before it started the server');
}

async function untilReady(supervisor: ChildProcess, pid: number, dataDir: string): Promise<void> {
  const limit = performance.now() + startLimitMs;
  while (supervisor.exitCode === null && supervisor.signalCode === null) {
    const state = await readPostmasterState(dataDir);
    // A file that a killed server left behind says ready too, with another process number.
    if (state?.pid === pid && state.ready) return;
    if (performance.now() > limit) throw new Error(`PostgreSQL was not ready after ${startLimitMs / 1000} s`);
    await delay(15);
  }
  throw new Error('PostgreSQL ended while it was starting');
}

// Only a supervisor that was killed leaves its server behind.
async function stopOrphan(dataDir: string, pid: number): Promise<void> {
  if ((await findRunningPostmaster(dataDir)) === pid) process.kill(pid, 'SIGINT');
}
