import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { parseRange } from './byte-range.ts';
import { type Exchange, header } from './exchange.ts';
import type { ObjectRecord } from './object-record.ts';
import type { StorageService } from './storage-service.ts';
import { versionHeaders } from './uploads/stored-answer.ts';

/** Streams an object's bytes, whole or the range asked for; `HEAD` gets the headers alone. */
export async function sendMedia(
  service: StorageService,
  exchange: Exchange,
  record: ObjectRecord,
  headers: Record<string, string> = {},
): Promise<void> {
  const { res, method } = exchange;
  // Decompressive transcoding: https://cloud.google.com/storage/docs/transcoding
  const acceptsGzip = /\bgzip\b/.test(header(exchange, 'accept-encoding') ?? '');
  const decompress = record.contentEncoding === 'gzip' && !acceptsGzip;
  const range = decompress ? undefined : parseRange(header(exchange, 'range'), record.sizeBytes);
  const first = range?.first ?? 0;
  const last = range?.last ?? record.sizeBytes - 1;
  const file = method === 'HEAD' ? undefined : await service.objects.openContent(record);
  const allHeaders: Record<string, string> = {
    ...contentHeaders(record, decompress),
    ...(decompress ? {} : { 'content-length': String(last - first + 1), 'accept-ranges': 'bytes' }),
    ...(range ? { 'content-range': `bytes ${first}-${last}/${record.sizeBytes}` } : {}),
    ...versionHeaders(record),
    ...headers,
  };
  for (const [name, value] of Object.entries(allHeaders)) res.setHeader(name, headerValue(value));
  res.writeHead(range ? 206 : 200);
  if (!file || last < first) {
    await file?.close();
    res.end();
    return;
  }
  const bytes = file.createReadStream({ start: first, end: last });
  try {
    await (decompress ? pipeline(bytes, createGunzip(), res) : pipeline(bytes, res));
  } catch (error) {
    // A client that goes away in the middle is no fault of the server; anything else is worth a line.
    if ((error as NodeJS.ErrnoException).code !== 'ERR_STREAM_PREMATURE_CLOSE') throw error;
  }
}

/** Metadata is any text; a header carries its UTF-8 bytes and no control characters (RFC 9110 section 5.5). */
function headerValue(text: string): string {
  const utf8 = Buffer.from(text, 'utf8').toString('latin1');
  return utf8.replace(/[^\t\x20-\x7e\x80-\xff]/g, ' ');
}

function contentHeaders(record: ObjectRecord, decompress: boolean): Record<string, string> {
  const headers: Record<string, string> = {
    'content-type': record.contentType ?? 'application/octet-stream',
    'last-modified': new Date(record.updated).toUTCString(),
  };
  if (record.contentEncoding && !decompress) headers['content-encoding'] = record.contentEncoding;
  if (record.contentDisposition) headers['content-disposition'] = record.contentDisposition;
  if (record.contentLanguage) headers['content-language'] = record.contentLanguage;
  if (record.cacheControl) headers['cache-control'] = record.cacheControl;
  return headers;
}
