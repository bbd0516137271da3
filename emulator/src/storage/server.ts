import { mkdir } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Clock, systemClock } from '@wheelhouse/shared/clock.ts';
import { BucketStore } from './bucket-store.ts';
import { allowCrossOrigin, answerPreflight } from './cors.ts';
import { StorageError } from './errors.ts';
import { type Exchange, openExchange, sendError } from './exchange.ts';
import { finalizedEvent } from './finalized-event.ts';
import { handleJsonApi, jsonApiPath } from './json-api.ts';
import { type ObjectRecord, toObjectResource } from './object-record.ts';
import { ObjectStore } from './object-store.ts';
import { openServiceAccount } from './service-account.ts';
import type { OnFinalize, StorageLog, StorageService } from './storage-service.ts';
import { SessionStore } from './uploads/session-store.ts';
import { handleXmlApi } from './xml-api.ts';

export interface StartStorageOptions {
  /** Folder that holds everything; made where it is missing. One server at a time may use it. */
  dir: string;
  /** Port on 127.0.0.1; a free one by default. */
  port?: number;
  projectId: string;
  log?: StorageLog;
  clock?: Clock;
  /** Called once for each object that was completely written, before its writer is answered. */
  onFinalize?: OnFinalize;
}

export interface RunningStorage {
  /** For STORAGE_EMULATOR_HOST, without a trailing slash. */
  url: string;
  /** For GOOGLE_APPLICATION_CREDENTIALS: a made-up service account whose signed URLs this server accepts. */
  credentialsFile: string;
  /** Lets running requests end for up to five seconds, then closes. Unfinished resumable uploads stay on disk. */
  stop(): Promise<void>;
}

const stopGraceMs = 5000;

/** Starts a Cloud Storage that the official client library works against. @throws Error where the port is taken. */
export async function startStorage(options: StartStorageOptions): Promise<RunningStorage> {
  const { dir, projectId, clock = systemClock, log = () => undefined } = options;
  await mkdir(dir, { recursive: true });
  const buckets = new BucketStore(dir, clock);
  const objects = new ObjectStore(dir, buckets, clock);
  const sessions = new SessionStore(dir, clock);
  await buckets.open();
  await objects.open();
  await sessions.open();
  const serviceAccount = await openServiceAccount(dir, projectId);

  const server = createServer();
  // A large upload over a slow line may take longer than the five minutes that Node allows a request by default.
  server.requestTimeout = 0;
  const baseUrl = `http://127.0.0.1:${await listen(server, options.port ?? 0)}`;
  const service: StorageService = { baseUrl, projectId, buckets, objects, sessions, serviceAccount, clock, log, finalized };
  const running = new Set<Promise<void>>();
  server.on('request', (req, res) => {
    const work = handle(service, req, res);
    running.add(work);
    void work.finally(() => running.delete(work));
  });

  async function finalized(record: ObjectRecord): Promise<void> {
    const event = finalizedEvent(toObjectResource(record, baseUrl), clock.now());
    try {
      await options.onFinalize?.(event);
    } catch (error) {
      log('finalize notification failed', { bucket: record.bucket, name: record.name, error: String(error) });
    }
  }

  async function stop(): Promise<void> {
    const closed = new Promise<void>((resolve) => server.close(() => resolve()));
    server.closeIdleConnections();
    const timer = setTimeout(() => server.closeAllConnections(), stopGraceMs);
    await Promise.all(running);
    server.closeIdleConnections();
    await closed;
    clearTimeout(timer);
  }

  return { url: baseUrl, credentialsFile: serviceAccount.credentialsFile, stop };
}

async function listen(server: Server, port: number): Promise<number> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  server.once('error', reject).listen(port, '127.0.0.1', resolve);
  await promise.catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EADDRINUSE') throw error;
    throw new Error(`Port ${port} is taken: choose another port for Cloud Storage or end what uses it`, { cause: error });
  });
  return (server.address() as AddressInfo).port;
}

/** Answers one request; never throws. */
async function handle(service: StorageService, req: IncomingMessage, res: ServerResponse): Promise<void> {
  const exchange = openExchange(req, res);
  const path = jsonApiPath(exchange.rawPath);
  const isOpenApi = path !== undefined && !exchange.query.has('upload_id');
  try {
    if (!isOpenApi) allowCrossOrigin(exchange);
    if (exchange.method === 'OPTIONS' && !isOpenApi) return answerPreflight(exchange);
    await (path === undefined ? handleXmlApi(service, exchange) : handleJsonApi(service, exchange, path));
  } catch (error) {
    await sendError(exchange, toStorageError(service, exchange, error), path === undefined ? 'xml' : 'json');
  }
}

function toStorageError(service: StorageService, exchange: Exchange, error: unknown): StorageError {
  if (error instanceof StorageError) return error;
  const cutOff = exchange.req.destroyed && !exchange.req.complete;
  const facts = { method: exchange.method, path: exchange.rawPath, error: error instanceof Error ? error.stack : String(error) };
  service.log(cutOff ? 'the client cut the connection' : 'request failed', facts);
  return new StorageError({
    status: 500,
    reason: 'backendError',
    message: 'Internal error; see the log of the local Cloud Storage',
  });
}
