import { open, rm } from 'node:fs/promises';
import type { ChecksumMeter } from '../checksums.ts';
import { invalid, StorageError } from '../errors.ts';
import { type Exchange, header, readJsonBody, requestBody, sendEmpty } from '../exchange.ts';
import { type ObjectRecord, readWritableMetadata } from '../object-record.ts';
import { checkPreconditions, preconditionsOfQuery } from '../preconditions.ts';
import type { StorageService } from '../storage-service.ts';
import { type ContentRange, parseContentRange } from './content-range.ts';
import { appendTo, checkMinimum } from './receive.ts';
import type { SessionStart, UploadSession } from './session-store.ts';
import { announcedChecksums, objectNameOf, storeReceived } from './simple.ts';
import { sendStored } from './stored-answer.ts';

/** `POST …/o?uploadType=resumable`: opens a session and answers its URL in `Location`. */
export async function startResumable(service: StorageService, exchange: Exchange, bucket: string): Promise<void> {
  const resource = await readJsonBody(exchange);
  const name = objectNameOf(exchange, resource);
  const mediaType = header(exchange, 'x-upload-content-type');
  const session = await openSession(service, {
    api: 'json',
    bucket,
    name,
    metadata: readWritableMetadata({ contentType: mediaType, ...resource }),
    conditions: preconditionsOfQuery(exchange.query),
    announced: announcedChecksums(exchange, resource),
    expectedSizeBytes: announcedSize(exchange),
  });
  const query = `uploadType=resumable&name=${encodeURIComponent(name)}&upload_id=${session.id}`;
  const location = `${service.baseUrl}/upload/storage/v1/b/${bucket}/o?${query}`;
  sendEmpty(exchange, 200, { location, 'x-guploader-uploadid': session.id });
}

/** Opens a session. @throws StorageError 404 without the bucket, 412 where a precondition already fails. */
export async function openSession(service: StorageService, start: SessionStart): Promise<UploadSession> {
  checkPreconditions(start.conditions, service.objects.find(start.bucket, start.name), 'write');
  return service.sessions.start(start);
}

/** Bytes announced by `X-Upload-Content-Length`. */
export function announcedSize(exchange: Exchange): number | undefined {
  const value = header(exchange, 'x-upload-content-length');
  if (value === undefined) return undefined;
  if (!/^\d+$/.test(value)) throw invalid(`Invalid X-Upload-Content-Length: ${JSON.stringify(value)}. Use a number of bytes`);
  return Number(value);
}

/** `PUT` sends bytes or asks for the state, `DELETE` cancels; the session's id is the authorization. */
export async function continueResumable(service: StorageService, exchange: Exchange, uploadId: string): Promise<void> {
  await service.sessions.takeOver(uploadId, exchange.req, async (session) => {
    if (exchange.method === 'DELETE') return cancel(service, exchange, session);
    if (exchange.method !== 'PUT' && exchange.method !== 'POST') {
      throw new StorageError({ status: 405, reason: 'methodNotAllowed', message: `Use PUT or DELETE, not ${exchange.method}` });
    }
    if (session.completedGeneration) return answerCompleted(service, exchange, session, session.completedGeneration);
    const record = await receive(service, exchange, session);
    if (record) return sendStored(service, exchange, record, session.api);
    const { size } = await service.sessions.meter(session);
    sendEmpty(exchange, 308, size > 0 ? { range: `bytes=0-${size - 1}` } : {});
  });
}

async function cancel(service: StorageService, exchange: Exchange, session: UploadSession): Promise<void> {
  await service.sessions.delete(session);
  // 499 is what the service answers: https://cloud.google.com/storage/docs/performing-resumable-uploads#cancel-upload
  sendEmpty(exchange, 499);
}

function answerCompleted(service: StorageService, exchange: Exchange, session: UploadSession, generation: string): void {
  const record = service.objects.get(session.bucket, session.name, generation);
  exchange.req.resume();
  sendStored(service, exchange, record, session.api);
}

/** Takes the request's bytes in; answers the object once it is whole. */
async function receive(service: StorageService, exchange: Exchange, session: UploadSession): Promise<ObjectRecord | undefined> {
  const range = parseContentRange(header(exchange, 'content-range'));
  const meter = await service.sessions.meter(session);
  if (range.firstByte !== undefined) await appendRange(service, exchange, session, range, meter);
  const total = totalAfter(range, meter);
  if (total === undefined || meter.size < total) return undefined;
  if (meter.size > total || (session.expectedSizeBytes ?? total) !== total) {
    throw invalid(`The upload has ${meter.size} bytes, but ${session.expectedSizeBytes ?? total} were announced`);
  }
  return finish(service, exchange, session, meter);
}

async function appendRange(
  service: StorageService,
  exchange: Exchange,
  session: UploadSession,
  range: ContentRange,
  meter: ChecksumMeter,
): Promise<void> {
  const first = range.firstByte ?? 0;
  if (first > meter.size) {
    throw invalid(`The upload offset is ${first} bytes, which exceeds the already uploaded size of ${meter.size} bytes`);
  }
  const file = await open(service.sessions.partPath(session), 'r+');
  try {
    await appendTo(file, newBytes(requestBody(exchange), first, meter.size, range.lastByte), meter, session.lengthRange);
  } catch (error) {
    if (error instanceof StorageError && error.xmlCode === 'EntityTooLarge') await service.sessions.delete(session);
    throw error;
  } finally {
    await file.close();
  }
}

/** Skips what an earlier request already delivered, and refuses more than the range announced. */
async function* newBytes(
  body: AsyncIterable<Buffer>,
  firstByte: number,
  haveBytes: number,
  lastByte: number | undefined,
): AsyncGenerator<Buffer> {
  let position = firstByte;
  for await (const chunk of body) {
    const end = position + chunk.length;
    if (lastByte !== undefined && end > lastByte + 1)
      throw invalid(`The body goes on after byte ${lastByte} of its Content-Range`);
    if (end > haveBytes) yield chunk.subarray(Math.max(0, haveBytes - position));
    position = end;
  }
  if (lastByte !== undefined && position !== lastByte + 1) {
    throw invalid(`The body ends at byte ${position - 1}, its Content-Range at byte ${lastByte}`);
  }
}

/** The object's size where this request tells it: by number, or by ending a body of open length. */
function totalAfter(range: ContentRange, meter: ChecksumMeter): number | undefined {
  if (range.totalBytes !== undefined) return range.totalBytes;
  return range.firstByte !== undefined && range.lastByte === undefined ? meter.size : undefined;
}

async function finish(
  service: StorageService,
  exchange: Exchange,
  session: UploadSession,
  meter: ChecksumMeter,
): Promise<ObjectRecord> {
  const path = service.sessions.partPath(session);
  const announced = { ...session.announced, ...announcedChecksums(exchange) };
  try {
    checkMinimum(meter.size, session.lengthRange);
    const content = { path, sizeBytes: meter.size, ...meter.checksums() };
    const record = await storeReceived(service, session, content, { ...session, announced });
    await service.sessions.complete(session, record.generation);
    return record;
  } catch (error) {
    await service.sessions.delete(session);
    await rm(path, { force: true });
    throw error;
  }
}
