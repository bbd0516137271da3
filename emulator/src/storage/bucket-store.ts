import { mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Clock } from '@wheelhouse/shared/clock.ts';
import { bucketNotFound, conflict, invalid, notImplemented } from './errors.ts';
import { readJsonFile, writeJsonFile } from './json-file.ts';
import { checkBucketName, compareNames, fileNameOf } from './names.ts';
import { checkPreconditions, type Preconditions } from './preconditions.ts';

/** A bucket as it is kept on disk. `fields` holds what clients wrote (labels, cors, lifecycle, …) unchanged. */
export interface BucketRecord {
  name: string;
  metageneration: number;
  timeCreated: string;
  updated: string;
  fields: Record<string, unknown>;
}

const ownFields = new Set([
  'kind',
  'id',
  'name',
  'selfLink',
  'metageneration',
  'timeCreated',
  'updated',
  'etag',
  'projectNumber',
]);

/** Buckets, each a folder `<dir>/buckets/<sha256 of its name>/` with a `bucket.json`. */
export class BucketStore {
  readonly #dir: string;
  readonly #clock: Clock;
  readonly #buckets = new Map<string, BucketRecord>();

  constructor(dir: string, clock: Clock) {
    this.#dir = join(dir, 'buckets');
    this.#clock = clock;
  }

  /** Loads what an earlier run left. */
  async open(): Promise<void> {
    await mkdir(this.#dir, { recursive: true });
    for (const folder of await readdir(this.#dir)) {
      const record = await readJsonFile<BucketRecord>(join(this.#dir, folder, 'bucket.json'));
      if (record) this.#buckets.set(record.name, record);
    }
  }

  folderOf(name: string): string {
    return join(this.#dir, fileNameOf(name));
  }

  list(prefix = ''): BucketRecord[] {
    const found = [...this.#buckets.values()].filter((bucket) => bucket.name.startsWith(prefix));
    return found.sort((a, b) => compareNames(a.name, b.name));
  }

  /** @throws StorageError 404 where there is no such bucket. */
  get(name: string): BucketRecord {
    const record = this.#buckets.get(name);
    if (!record) throw bucketNotFound(name);
    return record;
  }

  async create(resource: Record<string, unknown>): Promise<BucketRecord> {
    const name = checkBucketName(resource.name);
    if (this.#buckets.has(name)) throw conflict(`You already own the bucket ${name}. Choose another name.`);
    const now = this.#clock.now().toISOString();
    const record = { name, metageneration: 1, timeCreated: now, updated: now, fields: patchFields({}, resource) };
    this.#buckets.set(name, record);
    await mkdir(join(this.folderOf(name), 'objects'), { recursive: true });
    await mkdir(join(this.folderOf(name), 'contents'), { recursive: true });
    await writeJsonFile(join(this.folderOf(name), 'bucket.json'), record);
    return record;
  }

  async patch(name: string, patch: Record<string, unknown>, conditions: Preconditions): Promise<BucketRecord> {
    const current = this.get(name);
    checkPreconditions(conditions, { generation: '0', metageneration: current.metageneration }, 'write');
    const record = {
      ...current,
      metageneration: current.metageneration + 1,
      updated: this.#clock.now().toISOString(),
      fields: patchFields(current.fields, patch),
    };
    this.#buckets.set(name, record);
    await writeJsonFile(join(this.folderOf(name), 'bucket.json'), record);
    return record;
  }

  /** Removes a bucket that the caller knows to be empty. */
  async delete(name: string): Promise<void> {
    this.#buckets.delete(name);
    await rm(this.folderOf(name), { recursive: true, force: true });
  }
}

function patchFields(current: Record<string, unknown>, patch: Record<string, unknown>): Record<string, unknown> {
  if ((patch.versioning as { enabled?: unknown } | null | undefined)?.enabled === true) throw notImplemented('object versioning');
  const next = new Map(Object.entries(current));
  for (const [field, value] of Object.entries(patch)) {
    if (ownFields.has(field)) continue;
    if (value === null) next.delete(field);
    else if (field === 'labels') next.set(field, patchLabels(current.labels, value));
    else next.set(field, value);
  }
  return Object.fromEntries(next);
}

function patchLabels(current: unknown, patch: unknown): Record<string, unknown> {
  if (typeof patch !== 'object' || Array.isArray(patch)) throw invalid('Invalid value for labels. Use an object of strings');
  const merged = { ...(current as Record<string, unknown> | undefined), ...patch };
  return Object.fromEntries(Object.entries(merged).filter(([, value]) => value !== null));
}
