import { formatGoogHash } from '../checksums.ts';
import { type Exchange, sendEmpty, sendJson } from '../exchange.ts';
import { type ObjectRecord, toObjectResource } from '../object-record.ts';
import type { StorageService } from '../storage-service.ts';

/** Answers a finished upload: the resource in the JSON API, headers only in the XML API. */
export function sendStored(service: StorageService, exchange: Exchange, record: ObjectRecord, api: 'json' | 'xml'): void {
  if (api === 'json') sendJson(exchange, 200, toObjectResource(record, service.baseUrl));
  else sendEmpty(exchange, 200, { ...versionHeaders(record), etag: xmlEtag(record) });
}

/** `x-goog-*` headers that tell an object's version and checksums. */
export function versionHeaders(record: ObjectRecord): Record<string, string> {
  return {
    'x-goog-generation': record.generation,
    'x-goog-metageneration': String(record.metageneration),
    'x-goog-hash': formatGoogHash(record),
    'x-goog-storage-class': 'STANDARD',
    'x-goog-stored-content-encoding': record.contentEncoding ?? 'identity',
    'x-goog-stored-content-length': String(record.sizeBytes),
  };
}

/** The XML API's ETag is the MD5 in hex, or the generation where there is no MD5. */
export function xmlEtag(record: ObjectRecord): string {
  const tag = record.md5Hash === undefined ? `-${record.generation}` : Buffer.from(record.md5Hash, 'base64').toString('hex');
  return `"${tag}"`;
}
