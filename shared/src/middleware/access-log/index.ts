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
    logRequest(log, {
      method: c.req.method,
      path: c.req.path,
      status: c.res.status,
      startedMs,
      requestSize: c.req.header('content-length'),
      responseSize: c.res.headers.get('content-length') ?? undefined,
      userAgent: c.req.header('user-agent'),
    });
  });
}

type Handled = {
  method: string;
  path: string;
  status: number;
  startedMs: number;
  requestSize: string | undefined;
  responseSize: string | undefined;
  userAgent: string | undefined;
};

/** The entry of one request that was answered; `startedMs` is of performance.now(). */
export function logRequest(log: Logger, { method, path, status, startedMs, ...sizes }: Handled): void {
  const level = levelOf(status);
  if (!log.isLevelEnabled(level)) return;
  const latencySeconds = ((performance.now() - startedMs) / 1000).toFixed(6);
  const httpRequest = { requestMethod: method, requestUrl: path, status, latency: `${latencySeconds}s`, ...sizes };
  log[level]({ httpRequest }, `${method} ${path} ${status}`);
}

function levelOf(status: number): 'info' | 'warn' | 'error' {
  if (status < 400) return 'info';
  return status < 500 ? 'warn' : 'error';
}
