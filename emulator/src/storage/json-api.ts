import { createBucket, deleteBucket, getBucket, listBuckets, patchBucket } from './buckets.ts';
import { invalid, notImplemented } from './errors.ts';
import { decodeSegment, type Exchange } from './exchange.ts';
import { composeObject } from './object-compose.ts';
import { copyObject, moveObject, rewriteObject } from './object-copy.ts';
import { listObjects } from './object-list.ts';
import { deleteObject, getObject, patchObject } from './objects.ts';
import type { StorageService } from './storage-service.ts';
import { continueResumable, startResumable } from './uploads/resumable.ts';
import { uploadMedia, uploadMultipart } from './uploads/simple.ts';

// The client library leaves `/storage/v1` out when STORAGE_EMULATOR_HOST is set. No bucket is named "b": names have three letters.
const prefixes = /^(?:\/(?:(?:upload|download|resumable\/upload)\/)?storage\/v1)?(\/b(?:\/.*)?)$/;

/** The path within the JSON API, such as `/b/BUCKET/o`, or `undefined` for an XML API path. */
export function jsonApiPath(rawPath: string): string | undefined {
  return prefixes.exec(rawPath)?.[1];
}

/** Answers a request of the JSON API: https://cloud.google.com/storage/docs/json_api/v1 */
export async function handleJsonApi(service: StorageService, exchange: Exchange, path: string): Promise<void> {
  const { method, query } = exchange;
  const uploadId = query.get('upload_id');
  if (uploadId) return continueResumable(service, exchange, uploadId);
  const [, , bucket, collection, name, ...rest] = path.split('/').map(decodeSegment);
  if (!bucket) return handleBuckets(service, exchange);
  if (collection === undefined) return handleBucket(service, exchange, bucket);
  if (collection !== 'o') throw unknownCall(exchange);
  service.buckets.get(bucket);
  if (name !== undefined) return handleObject(service, exchange, bucket, name, rest);
  if (method === 'GET') return listObjects(service, exchange, bucket);
  if (method === 'POST') return handleUpload(service, exchange, bucket);
  throw unknownCall(exchange);
}

function handleBuckets(service: StorageService, exchange: Exchange): void | Promise<void> {
  if (exchange.method === 'GET') return listBuckets(service, exchange);
  if (exchange.method === 'POST') return createBucket(service, exchange);
  throw unknownCall(exchange);
}

function handleBucket(service: StorageService, exchange: Exchange, bucket: string): void | Promise<void> {
  if (exchange.method === 'GET') return getBucket(service, exchange, bucket);
  if (exchange.method === 'PATCH') return patchBucket(service, exchange, bucket);
  if (exchange.method === 'DELETE') return deleteBucket(service, exchange, bucket);
  throw unknownCall(exchange);
}

function handleUpload(service: StorageService, exchange: Exchange, bucket: string): Promise<void> {
  const uploadType = exchange.query.get('uploadType');
  if (uploadType === 'media') return uploadMedia(service, exchange, bucket);
  if (uploadType === 'multipart') return uploadMultipart(service, exchange, bucket);
  if (uploadType === 'resumable') return startResumable(service, exchange, bucket);
  throw invalid(`Invalid value for uploadType: ${JSON.stringify(uploadType)}. Use media, multipart or resumable`);
}

function handleObject(service: StorageService, exchange: Exchange, bucket: string, name: string, rest: string[]): Promise<void> {
  const { method } = exchange;
  const [verb, , toBucket, , toName] = rest;
  if (rest.length === 0 && method === 'GET') return getObject(service, exchange, bucket, name);
  if (rest.length === 0 && method === 'PATCH') return patchObject(service, exchange, bucket, name);
  if (rest.length === 0 && method === 'DELETE') return deleteObject(service, exchange, bucket, name);
  if (method !== 'POST') throw unknownCall(exchange);
  if (verb === 'compose' && rest.length === 1) return composeObject(service, exchange, bucket, name);
  if (verb === 'moveTo' && rest.length === 3) return moveObject(service, exchange, bucket, name, rest[2]!);
  if (rest.length !== 5 || toBucket === undefined || toName === undefined) throw unknownCall(exchange);
  const from = { bucket, name };
  const to = { bucket: toBucket, name: toName };
  if (verb === 'rewriteTo') return rewriteObject(service, exchange, from, to);
  if (verb === 'copyTo') return copyObject(service, exchange, from, to);
  throw unknownCall(exchange);
}

function unknownCall(exchange: Exchange): Error {
  return notImplemented(`${exchange.method} ${exchange.rawPath}`);
}
