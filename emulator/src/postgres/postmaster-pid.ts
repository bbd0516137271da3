import { readFileSync } from 'node:fs';
import { readFile, readlink, realpath, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';

// Above the largest process number of every system.
const neverAProcess = 2 ** 31 - 1;

/** What a running server writes about itself to `postmaster.pid`, as far as it has got. */
export interface PostmasterState {
  pid: number;
  port: number;
  ready: boolean;
}

/** Reads `postmaster.pid` (PostgreSQL, `src/include/utils/pidfile.h`): line 1 is the process, 4 the port, 8 the status. */
export async function readPostmasterState(dataDir: string): Promise<PostmasterState | undefined> {
  const text = await readFile(join(dataDir, 'postmaster.pid'), 'utf8').catch(() => '');
  const lines = text.split('\n');
  const pid = Number(lines[0]);
  if (!Number.isInteger(pid) || pid <= 0) return undefined;
  return { pid, port: Number(lines[3] ?? 0), ready: lines[7]?.trim() === 'ready' };
}

function isInUse(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** Whether the process runs. One that has ended may keep its number: in a container often nobody collects the orphans. */
export function processRuns(pid: number): boolean {
  if (!isInUse(pid)) return false;
  if (process.platform !== 'linux') return true;
  try {
    // proc(5): the state follows the command's name, which is in parentheses.
    return !/\) [ZX] /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return false;
  }
}

/**
 * The process number of a server that runs on `dataDir` right now, if there is one. A file left by a server that was killed
 * may name a process that has nothing to do with PostgreSQL by now, and PostgreSQL would refuse to start because of it. The
 * number is then replaced, and the rest kept: by it PostgreSQL sees whether children of the dead server still use its memory.
 */
export async function findRunningPostmaster(dataDir: string): Promise<number | undefined> {
  const state = await readPostmasterState(dataDir);
  if (!state || !isInUse(state.pid)) return undefined;
  if (await isPostmasterOf(state, dataDir)) return state.pid;
  const path = join(dataDir, 'postmaster.pid');
  const text = await readFile(path, 'utf8').catch(() => undefined);
  if (text?.startsWith(`${state.pid}\n`)) await writeFile(path, text.replace(/^\d+/, String(neverAProcess)));
  return undefined;
}

// A server's working directory is its data directory; where the system does not tell, its port has to do.
async function isPostmasterOf(state: PostmasterState, dataDir: string): Promise<boolean> {
  if (process.platform !== 'linux') return answers(state.port);
  const cwd = await readlink(`/proc/${state.pid}/cwd`).catch(() => undefined);
  return cwd === (await realpath(dataDir));
}

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ port, host: '127.0.0.1' });
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
    socket.once('connect', () => socket.destroy());
  });
}
