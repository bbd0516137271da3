import { rm } from 'node:fs/promises';
import { type Checksums, parseGoogHash, verifyChecksums } from '../checksums.ts';
import { invalid, required } from '../errors.ts';
import { type Exchange, header, parseJsonObject, requestBody, sendJson } from '../exchange.ts';
import { checkObjectName } from '../names.ts';
import { type ObjectRecord, readWritableMetadata, toObjectResource, type WritableMetadata } from '../object-record.ts';
import type { FinishedContent } from '../object-store.ts';
import { checkPreconditions, type Preconditions, preconditionsOfQuery } from '../preconditions.ts';
import type { StorageService } from '../storage-service.ts';
import { splitMultipart } from './multipart-related.ts';
import { receiveToFile } from './receive.ts';

/** `POST …/o?uploadType=media`: the body is the object. */
export async function uploadMedia(service: StorageService, exchange: Exchange, bucket: string): Promise<void> {
  await upload(service, exchange, bucket, {}, header(exchange, 'content-type'), requestBody(exchange));
}

/** `POST …/o?uploadType=multipart`: a JSON resource, then the object. */
export async function uploadMultipart(service: StorageService, exchange: Exchange, bucket: string): Promise<void> {
  const parts = await splitMultipart(header(exchange, 'content-type') ?? '', requestBody(exchange));
  await upload(service, exchange, bucket, parseJsonObject(parts.resource), parts.mediaType, parts.media);
}

/** Checks received bytes against what the client announced, makes them the object and announces it. */
export async function storeReceived(
  service: StorageService,
  target: { bucket: string; name: string },
  content: FinishedContent & Checksums,
  upload: { metadata: WritableMetadata; conditions: Preconditions; announced: Partial<Checksums> },
): Promise<ObjectRecord> {
  try {
    verifyChecksums(content, upload.announced);
    const record = await service.objects.commit(target, content, upload.metadata, upload.conditions);
    await service.finalized(record);
    return record;
  } catch (error) {
    await rm(content.path, { force: true });
    throw error;
  }
}

/** The object's name: query parameter first, then the resource. @throws StorageError 400 where there is none. */
export function objectNameOf(exchange: Exchange, resource: Record<string, unknown>): string {
  const name = exchange.query.get('name') ?? resource.name;
  if (name === undefined) throw required('name');
  if (typeof name !== 'string') throw invalid(`Invalid object name: ${JSON.stringify(name)}. Use a string`);
  return checkObjectName(name);
}

/** Checksums of the whole object that the client sent in `x-goog-hash` or in the resource. */
export function announcedChecksums(exchange: Exchange, resource: Record<string, unknown> = {}): Partial<Checksums> {
  const announced = parseGoogHash(header(exchange, 'x-goog-hash'));
  if (typeof resource.crc32c === 'string') announced.crc32c = resource.crc32c;
  if (typeof resource.md5Hash === 'string') announced.md5Hash = resource.md5Hash;
  return announced;
}

/** `Content-MD5` covers the request's body, so it counts only where that body is the whole object. */
export function announcedBodyMd5(exchange: Exchange): Partial<Checksums> {
  const md5Hash = header(exchange, 'content-md5');
  return md5Hash === undefined ? {} : { md5Hash };
}

async function upload(
  service: StorageService,
  exchange: Exchange,
  bucket: string,
  resource: Record<string, unknown>,
  mediaType: string | undefined,
  media: AsyncIterable<Buffer>,
): Promise<void> {
  const name = objectNameOf(exchange, resource);
  const metadata = readWritableMetadata({ contentType: mediaType, ...resource });
  const conditions = preconditionsOfQuery(exchange.query);
  checkPreconditions(conditions, service.objects.find(bucket, name), 'write');
  const bodyMd5 = exchange.query.get('uploadType') === 'media' ? announcedBodyMd5(exchange) : {};
  const announced = { ...bodyMd5, ...announcedChecksums(exchange, resource) };
  const content = await receiveToFile(media, service.objects.temporaryPath());
  const record = await storeReceived(service, { bucket, name }, content, { metadata, conditions, announced });
  sendJson(exchange, 200, toObjectResource(record, service.baseUrl));
}
