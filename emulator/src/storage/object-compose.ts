import { invalid } from './errors.ts';
import { type Exchange, readJsonBody, sendJson } from './exchange.ts';
import { type ObjectRecord, readWritableMetadata, toObjectResource } from './object-record.ts';
import { checkPreconditions, preconditionsOfQuery } from './preconditions.ts';
import type { StorageService } from './storage-service.ts';
import { receiveToFile } from './uploads/receive.ts';

const maxSources = 32;

/**
 * `POST …/o/DST/compose`: up to 32 objects of the bucket, one after the other, become one; it has no MD5.
 * https://cloud.google.com/storage/docs/composite-objects
 */
export async function composeObject(service: StorageService, exchange: Exchange, bucket: string, name: string): Promise<void> {
  const body = await readJsonBody(exchange);
  const sources = sourcesOf(service, bucket, body.sourceObjects);
  const resource = (body.destination ?? {}) as Record<string, unknown>;
  const metadata = readWritableMetadata({ contentType: sources[0]!.contentType, ...resource });
  const { md5Hash: _, ...content } = await receiveToFile(bytesOf(service, sources), service.objects.temporaryPath());
  const componentCount = sources.reduce((sum, source) => sum + (source.componentCount ?? 1), 0);
  const conditions = preconditionsOfQuery(exchange.query);
  const record = await service.objects.commit({ bucket, name }, { ...content, componentCount }, metadata, conditions);
  await service.finalized(record);
  sendJson(exchange, 200, toObjectResource(record, service.baseUrl));
}

function sourcesOf(service: StorageService, bucket: string, sourceObjects: unknown): ObjectRecord[] {
  if (!Array.isArray(sourceObjects) || sourceObjects.length < 1 || sourceObjects.length > maxSources) {
    throw invalid(`sourceObjects must be a list of 1 to ${maxSources} objects`);
  }
  return sourceObjects.map((source) => {
    const { name, generation, objectPreconditions } = (source ?? {}) as Record<string, unknown>;
    if (typeof name !== 'string') throw invalid('Every entry of sourceObjects needs a name');
    const record = service.objects.get(bucket, name, generation === undefined ? undefined : String(generation));
    const demanded = (objectPreconditions as { ifGenerationMatch?: unknown } | undefined)?.ifGenerationMatch;
    checkPreconditions(demanded === undefined ? {} : { generationMatch: String(demanded) }, record, 'write');
    return record;
  });
}

async function* bytesOf(service: StorageService, sources: ObjectRecord[]): AsyncGenerator<Buffer> {
  for (const source of sources) {
    const file = await service.objects.openContent(source);
    for await (const chunk of file.createReadStream()) yield chunk as Buffer;
  }
}
