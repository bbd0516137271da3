import type { IncomingMessage, ServerResponse } from 'node:http';
import { invalid, jsonErrorBody, type StorageError, xmlErrorBody } from './errors.ts';

/** One request with its answer, and the pieces of it that every handler needs. */
export interface Exchange {
  req: IncomingMessage;
  res: ServerResponse;
  method: string;
  /** Path as sent, still percent-encoded: decoding first would merge `/` and `%2F`. */
  rawPath: string;
  rawQuery: string;
  query: URLSearchParams;
}

const maxJsonBytes = 1024 * 1024;
const drainTimeoutMs = 2000;

export function openExchange(req: IncomingMessage, res: ServerResponse): Exchange {
  // Proxies and some clients send the absolute form of the request target (RFC 9112 section 3.2.2).
  const target = (req.url ?? '/').replace(/^https?:\/\/[^/]+/i, '');
  const mark = target.indexOf('?');
  const rawPath = mark < 0 ? target : target.slice(0, mark);
  const rawQuery = mark < 0 ? '' : target.slice(mark + 1);
  return { req, res, method: req.method ?? 'GET', rawPath, rawQuery, query: new URLSearchParams(rawQuery) };
}

/** Decodes a path segment. @throws StorageError 400 on a malformed escape. */
export function decodeSegment(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    throw invalid(`Invalid percent-encoding in the path: ${JSON.stringify(segment)}`);
  }
}

/** A header that may appear once; repeated ones are joined as RFC 9110 section 5.3 says. */
export function header(exchange: Exchange, name: string): string | undefined {
  const value = exchange.req.headers[name];
  return Array.isArray(value) ? value.join(',') : value;
}

/** The request's bytes; stopping early leaves the connection open, so that a refusal still reaches the client. */
export function requestBody(exchange: Exchange): AsyncIterable<Buffer> {
  return exchange.req.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>;
}

/** Reads a JSON object; an empty body is an empty object. @throws StorageError 400 on anything else. */
export async function readJsonBody(exchange: Exchange): Promise<Record<string, unknown>> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of requestBody(exchange)) {
    size += part.length;
    if (size > maxJsonBytes) throw invalid(`The JSON body is larger than ${maxJsonBytes} bytes`);
    parts.push(part);
  }
  return parseJsonObject(Buffer.concat(parts).toString('utf8'));
}

export function parseJsonObject(text: string): Record<string, unknown> {
  if (text.trim() === '') return {};
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw invalid(`Parse Error: the body is no JSON: ${(error as Error).message}`);
  }
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
  throw invalid('The JSON body must be an object');
}

export function sendJson(exchange: Exchange, status: number, value: unknown): void {
  const body = JSON.stringify(value);
  exchange.res.writeHead(status, {
    'content-type': 'application/json; charset=UTF-8',
    'content-length': Buffer.byteLength(body),
  });
  exchange.res.end(body);
}

export function sendEmpty(exchange: Exchange, status: number, headers: Record<string, string> = {}): void {
  exchange.res.writeHead(status, { 'content-length': 0, ...headers });
  exchange.res.end();
}

/** Answers with the error's status and body. */
export async function sendError(exchange: Exchange, error: StorageError, format: 'json' | 'xml'): Promise<void> {
  const { req, res } = exchange;
  if (res.headersSent || res.destroyed) {
    res.destroy();
    return;
  }
  const bodiless = error.status === 304 || exchange.method === 'HEAD';
  const body = bodiless ? '' : format === 'xml' ? xmlErrorBody(error) : jsonErrorBody(error);
  const type = format === 'xml' ? 'application/xml; charset=UTF-8' : 'application/json; charset=UTF-8';
  const unread = !req.complete;
  res.writeHead(error.status, {
    ...error.headers,
    ...(body === '' ? {} : { 'content-type': type, 'content-length': Buffer.byteLength(body) }),
    ...(unread ? { connection: 'close' } : {}),
  });
  if (unread) {
    // Closing over unread bytes resets the connection, and the client would see that in place of the answer.
    if (body !== '') res.write(body);
    await drain(req);
    res.end();
  } else {
    res.end(body);
  }
}

async function drain(req: IncomingMessage): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const timer = setTimeout(resolve, drainTimeoutMs);
  req.once('end', resolve).once('close', resolve).once('error', resolve);
  req.resume();
  await promise;
  clearTimeout(timer);
}
