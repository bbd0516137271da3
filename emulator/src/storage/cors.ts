import { type Exchange, header, sendEmpty } from './exchange.ts';

const exposedHeaders = [
  'content-length',
  'content-range',
  'content-type',
  'etag',
  'location',
  'range',
  'x-goog-generation',
  'x-goog-hash',
  'x-goog-metageneration',
  'x-guploader-uploadid',
].join(', ');

/**
 * Lets a page of any origin use signed URLs and resumable sessions. Both are secrets that the page must have been given;
 * the open JSON API gets no such headers, or any web site could read the buckets of whoever visits it.
 */
export function allowCrossOrigin(exchange: Exchange): void {
  const origin = header(exchange, 'origin');
  if (!origin) return;
  exchange.res.setHeader('access-control-allow-origin', origin);
  exchange.res.setHeader('access-control-expose-headers', exposedHeaders);
  exchange.res.setHeader('vary', 'origin');
}

/** Answers a preflight (https://fetch.spec.whatwg.org/#cors-preflight-fetch). */
export function answerPreflight(exchange: Exchange): void {
  sendEmpty(exchange, 200, {
    'access-control-allow-methods': 'GET, HEAD, PUT, POST, DELETE',
    'access-control-allow-headers': header(exchange, 'access-control-request-headers') ?? '',
    'access-control-max-age': '3600',
  });
}
