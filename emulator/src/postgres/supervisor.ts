/**
 * The process between us and the server: it starts PostgreSQL, and stops it when its standard input closes. The system closes
 * that pipe when our own process ends, however it ends, so the server never outlives us.
 *
 * Its one argument is JSON, `SupervisorTask`. The first line of its standard output is the server's process number.
 */
import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { openSync } from 'node:fs';

/** What the supervisor is to do; a command is a program and its arguments. */
export interface SupervisorTask {
  server: string[];
  /** Stops the server on Windows, which has no signals. */
  stopCommand: string[];
  identity?: { uid: number; gid: number };
  /** The file that the server's messages are appended to. */
  log: string;
}

// PostgreSQL's three ways to stop: fast ends sessions and writes a checkpoint, immediate leaves recovery to the next start.
const stopSignals = [
  { signal: 'SIGINT', afterMs: 0 },
  { signal: 'SIGQUIT', afterMs: 15_000 },
  { signal: 'SIGKILL', afterMs: 20_000 },
] as const;

function stopServer(server: ChildProcess, task: SupervisorTask): void {
  if (process.platform === 'win32') {
    execFile(task.stopCommand[0]!, task.stopCommand.slice(1), { windowsHide: true });
    return;
  }
  for (const { signal, afterMs } of stopSignals) setTimeout(() => server.kill(signal), afterMs).unref();
}

function supervise(task: SupervisorTask): void {
  const log = openSync(task.log, 'a');
  const [command, ...args] = task.server;
  const server = spawn(command!, args, { ...task.identity, stdio: ['ignore', log, log], windowsHide: true });
  server.once('error', (error) => {
    process.stderr.write(`${error.message}\n`);
    process.exit(1);
  });
  server.once('exit', (code) => process.exit(code ?? 1));
  process.stdout.write(`${server.pid}\n`);

  let stopping = false;
  const stop = () => {
    if (stopping) return;
    stopping = true;
    stopServer(server, task);
  };
  process.stdin.once('end', stop).once('error', stop).resume();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, stop);
}

supervise(JSON.parse(process.argv[2]!) as SupervisorTask);
