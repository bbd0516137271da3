import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { fromDatabaseError, internal, nothingHere, payloadTooLarge, problemResponse, WheelhouseError } from '../errors.ts';
import { type Logger, withLogContext } from '../log.ts';
import { logRequest } from '../middleware/access-log/index.ts';
import { type Drain, shuttingDown } from '../middleware/drain/index.ts';
import { isRequestId } from '../middleware/request-id/index.ts';

type Options = {
  log: Logger;
  drain: Drain;
  /** Largest body. */
  maxBytes: number;
  /** What the log entries of a request carry besides its id. */
  context: Record<string, string>;
  /** Does what the request is for: resolves with a JSON document, or with nothing for 204. */
  handle: (body: string, request: IncomingMessage) => Promise<Record<string, unknown> | undefined>;
};

/**
 * Answers the POST requests of event triggers straight from Node's server: an event function takes thousands a second, each of which
 * would pay for a router and for request and response objects that it has no use for (docs/decisions/0018). Errors are problem details
 * (RFC 9457), as everywhere.
 */
export function eventListener({ log, drain, maxBytes, context, handle }: Options): RequestListener {
  return (request, response) => {
    const startedMs = performance.now();
    const given = request.headers['x-request-id'] ?? request.headers['ce-id'];
    const requestId = isRequestId(given) ? given : crypto.randomUUID();
    const path = (request.url ?? '/').split('?', 1)[0] as string;
    withLogContext({ requestId, ...context }, async () => {
      const answered = await answer(request, response, path, requestId);
      logRequest(log, {
        method: request.method ?? '',
        path,
        status: answered,
        startedMs,
        requestSize: request.headers['content-length'],
        responseSize: undefined,
        userAgent: request.headers['user-agent'],
      });
    });
  };

  async function answer(request: IncomingMessage, response: ServerResponse, path: string, requestId: string): Promise<number> {
    try {
      if (!drain.enter(response)) throw shuttingDown();
      if (request.method === 'GET' && path === '/health') {
        return end(
          response,
          200,
          { 'X-Request-Id': requestId, 'Content-Type': 'application/json' },
          JSON.stringify({ status: 'ok' }),
        );
      }
      if (request.method !== 'POST') throw nothingHere(`There is nothing at ${request.method} ${path}. Events come as POST.`);
      const document = await handle(await bodyOf(request, maxBytes), request);
      if (document) {
        const headers = { 'X-Request-Id': requestId, 'Content-Type': 'application/json' };
        return end(response, 200, headers, JSON.stringify(document));
      }
      return end(response, 204, { 'X-Request-Id': requestId });
    } catch (thrown) {
      const error = thrown instanceof WheelhouseError ? thrown : (fromDatabaseError(thrown) ?? internal(thrown));
      if (error.status >= 500 && error !== thrown) log[error.status === 500 ? 'error' : 'warn']({ err: thrown }, error.title);
      const problem = problemResponse(error, { instance: path, requestId });
      const headers = { ...Object.fromEntries(problem.headers), 'X-Request-Id': requestId };
      return end(response, error.status, headers, await problem.text());
    }
  }

  function end(response: ServerResponse, status: number, headers: Record<string, string>, body?: string): number {
    if (drain.signal.aborted) response.setHeader('Connection', 'close');
    response.writeHead(status, headers).end(body);
    return status;
  }
}

/** The whole body as text. @throws payload too large; what the connection breaks with */
function bodyOf(request: IncomingMessage & { rawBody?: Buffer }, maxBytes: number): Promise<string> {
  // The framework's own server, which tests use, has read it.
  if (request.rawBody) return Promise.resolve(request.rawBody.toString());
  if (Number(request.headers['content-length'] ?? 0) > maxBytes) return Promise.reject(payloadTooLarge(maxBytes));
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let bytes = 0;
    request.on('data', (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes > maxBytes) reject(payloadTooLarge(maxBytes));
      else chunks.push(chunk);
    });
    request.on('end', () => resolve(chunks.length === 1 ? (chunks[0] as Buffer).toString() : Buffer.concat(chunks).toString()));
    request.on('error', reject);
  });
}
