import { createMiddleware } from 'hono/factory';
import type { Logger } from '../../log.ts';

/**
 * One entry a request, in Cloud Logging's `httpRequest` form
 * (https://cloud.google.com/logging/docs/reference/v2/rest/v2/LogEntry#HttpRequest). The query is left out: it may hold what
 * people searched for. So are bodies and the caller's address.
 *
 * @example
 * ```ts
 * app.use(requestId(), accessLog(log));
 * ```
 */
export function accessLog(log: Logger) {
  return createMiddleware(async function accessLog(c, next) {
    const startedMs = performance.now();
    await next();
    const { status } = c.res;
    const latencySeconds = ((performance.now() - startedMs) / 1000).toFixed(6);
    const httpRequest = {
      requestMethod: c.req.method,
      requestUrl: c.req.path,
      status,
      latency: `${latencySeconds}s`,
      requestSize: c.req.header('content-length'),
      responseSize: c.res.headers.get('content-length') ?? undefined,
      userAgent: c.req.header('user-agent'),
    };
    log[levelOf(status)]({ httpRequest }, `${c.req.method} ${c.req.path} ${status}`);
  });
}

function levelOf(status: number): 'info' | 'warn' | 'error' {
  if (status < 400) return 'info';
  return status < 500 ? 'warn' : 'error';
}
