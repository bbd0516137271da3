import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Bucket, Storage } from '@google-cloud/storage';
import { type FinalizedEvent, type RunningStorage, startStorage } from '@wheelhouse/emulator/storage/index.ts';

/** A running storage with the real client against it, and one fresh bucket. */
export interface Harness {
  dir: string;
  server: RunningStorage;
  storage: Storage;
  bucket: Bucket;
  events: FinalizedEvent[];
  /** Moves the server's clock. */
  clock: { offsetMs: number };
  restart(): Promise<void>;
  stop(): Promise<void>;
}

export async function startHarness(): Promise<Harness> {
  const parent = await mkdtemp(join(tmpdir(), 'storage-'));
  const dir = join(parent, 'data');
  const events: FinalizedEvent[] = [];
  const clock = { offsetMs: 0 };
  const start = (port?: number) =>
    startStorage({
      dir,
      port,
      projectId: 'demo-project',
      clock: { now: () => new Date(Date.now() + clock.offsetMs) },
      onFinalize: (event) => void events.push(event),
    });
  const server = await start();
  const storage = clientOf(server);
  const bucket = storage.bucket(`bucket-${randomBytes(4).toString('hex')}`);
  await bucket.create();
  const harness: Harness = { dir, server, storage, bucket, events, clock, restart, stop };

  async function restart() {
    await harness.server.stop();
    harness.server = await start(Number(new URL(server.url).port));
  }

  async function stop() {
    await harness.server.stop();
    await rm(parent, { recursive: true });
  }

  return harness;
}

/** The real client, as an application with STORAGE_EMULATOR_HOST and GOOGLE_APPLICATION_CREDENTIALS would make it. */
export function clientOf(server: RunningStorage): Storage {
  process.env.STORAGE_EMULATOR_HOST = server.url;
  process.env.GOOGLE_APPLICATION_CREDENTIALS = server.credentialsFile;
  return new Storage({ projectId: 'demo-project', retryOptions: { maxRetries: 2, retryDelayMultiplier: 1 } });
}
