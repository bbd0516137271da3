import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import { invalid, notImplemented, StorageError } from './errors.ts';
import { decodeSegment, type Exchange, header, requestBody, sendEmpty } from './exchange.ts';
import { sendMedia } from './media.ts';
import { checkObjectName } from './names.ts';
import { type ObjectRecord, readWritableMetadata, type WritableMetadata } from './object-record.ts';
import { checkPreconditions, preconditionsOfHeaders } from './preconditions.ts';
import { isSigned, verifySignedUrl } from './signed-urls.ts';
import type { StorageService } from './storage-service.ts';
import { checkAnnouncedLength, type LengthRange, receiveToFile } from './uploads/receive.ts';
import { announcedSize, continueResumable, openSession } from './uploads/resumable.ts';
import { announcedBodyMd5, announcedChecksums, storeReceived } from './uploads/simple.ts';
import { sendStored, xmlEtag } from './uploads/stored-answer.ts';

/** Answers `/BUCKET/OBJECT` of the XML API: https://cloud.google.com/storage/docs/xml-api/overview */
export async function handleXmlApi(service: StorageService, exchange: Exchange): Promise<void> {
  const uploadId = exchange.query.get('upload_id');
  if (uploadId) return continueResumable(service, exchange, uploadId);
  authorize(service, exchange);
  const [, bucket, ...nameSegments] = exchange.rawPath.split('/');
  const target = { bucket: decodeSegment(bucket ?? ''), name: decodeSegment(nameSegments.join('/')) };
  if (target.name === '') throw notImplemented(`${exchange.method} on a whole bucket in the XML API`);
  checkObjectName(target.name);
  service.buckets.get(target.bucket);
  if (exchange.method === 'GET' || exchange.method === 'HEAD') return download(service, exchange, target);
  if (exchange.method === 'PUT') return upload(service, exchange, target);
  if (exchange.method === 'POST' && header(exchange, 'x-goog-resumable') === 'start') return start(service, exchange, target);
  if (exchange.method === 'DELETE') return remove(service, exchange, target);
  throw notImplemented(`${exchange.method} ${exchange.rawPath} in the XML API`);
}

interface Target {
  bucket: string;
  name: string;
}

function authorize(service: StorageService, exchange: Exchange): void {
  if (isSigned(exchange)) {
    verifySignedUrl(exchange, service.serviceAccount, service.clock.now());
    return;
  }
  if (header(exchange, 'authorization')) return;
  const details = 'Anonymous caller does not have access to the object. Use a V4 signed URL or an Authorization header.';
  throw new StorageError({ status: 403, reason: 'forbidden', message: 'Access denied.', xmlDetails: { Details: details } });
}

async function download(service: StorageService, exchange: Exchange, { bucket, name }: Target): Promise<void> {
  const { query } = exchange;
  const record = service.objects.get(bucket, name, query.get('generation'));
  checkPreconditions(preconditionsOfHeaders(exchange.req.headers), record, 'read');
  const headers: Record<string, string> = { etag: xmlEtag(record), ...customMetadataHeaders(record) };
  const type = query.get('response-content-type');
  const disposition = query.get('response-content-disposition');
  if (type) headers['content-type'] = type;
  if (disposition) headers['content-disposition'] = disposition;
  await sendMedia(service, exchange, record, headers);
}

async function upload(service: StorageService, exchange: Exchange, target: Target): Promise<void> {
  if (header(exchange, 'x-goog-copy-source')) throw notImplemented('x-goog-copy-source; use the JSON API to copy');
  const lengthRange = lengthRangeOf(exchange);
  const conditions = preconditionsOfHeaders(exchange.req.headers);
  checkPreconditions(conditions, service.objects.find(target.bucket, target.name), 'write');
  const contentLength = header(exchange, 'content-length');
  checkAnnouncedLength(contentLength === undefined ? undefined : Number(contentLength), lengthRange);
  const content = await receiveToFile(requestBody(exchange), service.objects.temporaryPath(), lengthRange);
  await verifySha256(content.path, header(exchange, 'x-goog-content-sha256'));
  const announced = { ...announcedBodyMd5(exchange), ...announcedChecksums(exchange) };
  const stored = { metadata: metadataOfHeaders(exchange), conditions, announced };
  const record = await storeReceived(service, target, content, stored);
  sendStored(service, exchange, record, 'xml');
}

async function start(service: StorageService, exchange: Exchange, target: Target): Promise<void> {
  const lengthRange = lengthRangeOf(exchange);
  const expectedSizeBytes = announcedSize(exchange);
  checkAnnouncedLength(expectedSizeBytes, lengthRange);
  const session = await openSession(service, {
    api: 'xml',
    ...target,
    metadata: metadataOfHeaders(exchange),
    conditions: preconditionsOfHeaders(exchange.req.headers),
    announced: announcedChecksums(exchange),
    expectedSizeBytes,
    lengthRange,
  });
  const location = `${service.baseUrl}${exchange.rawPath}?upload_id=${session.id}`;
  sendEmpty(exchange, 201, { location, 'x-guploader-uploadid': session.id });
}

async function remove(service: StorageService, exchange: Exchange, { bucket, name }: Target): Promise<void> {
  const generation = exchange.query.get('generation');
  await service.objects.delete({ bucket, name, generation }, preconditionsOfHeaders(exchange.req.headers));
  sendEmpty(exchange, 204);
}

/** Reads `x-goog-content-length-range: MIN,MAX`. */
function lengthRangeOf(exchange: Exchange): LengthRange | undefined {
  const value = header(exchange, 'x-goog-content-length-range');
  if (value === undefined) return undefined;
  const match = /^\s*(\d+)\s*,\s*(\d+)\s*$/.exec(value);
  if (!match) throw invalid(`Invalid x-goog-content-length-range: ${JSON.stringify(value)}. Use "MIN,MAX" in bytes`);
  return { minBytes: Number(match[1]), maxBytes: Number(match[2]) };
}

function metadataOfHeaders(exchange: Exchange): WritableMetadata {
  const prefix = 'x-goog-meta-';
  const custom = Object.keys(exchange.req.headers).filter((name) => name.startsWith(prefix));
  return readWritableMetadata({
    contentType: header(exchange, 'content-type'),
    contentEncoding: header(exchange, 'content-encoding'),
    contentDisposition: header(exchange, 'content-disposition'),
    contentLanguage: header(exchange, 'content-language'),
    cacheControl: header(exchange, 'cache-control'),
    metadata: Object.fromEntries(custom.map((name) => [name.slice(prefix.length), header(exchange, name)])),
  });
}

function customMetadataHeaders(record: ObjectRecord): Record<string, string> {
  const entries = Object.entries(record.metadata ?? {});
  return Object.fromEntries(
    entries.map(([key, value]) => [`x-goog-meta-${encodeHeaderName(key)}`, encodeURI(value.toWellFormed())]),
  );
}

/** Custom metadata keys are any text, header names are tokens (RFC 9110 section 5.6.2). */
function encodeHeaderName(key: string): string {
  return encodeURIComponent(key.toWellFormed()).replace(/[()]/g, (bracket) => (bracket === '(' ? '%28' : '%29'));
}

async function verifySha256(path: string, announced: string | undefined): Promise<void> {
  if (announced === undefined) return;
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path)) hash.update(chunk as Buffer);
  if (hash.digest('hex') === announced.toLowerCase()) return;
  await rm(path, { force: true });
  throw invalid(`The body's SHA-256 is not the announced ${announced}`, 'BadDigest');
}
