import type { MiddlewareHandler } from 'hono';
import { cors as honoCors } from 'hono/cors';

/**
 * Lets browser pages of the listed origins call; with none listed, no page of another origin can. Without credentials: callers
 * send bearer tokens, never cookies.
 *
 * @example
 * ```ts
 * app.use(cors({ origins: config.corsOrigins }));
 * ```
 */
export function cors({ origins }: { origins: readonly string[] }): MiddlewareHandler {
  if (origins.length === 0) return (_c, next) => next();
  return honoCors({
    origin: [...origins],
    allowMethods: ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'],
    allowHeaders: [
      'Authorization',
      'Content-Type',
      'Idempotency-Key',
      'If-Match',
      'If-None-Match',
      'X-Request-Id',
      'X-Tenant',
      'traceparent',
      'tracestate',
    ],
    exposeHeaders: [
      'ETag',
      'Idempotency-Replayed',
      'Location',
      'RateLimit-Limit',
      'RateLimit-Remaining',
      'RateLimit-Reset',
      'Retry-After',
      'WWW-Authenticate',
      'X-Request-Id',
    ],
    maxAge: 7200,
  });
}
