import { randomUUID } from 'node:crypto';
import { constants, copyFile, type FileHandle, mkdir, open, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Clock } from '@wheelhouse/shared/clock.ts';
import type { BucketStore } from './bucket-store.ts';
import { conflict, objectNotFound } from './errors.ts';
import { readJsonFile, writeJsonFile } from './json-file.ts';
import { KeyedLock } from './keyed-lock.ts';
import { checkObjectName, compareNames, fileNameOf } from './names.ts';
import { type ObjectRecord, patchMetadata, type WritableMetadata } from './object-record.ts';
import { checkPreconditions, type Preconditions } from './preconditions.ts';

/** Bytes that were completely received into a file of the store's `temporaryPath()`. */
export interface FinishedContent {
  path: string;
  sizeBytes: number;
  crc32c: string;
  md5Hash?: string;
  componentCount?: number;
}

/** Objects: in a bucket's folder, `objects/<sha256 of name>.json` points to the bytes in `contents/`. */
export class ObjectStore {
  readonly #buckets: BucketStore;
  readonly #clock: Clock;
  readonly #temporaryDir: string;
  readonly #locks = new KeyedLock();
  readonly #objects = new Map<string, Map<string, ObjectRecord>>();
  readonly #sortedNames = new Map<string, string[]>();
  #lastGeneration = 0n;

  constructor(dir: string, buckets: BucketStore, clock: Clock) {
    this.#temporaryDir = join(dir, 'incoming');
    this.#buckets = buckets;
    this.#clock = clock;
  }

  /** Loads what an earlier run left and removes what a crash left unfinished. */
  async open(): Promise<void> {
    await rm(this.#temporaryDir, { recursive: true, force: true });
    await mkdir(this.#temporaryDir, { recursive: true });
    for (const { name } of this.#buckets.list()) await this.#openBucket(name);
  }

  temporaryPath(): string {
    return join(this.#temporaryDir, randomUUID());
  }

  /** @throws StorageError 404 for the bucket, the object, or a generation that is no longer the live one. */
  get(bucket: string, name: string, generation?: string | null): ObjectRecord {
    const record = this.find(bucket, name);
    if (!record || (generation && generation !== record.generation)) throw objectNotFound(bucket, name);
    return record;
  }

  find(bucket: string, name: string): ObjectRecord | undefined {
    this.#buckets.get(bucket);
    return this.#objects.get(bucket)?.get(name);
  }

  /** Names of a bucket in the order of their UTF-8 bytes. */
  names(bucket: string): readonly string[] {
    this.#buckets.get(bucket);
    const known = this.#sortedNames.get(bucket);
    if (known) return known;
    const sorted = [...(this.#objects.get(bucket)?.keys() ?? [])].sort(compareNames);
    this.#sortedNames.set(bucket, sorted);
    return sorted;
  }

  /** Opens the bytes of a record; a later overwrite or delete does not disturb the reader. */
  async openContent(record: ObjectRecord): Promise<FileHandle> {
    return open(this.#contentPath(record)).catch((error) => Promise.reject(gone(record, error)));
  }

  /** Copies the bytes of a record into a new file, as a clone where the file system can. */
  async copyContent(record: ObjectRecord, path: string): Promise<void> {
    await copyFile(this.#contentPath(record), path, constants.COPYFILE_FICLONE).catch((error) =>
      Promise.reject(gone(record, error)),
    );
  }

  /** Makes received bytes the live generation of an object. The content's file is taken over, or removed on a refusal. */
  async commit(
    target: { bucket: string; name: string },
    content: FinishedContent,
    metadata: WritableMetadata,
    conditions: Preconditions,
  ): Promise<ObjectRecord> {
    try {
      checkObjectName(target.name);
      return await this.#locks.run(`${target.bucket}/${target.name}`, () => this.#replace(target, content, metadata, conditions));
    } catch (error) {
      await rm(content.path, { force: true });
      throw error;
    }
  }

  async patch(target: ObjectRecord, patch: Record<string, unknown>, conditions: Preconditions): Promise<ObjectRecord> {
    const { bucket, name, generation } = target;
    return this.#locks.run(`${bucket}/${name}`, async () => {
      const current = this.get(bucket, name, generation);
      checkPreconditions(conditions, current, 'write');
      const { contentType, contentEncoding, contentDisposition, contentLanguage, cacheControl, customTime, metadata, ...facts } =
        current;
      const written = { contentType, contentEncoding, contentDisposition, contentLanguage, cacheControl, customTime, metadata };
      const record = {
        ...patchMetadata(written, patch),
        ...facts,
        metageneration: current.metageneration + 1,
        updated: this.#clock.now().toISOString(),
      };
      await this.#save(record);
      return record;
    });
  }

  async delete(target: { bucket: string; name: string; generation?: string | null }, conditions: Preconditions): Promise<void> {
    const { bucket, name, generation } = target;
    await this.#locks.run(`${bucket}/${name}`, async () => {
      const record = this.get(bucket, name, generation);
      checkPreconditions(conditions, record, 'write');
      this.#objects.get(bucket)?.delete(name);
      this.#sortedNames.delete(bucket);
      await rm(this.#recordPath(bucket, name), { force: true });
      await this.#removeContent(record);
    });
  }

  /** @throws StorageError 409 while the bucket holds objects. */
  async deleteBucket(bucket: string): Promise<void> {
    if (this.names(bucket).length > 0) throw conflict(`The bucket ${bucket} you tried to delete is not empty.`);
    this.#objects.delete(bucket);
    this.#sortedNames.delete(bucket);
    await this.#buckets.delete(bucket);
  }

  async #openBucket(bucket: string): Promise<void> {
    const folder = this.#buckets.folderOf(bucket);
    const records = new Map<string, ObjectRecord>();
    const contentFiles = new Set<string>();
    for (const file of await readdir(join(folder, 'objects'))) {
      const path = join(folder, 'objects', file);
      if (file.endsWith('.tmp')) await rm(path, { force: true });
      const record = file.endsWith('.json') ? await readJsonFile<ObjectRecord>(path) : undefined;
      if (!record) continue;
      records.set(record.name, record);
      contentFiles.add(record.contentFile);
      if (BigInt(record.generation) > this.#lastGeneration) this.#lastGeneration = BigInt(record.generation);
    }
    for (const file of await readdir(join(folder, 'contents'))) {
      if (!contentFiles.has(file)) await rm(join(folder, 'contents', file), { force: true });
    }
    this.#objects.set(bucket, records);
  }

  async #replace(
    { bucket, name }: { bucket: string; name: string },
    content: FinishedContent,
    metadata: WritableMetadata,
    conditions: Preconditions,
  ): Promise<ObjectRecord> {
    const previous = this.find(bucket, name);
    checkPreconditions(conditions, previous, 'write');
    const { path, ...facts } = content;
    const generation = this.#nextGeneration();
    const now = this.#clock.now().toISOString();
    const contentFile = `${fileNameOf(name)}.${generation}`;
    const versions = { bucket, name, generation, metageneration: 1, timeCreated: now, updated: now, contentFile };
    const record = { ...metadata, ...facts, ...versions };
    await rename(path, this.#contentPath(record));
    await this.#save(record);
    if (previous) await this.#removeContent(previous);
    return record;
  }

  async #save(record: ObjectRecord): Promise<void> {
    await writeJsonFile(this.#recordPath(record.bucket, record.name), record);
    const records = this.#objects.get(record.bucket) ?? new Map<string, ObjectRecord>();
    if (!records.has(record.name)) this.#sortedNames.delete(record.bucket);
    records.set(record.name, record);
    this.#objects.set(record.bucket, records);
  }

  #recordPath(bucket: string, name: string): string {
    return join(this.#buckets.folderOf(bucket), 'objects', `${fileNameOf(name)}.json`);
  }

  #contentPath(record: ObjectRecord): string {
    return join(this.#buckets.folderOf(record.bucket), 'contents', record.contentFile);
  }

  async #removeContent(record: ObjectRecord): Promise<void> {
    await rm(this.#contentPath(record), { force: true });
  }

  /** Microseconds, and always more than any before: two writes within a clock tick still differ. */
  #nextGeneration(): string {
    const now = BigInt(this.#clock.now().getTime()) * 1000n;
    this.#lastGeneration = now > this.#lastGeneration ? now : this.#lastGeneration + 1n;
    return this.#lastGeneration.toString();
  }
}

/** The bytes of a record vanish only when another request overwrote or deleted the object meanwhile. */
function gone(record: ObjectRecord, error: NodeJS.ErrnoException): Error {
  return error.code === 'ENOENT' ? objectNotFound(record.bucket, record.name) : error;
}
