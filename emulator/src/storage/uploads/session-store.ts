import { randomBytes } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, open, readdir, rm, stat } from 'node:fs/promises';
import type { IncomingMessage } from 'node:http';
import { join } from 'node:path';
import type { Clock } from '@wheelhouse/shared/clock.ts';
import { ChecksumMeter, type Checksums } from '../checksums.ts';
import { StorageError } from '../errors.ts';
import { readJsonFile, writeJsonFile } from '../json-file.ts';
import { KeyedLock } from '../keyed-lock.ts';
import type { WritableMetadata } from '../object-record.ts';
import type { Preconditions } from '../preconditions.ts';
import type { LengthRange } from './receive.ts';

/** What a resumable upload was started with. */
export interface SessionStart {
  api: 'json' | 'xml';
  bucket: string;
  name: string;
  metadata: WritableMetadata;
  conditions: Preconditions;
  announced: Partial<Checksums>;
  /** `X-Upload-Content-Length`, bytes. */
  expectedSizeBytes?: number;
  lengthRange?: LengthRange;
}

export interface UploadSession extends SessionStart {
  id: string;
  /** RFC 3339, UTC. */
  createdAt: string;
  /** Set once the object is written: a client that lost the answer asks again. */
  completedGeneration?: string;
}

/** The service forgets a session after a week: https://cloud.google.com/storage/docs/resumable-uploads#session-uris */
const lifetimeMs = 7 * 24 * 3600 * 1000;

/** Resumable uploads, each `<dir>/uploads/<id>.json` with the bytes so far in `<id>.part`. */
export class SessionStore {
  readonly #dir: string;
  readonly #clock: Clock;
  readonly #sessions = new Map<string, UploadSession>();
  readonly #meters = new Map<string, ChecksumMeter>();
  readonly #sending = new Map<string, IncomingMessage>();
  readonly #locks = new KeyedLock();

  constructor(dir: string, clock: Clock) {
    this.#dir = join(dir, 'uploads');
    this.#clock = clock;
  }

  /** Loads what an earlier run left and forgets what is too old. */
  async open(): Promise<void> {
    await mkdir(this.#dir, { recursive: true });
    for (const file of await readdir(this.#dir)) {
      if (!file.endsWith('.json')) continue;
      const session = await readJsonFile<UploadSession>(join(this.#dir, file));
      if (!session) continue;
      this.#sessions.set(session.id, session);
      if (this.#expired(session)) await this.delete(session);
    }
  }

  async start(start: SessionStart): Promise<UploadSession> {
    const session = { ...start, id: randomBytes(32).toString('base64url'), createdAt: this.#clock.now().toISOString() };
    await (await open(this.partPath(session), 'wx')).close();
    await this.#save(session);
    return session;
  }

  /** @throws StorageError 404 for an unknown, cancelled or expired id. */
  get(id: string): UploadSession {
    const session = this.#sessions.get(id);
    if (session && !this.#expired(session)) return session;
    const message = `No such resumable upload: ${id}. Start a new one`;
    throw new StorageError({ status: 404, reason: 'notFound', message, xmlCode: 'NoSuchUpload' });
  }

  partPath(session: UploadSession): string {
    return join(this.#dir, `${session.id}.part`);
  }

  /**
   * Runs work on a session alone. An earlier request that still sends (a connection the client has given up, which the
   * server cannot know) is cut off first; what it had written stays.
   */
  async takeOver<T>(id: string, req: IncomingMessage, work: (session: UploadSession) => Promise<T>): Promise<T> {
    this.#sending.get(id)?.destroy();
    this.#sending.set(id, req);
    try {
      return await this.#locks.run(id, async () => work(this.get(id)));
    } finally {
      if (this.#sending.get(id) === req) this.#sending.delete(id);
    }
  }

  /** Size and checksums of the bytes so far; after a restart they are computed anew from the file. */
  async meter(session: UploadSession): Promise<ChecksumMeter> {
    const known = this.#meters.get(session.id);
    if (known) return known;
    const meter = new ChecksumMeter();
    if ((await stat(this.partPath(session))).size > 0) {
      for await (const chunk of createReadStream(this.partPath(session))) meter.update(chunk as Buffer);
    }
    this.#meters.set(session.id, meter);
    return meter;
  }

  async complete(session: UploadSession, generation: string): Promise<void> {
    this.#meters.delete(session.id);
    await this.#save({ ...session, completedGeneration: generation });
  }

  async delete(session: UploadSession): Promise<void> {
    this.#sessions.delete(session.id);
    this.#meters.delete(session.id);
    await rm(join(this.#dir, `${session.id}.json`), { force: true });
    await rm(this.partPath(session), { force: true });
  }

  async #save(session: UploadSession): Promise<void> {
    this.#sessions.set(session.id, session);
    await writeJsonFile(join(this.#dir, `${session.id}.json`), session);
  }

  #expired(session: UploadSession): boolean {
    return this.#clock.now().getTime() - Date.parse(session.createdAt) > lifetimeMs;
  }
}
