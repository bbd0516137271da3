import type { Clock } from '@wheelhouse/shared/clock.ts';
import type { BucketStore } from './bucket-store.ts';
import type { FinalizedEvent } from './finalized-event.ts';
import type { ObjectRecord } from './object-record.ts';
import type { ObjectStore } from './object-store.ts';
import type { ServiceAccount } from './service-account.ts';
import type { SessionStore } from './uploads/session-store.ts';

/** Writes one line of log with its facts. */
export type StorageLog = (message: string, facts?: Record<string, unknown>) => void;

/** What the handlers of the HTTP interface work on. */
export interface StorageService {
  /** Address of the server, without a trailing slash. */
  baseUrl: string;
  projectId: string;
  buckets: BucketStore;
  objects: ObjectStore;
  sessions: SessionStore;
  serviceAccount: ServiceAccount;
  clock: Clock;
  log: StorageLog;
  /** Announces an object that was completely written; never throws. */
  finalized: (record: ObjectRecord) => Promise<void>;
}

export type OnFinalize = (event: FinalizedEvent) => void | Promise<void>;
