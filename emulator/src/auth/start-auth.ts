import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { Worker } from 'node:worker_threads';

export interface AuthOptions {
  /** 0 or absent: any free port. */
  port?: number;
  /** The project that requests without one of their own mean; any API key stands for it. */
  projectId: string;
  /** Receives each line that the emulator writes. */
  log?: (line: string) => void;
}

export interface RunningAuth {
  /** `127.0.0.1:<port>`, the form that FIREBASE_AUTH_EMULATOR_HOST takes. */
  host: string;
  stop(): Promise<void>;
}

/**
 * Starts Firebase Auth. Servers reach it with FIREBASE_AUTH_EMULATOR_HOST=host, browsers with `connectAuthEmulator(auth, 'http://' + host)`.
 * Users live in memory until it stops.
 *
 * Its ID tokens are not signed: whoever verifies them must do so only where FIREBASE_AUTH_EMULATOR_HOST is set.
 *
 * @throws Error when the port is taken or firebase-tools cannot be loaded
 */
export async function startAuth({ port = 0, projectId, log = () => undefined }: AuthOptions): Promise<RunningAuth> {
  const worker = new Worker(new URL('./server-worker.ts', import.meta.url), {
    workerData: { projectId, port },
    stdout: true,
    stderr: true,
    execArgv: [],
  });
  forwardLines(worker.stdout, log);
  forwardLines(worker.stderr, log);
  const listeningPort = await portOf(worker);
  worker.on('error', (error) => log(`the Auth emulator ended: ${error.message}`));
  return {
    host: `127.0.0.1:${listeningPort}`,
    async stop() {
      await worker.terminate();
    },
  };
}

async function portOf(worker: Worker): Promise<number> {
  try {
    const [port] = (await once(worker, 'message')) as [number];
    return port;
  } catch (cause) {
    throw new Error(`the Auth emulator did not start: ${(cause as Error).message}`, { cause });
  }
}

function forwardLines(output: Readable, log: (line: string) => void): void {
  createInterface({ input: output }).on('line', log);
}
