import { EventEmitter } from 'node:events';
import type { Storage } from '@google-cloud/storage';
import { systemClock } from '../clock.ts';
import { type Config, readConfig } from '../config.ts';
import { createDataKeys, createKmsKeyRing, createLocalKeyRing, type KeyRing } from '../crypto/index.ts';
import { connectionSettings, newConnector, ownerConnection } from '../db/cloud-sql.ts';
import { openDatabase } from '../db/database.ts';
import { createDataKeyStore } from '../domains/operations/data-key-store.ts';
import { createPublisher } from '../events/publisher.ts';
import { createLogger, type Logger } from '../log.ts';
import { once } from '../once.ts';
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

/** The models that understand documents. */
export type Models = (config: Config) => Pick<Services, 'embeddings' | 'documentModel'>;

/** What only some functions have: a bundle carries the code of what its function was given. */
export type Provided = { models?: Models };

/** Starts what every function needs. Clients of Google services are loaded when they are first used. */
export async function startInstance(name: string, { models = noModels }: Provided = {}): Promise<Instance> {
  const config = readConfig();
  const log = createLogger(config).child({ function: name });
  const tracing: Tracing = await startTracing({ serviceName: name, config });
  const pubsub = once(async () => new (await import('@google-cloud/pubsub')).PubSub({ projectId: config.googleCloudProject }));
  const storage = once(() => openStorage(config));
  const connector = once(newConnector);
  const databaseOwner = () => ownerConnection(config, connector);
  const database = openDatabase(await connectionSettings(config, connector), { ...config, applicationName: name });
  database.publish = createPublisher({ pubsub, topic: config.eventsTopic, database, log });
  const dataKeys = createDataKeys({ store: createDataKeyStore(database), keyRing: await keyRingOf(config), clock: systemClock });
  const clients = { storage, pubsub, ...models(config) };
  const services: Services = { config, clock: systemClock, log, database, databaseOwner, dataKeys, ...clients };
  const endings: (() => Promise<void>)[] = [];
  return {
    services,
    log,
    beforeClose: (work) => void endings.push(work),
    close: async () => {
      await Promise.allSettled(endings.map((work) => work()));
      await Promise.allSettled([pubsub.made()?.then((client) => client.close())]);
      await database.close();
      (await connector.made())?.close();
      await tracing.shutdown();
    },
  };
}

const noModels: Models = () => {
  const refuse = () =>
    Promise.reject(new Error('This function was given no models: register it with { models: documentModels }.'));
  return { embeddings: refuse, documentModel: refuse };
};

async function openStorage({ googleCloudProject: projectId }: Config): Promise<Storage> {
  // The client puts 11 listeners on one stream of a download, of which Node would warn as a leak.
  EventEmitter.defaultMaxListeners = 15;
  const { Storage } = await import('@google-cloud/storage');
  return new Storage({ projectId });
}

async function keyRingOf(config: Config): Promise<KeyRing> {
  if (config.kmsKey) return createKmsKeyRing({ keyName: config.kmsKey });
  if (config.localKeyring) return createLocalKeyRing({ path: config.localKeyring, environment: config.wheelhouseEnvironment });
  const refuse = () => Promise.reject(new Error('Set KMS_KEY (or LOCAL_KEYRING outside production) to encrypt fields.'));
  return { name: 'none', wrap: refuse, unwrap: refuse };
}
