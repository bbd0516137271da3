import type { PubSub } from '@google-cloud/pubsub';
import type { Storage } from '@google-cloud/storage';
import type { Clock } from '../clock.ts';
import type { Config } from '../config.ts';
import type { DataKeys } from '../crypto/index.ts';
import type { Connection } from '../db/connection.ts';
import type { Database } from '../db/database.ts';
import type { EmbeddingProvider } from '../domains/documents/embedding/index.ts';
import type { DocumentModel } from '../domains/documents/models/document-model.ts';
import type { Logger } from '../log.ts';

/** What code may reach outside its transaction. Heavy clients are loaded at their first use. */
export type Services = {
  config: Config;
  clock: Clock;
  log: Logger;
  database: Database;
  /** The owner's connection; undefined where this process may not make schemas. */
  databaseOwner(): Promise<Connection | undefined>;
  dataKeys: DataKeys;
  storage(): Promise<Storage>;
  pubsub(): Promise<PubSub>;
  embeddings(): Promise<EmbeddingProvider>;
  documentModel(): Promise<DocumentModel>;
};
