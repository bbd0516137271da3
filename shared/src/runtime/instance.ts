import { EventEmitter } from 'node:events';
import type { Storage } from '@google-cloud/storage';
import { systemClock } from '../clock.ts';
import { type Config, readConfig } from '../config.ts';
import { createDataKeys, createKmsKeyRing, createLocalKeyRing, type KeyRing } from '../crypto/index.ts';
import { connectionSettings } from '../db/cloud-sql.ts';
import { openDatabase } from '../db/database.ts';
import { createDataKeyStore } from '../domains/operations/data-key-store.ts';
import { createPublisher } from '../events/publisher.ts';
import { createLogger, type Logger } from '../log.ts';
import type { Services } from '../resource/services.ts';
import { startTracing, type Tracing } from '../tracing/index.ts';

/** One running instance of a function: its services, its log, and how to end it. */
export type Instance = {
  services: Services;
  log: Logger;
  /** Work to finish before the pool is closed. */
  beforeClose(work: () => Promise<void>): void;
  close(): Promise<void>;
};

/** Starts what every function needs. Clients of Google services are loaded when they are first used. */
export async function startInstance(name: string, config: Config = readConfig()): Promise<Instance> {
  const log = createLogger(config).child({ function: name });
  const tracing: Tracing = await startTracing({ serviceName: name, config });
  const pubsub = once(async () => new (await import('@google-cloud/pubsub')).PubSub({ projectId: config.googleCloudProject }));
  const storage = once(() => openStorage(config));
  const embeddings = once(async () =>
    (await import('../domains/documents/embedding/index.ts')).embeddingProvider(embeddingSettings(config)),
  );
  const documentModel = once(async () =>
    (await import('../domains/documents/models/index.ts')).documentModel(documentModelSettings(config, embeddings)),
  );
  const database = openDatabase(await connectionSettings(config), { ...config, applicationName: name });
  database.publish = createPublisher({ pubsub, topic: config.eventsTopic, database, log });
  const dataKeys = createDataKeys({ store: createDataKeyStore(database), keyRing: await keyRingOf(config), clock: systemClock });
  const services: Services = { config, clock: systemClock, log, database, dataKeys, storage, pubsub, embeddings, documentModel };
  const endings: (() => Promise<void>)[] = [];
  return {
    services,
    log,
    beforeClose: (work) => void endings.push(work),
    close: async () => {
      await Promise.allSettled(endings.map((work) => work()));
      await Promise.allSettled([pubsub.made()?.then((client) => client.close())]);
      await database.close();
      await tracing.shutdown();
    },
  };
}

async function openStorage({ googleCloudProject: projectId }: Config): Promise<Storage> {
  // The client puts 11 listeners on one stream of a download, of which Node would warn as a leak.
  EventEmitter.defaultMaxListeners = 15;
  const { Storage } = await import('@google-cloud/storage');
  return new Storage({ projectId });
}

/** Makes something at its first use; `made` answers it where it has been used. */
function once<T>(make: () => Promise<T>): (() => Promise<T>) & { made(): Promise<T> | undefined } {
  let made: Promise<T> | undefined;
  const get = () => {
    made ??= make();
    return made;
  };
  return Object.assign(get, { made: () => made });
}

async function keyRingOf(config: Config): Promise<KeyRing> {
  if (config.kmsKey) return createKmsKeyRing({ keyName: config.kmsKey });
  if (config.localKeyring) return createLocalKeyRing({ path: config.localKeyring, environment: config.wheelhouseEnvironment });
  const refuse = () => Promise.reject(new Error('Set KMS_KEY (or LOCAL_KEYRING outside production) to encrypt fields.'));
  return { name: 'none', wrap: refuse, unwrap: refuse };
}

function embeddingSettings(
  config: Config,
): Parameters<typeof import('../domains/documents/embedding/index.ts').embeddingProvider>[0] {
  return config.embeddingProvider === 'vertex' && config.googleCloudProject
    ? { provider: 'vertex', project: config.googleCloudProject, location: config.vertexLocation }
    : { provider: 'embedded' };
}

function documentModelSettings(
  config: Config,
  embeddings: Services['embeddings'],
): Parameters<typeof import('../domains/documents/models/index.ts').documentModel>[0] {
  const { documentModelProvider: provider, documentModel: model = '' } = config;
  if (provider === 'embedded') return { provider, embeddings };
  const prices = {
    inputUsdPerMillion: config.documentModelInputUsdPerMillion ?? 0,
    outputUsdPerMillion: config.documentModelOutputUsdPerMillion ?? 0,
  };
  return provider === 'vertex'
    ? { provider, model, prices, project: config.googleCloudProject ?? '', location: config.vertexLocation }
    : { provider, model, prices, apiKey: config.anthropicApiKey ?? '' };
}
