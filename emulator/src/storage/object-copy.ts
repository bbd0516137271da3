import { invalid } from './errors.ts';
import { type Exchange, readJsonBody, sendJson } from './exchange.ts';
import { checkObjectName } from './names.ts';
import { type ObjectRecord, readWritableMetadata, toObjectResource, writableMetadataOf } from './object-record.ts';
import { checkPreconditions, preconditionsOfQuery } from './preconditions.ts';
import type { StorageService } from './storage-service.ts';

interface ObjectAddress {
  bucket: string;
  name: string;
}

/** `POST …/o/SRC/rewriteTo/b/B/o/DST`: a copy; always done in one call. */
export async function rewriteObject(
  service: StorageService,
  exchange: Exchange,
  from: ObjectAddress,
  to: ObjectAddress,
): Promise<void> {
  const record = await copy(service, exchange, from, to);
  const size = String(record.sizeBytes);
  sendJson(exchange, 200, {
    kind: 'storage#rewriteResponse',
    totalBytesRewritten: size,
    objectSize: size,
    done: true,
    resource: toObjectResource(record, service.baseUrl),
  });
}

/** `POST …/o/SRC/copyTo/b/B/o/DST` */
export async function copyObject(
  service: StorageService,
  exchange: Exchange,
  from: ObjectAddress,
  to: ObjectAddress,
): Promise<void> {
  const record = await copy(service, exchange, from, to);
  sendJson(exchange, 200, toObjectResource(record, service.baseUrl));
}

/** `POST …/o/SRC/moveTo/o/DST`: within one bucket. */
export async function moveObject(
  service: StorageService,
  exchange: Exchange,
  bucket: string,
  from: string,
  to: string,
): Promise<void> {
  if (from === to) throw invalid(`Cannot move ${JSON.stringify(from)} onto itself. Choose another name`);
  const source = service.objects.get(bucket, from);
  const record = await copy(service, exchange, source, { bucket, name: to });
  await service.objects.delete(source, { generationMatch: source.generation });
  sendJson(exchange, 200, toObjectResource(record, service.baseUrl));
}

async function copy(service: StorageService, exchange: Exchange, from: ObjectAddress, to: ObjectAddress): Promise<ObjectRecord> {
  const { query } = exchange;
  const resource = await readJsonBody(exchange);
  const source = service.objects.get(from.bucket, from.name, query.get('sourceGeneration'));
  checkPreconditions(preconditionsOfQuery(query, 'ifSource'), source, 'write');
  checkObjectName(to.name);
  service.buckets.get(to.bucket);
  const path = service.objects.temporaryPath();
  await service.objects.copyContent(source, path);
  const { sizeBytes, crc32c, md5Hash, componentCount } = source;
  const facts = { path, sizeBytes, crc32c, md5Hash, componentCount };
  const record = await service.objects.commit(to, facts, metadataOfCopy(source, resource), preconditionsOfQuery(query));
  await service.finalized(record);
  return record;
}

/** A body replaces the source's metadata; without one it is copied. */
function metadataOfCopy(source: ObjectRecord, resource: Record<string, unknown>) {
  if (Object.keys(resource).length === 0) return writableMetadataOf(source);
  return readWritableMetadata({ contentType: source.contentType, ...resource });
}
