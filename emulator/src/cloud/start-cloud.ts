import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { PubSub } from '@google-cloud/pubsub';
import { Storage } from '@google-cloud/storage';
import { migrate } from '@wheelhouse/shared/db/migrate/index.ts';
import { startAuth } from '../auth/index.ts';
import type { Step, Stoppable } from '../process/index.ts';
import { type PubSubOptions, startForwarder, startPubSub } from '../pubsub/index.ts';
import { type RunningScheduler, startScheduler } from '../scheduler/index.ts';
import { forwardFinalized, startStorage } from '../storage/index.ts';
import { bucketRoutes, pubsubDeliveries, scheduledJobs } from './deliveries.ts';
import { type HostedFunction, hostBundles, hostFunctions } from './functions-host.ts';
import { startGateway } from './gateway.ts';

/** The running local cloud. */
export type Cloud = {
  projectId: string;
  url: string;
  authHost: string;
  pubsubHost: string;
  storageUrl: string;
  documentsBucket: string;
  functions: HostedFunction[];
  scheduler: RunningScheduler;
  pubsub: PubSub;
  storage: Storage;
};

type Options = {
  /** Where storage keeps its objects and keys. */
  dir: string;
  database: { ownerUrl: string; appUrl: string };
  /** Port of the API, 0 for any. */
  port: number;
  /** Folder of bundled functions, to run those in processes of their own in place of the sources in this one. */
  bundles?: string | undefined;
  pubsubFlavour?: PubSubOptions['flavour'];
  /** Whether the scheduler fires by itself; tests run its jobs when they need them. */
  schedule?: boolean;
  step: Step;
  log: (line: string) => void;
};

const projectId = 'wheelhouse-local';

/**
 * Starts the local cloud over a prepared database: Pub/Sub, storage, auth, every function, the deliveries between them, and one address for
 * the API. What has been started is pushed to `parts`, in order, also when a later part fails.
 */
export async function startCloud(options: Options, parts: Stoppable[]): Promise<Cloud> {
  const { step, log, dir } = options;
  mkdirSync(dir, { recursive: true });
  const keep = <T extends { stop(): Promise<void> }>(name: string, part: T): T => {
    parts.push({ name, stop: () => part.stop() });
    return part;
  };
  await step('migrations', () => migrate(options.database.ownerUrl));
  let finalized: Awaited<ReturnType<typeof forwardFinalized>> | undefined;
  const [pubsubServer, storageServer, auth] = await Promise.all([
    step('Pub/Sub', async () => keep('Pub/Sub', await startPubSub({ flavour: options.pubsubFlavour ?? 'auto', projectId }))),
    step('storage', async () =>
      keep(
        'storage',
        await startStorage({ dir: join(dir, 'storage'), projectId, onFinalize: async (event) => finalized?.deliver(event) }),
      ),
    ),
    step('auth', async () => keep('auth', await startAuth({ projectId, log }))),
  ]);
  const documentsBucket = `${projectId}-documents`;
  Object.assign(process.env, {
    GOOGLE_CLOUD_PROJECT: projectId,
    DATABASE_URL: options.database.appUrl,
    DATABASE_OWNER_URL: options.database.ownerUrl,
    PUBSUB_EMULATOR_HOST: pubsubServer.host,
    STORAGE_EMULATOR_HOST: storageServer.url,
    FIREBASE_AUTH_EMULATOR_HOST: auth.host,
    GOOGLE_APPLICATION_CREDENTIALS: storageServer.credentialsFile,
    METADATA_SERVER_DETECTION: 'none',
    LOCAL_KEYRING: join(dir, 'keyring.json'),
    DOCUMENTS_BUCKET: documentsBucket,
    LOG_FORMAT: process.env.LOG_FORMAT ?? 'text',
    LOG_LEVEL: process.env.LOG_LEVEL ?? 'warn',
  });
  const pubsub = new PubSub({ projectId, apiEndpoint: pubsubServer.host, emulatorMode: true });
  const storage = new Storage({ projectId, apiEndpoint: storageServer.url });
  const hosted = keep(
    'functions',
    await step('functions', () => (options.bundles ? hostBundles(options.bundles) : hostFunctions())),
  );
  await prepareTopicsAndBuckets(pubsub, storage, hosted.functions, documentsBucket);
  const deliveries = pubsubDeliveries(hosted.functions);
  keep('deliveries', await step('deliveries', () => startForwarder({ host: pubsubServer.host, projectId, deliveries, log })));
  parts.push({ name: 'Pub/Sub client', stop: () => pubsub.close() });
  finalized = keep(
    'finalize events',
    await forwardFinalized({
      routes: bucketRoutes(hosted.functions, projectId),
      dir: join(dir, 'finalized'),
      log: (message, facts) => log(`${message}: ${JSON.stringify(facts)}`),
    }),
  );
  const scheduler = keep(
    'scheduler',
    startScheduler({ jobs: scheduledJobs(hosted.functions).map((job) => (options.schedule === false ? never(job) : job)), log }),
  );
  const gateway = keep('gateway', await startGateway(hosted.functions, options.port));
  return {
    projectId,
    url: gateway.url,
    authHost: auth.host,
    pubsubHost: pubsubServer.host,
    storageUrl: storageServer.url,
    documentsBucket,
    functions: hosted.functions,
    scheduler,
    pubsub,
    storage,
  };
}

/** A job that only `runNow` starts: the 30th of February does not come. */
function never<T extends { schedule: string }>(job: T): T {
  return { ...job, schedule: '0 0 30 2 *' };
}

async function prepareTopicsAndBuckets(
  pubsub: PubSub,
  storage: Storage,
  functions: readonly HostedFunction[],
  bucket: string,
): Promise<void> {
  const [exists] = await storage.bucket(bucket).exists();
  if (!exists) await storage.createBucket(bucket);
  for (const { trigger } of functions) {
    if (trigger.type !== 'pubsub') continue;
    await pubsub.topic(trigger.topic).get({ autoCreate: true });
    if (!trigger.deadLetterTopic) continue;
    // A dead letter without a subscription would be lost.
    await pubsub.topic(trigger.deadLetterTopic).get({ autoCreate: true });
    await pubsub.topic(trigger.deadLetterTopic).subscription(`${trigger.deadLetterTopic}-hold`).get({ autoCreate: true });
  }
}
