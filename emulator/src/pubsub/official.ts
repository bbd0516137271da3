import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { Client, credentials } from '@grpc/grpc-js';
import { assertPortFree, freePort } from '../process/index.ts';
import { findOfficialPubSub, type OfficialPubSub } from './find-official.ts';

const readyWithinMs = 60_000;
const supervisor = fileURLToPath(new URL('./supervise.ts', import.meta.url));

export interface OfficialPubSubOptions {
  /** The only project that it has. */
  projectId: string;
  /** 0 or absent: any free port. */
  port?: number;
  /** Where it is, where that is known already. */
  found?: OfficialPubSub;
  log?: (line: string) => void;
}

export interface RunningPubSub {
  /** `127.0.0.1:port` */
  host: string;
  stop(): Promise<void>;
}

/** Resolves when a gRPC server answers at `host`. */
function answers(host: string): { ready: Promise<void>; close: () => void } {
  const client = new Client(host, credentials.createInsecure(), {
    'grpc.initial_reconnect_backoff_ms': 100,
    'grpc.min_reconnect_backoff_ms': 100,
    'grpc.max_reconnect_backoff_ms': 200,
  });
  const ready = new Promise<void>((resolve, reject) => {
    client.waitForReady(Date.now() + readyWithinMs, (error) => (error ? reject(error) : resolve()));
  });
  ready.catch(() => undefined);
  return { ready, close: () => client.close() };
}

/**
 * Starts the official Pub/Sub emulator and resolves when it answers. It ends with `stop()`, and also when this process ends in any way.
 * It ignores filters, answers nothing to a Publish of more than 10 MB, and keeps everything in memory.
 *
 * @throws PortTakenError where the port is taken
 * @throws Error where it is not installed or ends before it answers, with what it said
 */
export async function startOfficialPubSub(options: OfficialPubSubOptions): Promise<RunningPubSub> {
  const { projectId, log } = options;
  const found = options.found ?? (await findOfficialPubSub());
  if (!found) {
    throw new Error(
      'The official Pub/Sub emulator needs Java and `gcloud components install pubsub-emulator`, or PUBSUB_EMULATOR_JAR.',
    );
  }
  const port = options.port || (await freePort());
  // Otherwise another program there would be taken for the emulator.
  await assertPortFree(port, 'Pub/Sub');
  const host = `127.0.0.1:${port}`;
  const command = [found.java, '-Xmx256m', '-jar', found.jar, '--host=127.0.0.1', `--port=${port}`, `--projects=${projectId}`];
  // A group of its own, so that Ctrl-C reaches us first and we can drain before it ends.
  const child = spawn(process.execPath, [supervisor, ...command], { stdio: ['pipe', 'pipe', 'pipe'], detached: true });
  const ended = once(child, 'exit');
  // The input breaks when the emulator ends by itself; `ended` tells.
  child.stdin.on('error', () => undefined);

  const said: string[] = [];
  for (const stream of [child.stdout, child.stderr]) {
    createInterface({ input: stream }).on('line', (line) => {
      said.push(line);
      if (said.length > 20) said.shift();
    });
  }

  const stop = async () => {
    child.stdin.end();
    await ended;
  };

  const probe = answers(host);
  const endedEarly = ended.then(() => {
    throw new Error(`The official Pub/Sub emulator ended before it answered on ${host}. It said:\n${said.join('\n')}`);
  });
  try {
    await Promise.race([probe.ready, endedEarly]);
  } catch (error) {
    await stop();
    throw error;
  } finally {
    endedEarly.catch(() => undefined);
    probe.close();
  }
  log?.(`Pub/Sub (official emulator) listens on ${host}.`);
  return { host, stop };
}
