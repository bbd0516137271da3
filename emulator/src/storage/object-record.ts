import { createHash } from 'node:crypto';
import { invalid } from './errors.ts';

/** The part of an object's metadata that clients write. */
export interface WritableMetadata {
  contentType?: string;
  contentEncoding?: string;
  contentDisposition?: string;
  contentLanguage?: string;
  cacheControl?: string;
  customTime?: string;
  metadata?: Record<string, string>;
}

/** An object as it is kept on disk; its bytes lie in `contentFile` beside it. */
export interface ObjectRecord extends WritableMetadata {
  bucket: string;
  name: string;
  /** Decimal digits, microseconds since the epoch; grows with every write. */
  generation: string;
  metageneration: number;
  sizeBytes: number;
  crc32c: string;
  /** Absent for composed objects, as in the service. */
  md5Hash?: string;
  componentCount?: number;
  /** RFC 3339, UTC. */
  timeCreated: string;
  updated: string;
  contentFile: string;
}

/** The JSON API's object resource: https://cloud.google.com/storage/docs/json_api/v1/objects#resource */
export type ObjectResource = Record<string, unknown> & { bucket: string; name: string; generation: string };

const textFields = [
  'contentType',
  'contentEncoding',
  'contentDisposition',
  'contentLanguage',
  'cacheControl',
  'customTime',
] as const;

/** Takes the writable fields out of a request's object resource; other fields are the service's own and are ignored. */
export function readWritableMetadata(resource: Record<string, unknown>): WritableMetadata {
  return patchMetadata({}, resource);
}

/** Applies a PATCH: absent fields stay, `null` removes, custom metadata is merged key by key. */
export function patchMetadata(current: WritableMetadata, patch: Record<string, unknown>): WritableMetadata {
  const next: WritableMetadata = {};
  for (const field of textFields) {
    const value = patch[field] === undefined ? current[field] : patch[field];
    if (value === undefined || value === null) continue;
    if (typeof value !== 'string') throw invalid(`Invalid value for ${field}: ${JSON.stringify(value)}. Use a string`);
    if (/[\r\n]/.test(value)) throw invalid(`Invalid value for ${field}: ${JSON.stringify(value)}. It contains a line break`);
    next[field] = value;
  }
  const metadata = patchCustomMetadata(current.metadata ?? {}, patch.metadata);
  if (Object.keys(metadata).length > 0) next.metadata = metadata;
  return next;
}

/** The writable fields of a record, for a copy. */
export function writableMetadataOf(record: ObjectRecord): WritableMetadata {
  return readWritableMetadata({ ...record });
}

export function toObjectResource(record: ObjectRecord, baseUrl: string): ObjectResource {
  const { contentFile: _, sizeBytes, metageneration, ...fields } = record;
  const path = `b/${record.bucket}/o/${encodeURIComponent(record.name)}`;
  return {
    kind: 'storage#object',
    id: `${record.bucket}/${record.name}/${record.generation}`,
    selfLink: `${baseUrl}/storage/v1/${path}`,
    mediaLink: `${baseUrl}/download/storage/v1/${path}?generation=${record.generation}&alt=media`,
    ...fields,
    metageneration: String(metageneration),
    size: String(sizeBytes),
    storageClass: 'STANDARD',
    timeStorageClassUpdated: record.timeCreated,
    timeFinalized: record.timeCreated,
    etag: etagOf(record),
  };
}

function etagOf(record: ObjectRecord): string {
  return createHash('sha1').update(`${record.generation}/${record.metageneration}`).digest('base64');
}

function patchCustomMetadata(current: Record<string, string>, patch: unknown): Record<string, string> {
  if (patch === undefined) return current;
  if (patch === null) return {};
  if (typeof patch !== 'object' || Array.isArray(patch)) {
    throw invalid(`Invalid value for metadata: ${JSON.stringify(patch)}. Use an object of strings`);
  }
  const next = new Map(Object.entries(current));
  for (const [key, value] of Object.entries(patch)) {
    if (value === null) next.delete(key);
    else if (typeof value === 'object')
      throw invalid(`Invalid value for metadata.${key}: ${JSON.stringify(value)}. Use a string`);
    else next.set(key, String(value));
  }
  return Object.fromEntries(next);
}
