import { SpanKind, SpanStatusCode } from '@opentelemetry/api';
import { createMiddleware } from 'hono/factory';
import { routePath } from 'hono/route';
import { extractTrace, withSpan } from '../../tracing/index.ts';

/**
 * Runs every request in a span that continues the caller's `traceparent`.
 * Names: https://opentelemetry.io/docs/specs/semconv/http/http-spans/#http-server
 *
 * @example
 * ```ts
 * await startTracing({ serviceName: 'fleet', config });
 * app.use(traceRequests());
 * ```
 */
export function traceRequests() {
  return createMiddleware(async function traceRequests(c, next) {
    const { method, path } = c.req;
    const parent = extractTrace({ traceparent: c.req.header('traceparent'), tracestate: c.req.header('tracestate') });
    const attributes = { 'http.request.method': method, 'url.path': path };
    await withSpan(
      method,
      attributes,
      async (span) => {
        await next();
        const route = routePath(c, -1);
        span.updateName(`${method} ${route}`);
        span.setAttributes({ 'http.route': route, 'http.response.status_code': c.res.status });
        if (c.res.status >= 500) span.setStatus({ code: SpanStatusCode.ERROR });
      },
      { kind: SpanKind.SERVER, parent },
    );
  });
}
