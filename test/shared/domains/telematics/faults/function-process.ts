import { type ChildProcess, spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { createInterface } from 'node:readline';
import { PubSub } from '@google-cloud/pubsub';
import { startPubSub } from '@wheelhouse/emulator/pubsub/index.ts';
import type { TelemetryDelivery } from '@wheelhouse/shared/domains/telematics/ingest/index.ts';
import { onTestFinished } from 'vitest';

export type FunctionProcess = {
  url: string;
  child: ChildProcess;
  /** Delivers as Pub/Sub does, by a push request of Eventarc; the status is 0 where there was no answer. */
  push(delivery: TelemetryDelivery): Promise<{ status: number; retryAfter: string | null }>;
};

const project = 'wheelhouse-test';

/** A topic for the domain events of functions; gone after the test. */
export async function eventsTopic(): Promise<{ host: string }> {
  process.env.METADATA_SERVER_DETECTION = 'none';
  const pubsub = await startPubSub({ flavour: 'embedded', projectId: project });
  onTestFinished(() => pubsub.stop());
  const client = new PubSub({ projectId: project, apiEndpoint: pubsub.host, emulatorMode: true });
  await client.createTopic('events');
  await client.close();
  return pubsub;
}

/** Serves functions/telemetry-ingest as it is deployed: the framework in a process of its own; killed after the test. */
export async function ingestFunction(
  databaseUrl: string,
  pubsub: { host: string },
  environment: Record<string, string> = {},
): Promise<FunctionProcess> {
  const source = new URL('../../../../../functions/telemetry-ingest/index.ts', import.meta.url);
  // The framework loads a compiled file; this one registers the function from its TypeScript source.
  const framework = createRequire(import.meta.url).resolve('@google-cloud/functions-framework/testing');
  const boot = `await import(${JSON.stringify(source.href)});
    const { default: testing } = await import(${JSON.stringify(framework)});
    const server = testing.getTestServer('telemetry-ingest').listen(0, '127.0.0.1', () => console.log('port', server.address().port));`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', boot], {
    env: {
      PATH: process.env.PATH,
      NODE_ENV: 'production',
      FUNCTION_TARGET: 'telemetry-ingest',
      GOOGLE_CLOUD_PROJECT: project,
      DATABASE_URL: databaseUrl,
      PUBSUB_EMULATOR_HOST: pubsub.host,
      METADATA_SERVER_DETECTION: 'none',
      LOG_LEVEL: 'silent',
      ...environment,
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  const url = `http://127.0.0.1:${await portOf(child)}`;
  return { url, child, push: (delivery) => push(url, delivery) };
}

async function portOf(child: ChildProcess): Promise<number> {
  for await (const line of createInterface({ input: child.stdout as NodeJS.ReadableStream })) {
    if (line.startsWith('port ')) return Number(line.slice(5));
  }
  throw new Error(`telemetry-ingest ended with ${child.exitCode} before it served`);
}

async function push(url: string, { messageId, data, publishTime, attributes }: TelemetryDelivery) {
  const message = { messageId, publishTime, attributes, data: Buffer.from(data).toString('base64') };
  const headers = {
    'Content-Type': 'application/json',
    'ce-id': messageId,
    'ce-specversion': '1.0',
    'ce-type': 'google.cloud.pubsub.topic.v1.messagePublished',
    'ce-source': `//pubsub.googleapis.com/projects/${project}/topics/telemetry`,
  };
  const body = JSON.stringify({ subscription: `projects/${project}/subscriptions/telemetry-ingest`, message });
  const answer = await fetch(url, { method: 'POST', headers, body }).catch(() => undefined);
  await answer?.arrayBuffer().catch(() => undefined);
  return { status: answer?.status ?? 0, retryAfter: answer?.headers.get('Retry-After') ?? null };
}

/** Does all of these, so many at the same time. */
export async function inParallel<T>(items: readonly T[], concurrency: number, one: (item: T) => Promise<void>): Promise<void> {
  const rest = items.values();
  const worker = async () => {
    for (const item of rest) await one(item);
  };
  await Promise.all(Array.from({ length: concurrency }, worker));
}
