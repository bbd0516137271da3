import { bodyLimit as honoBodyLimit } from 'hono/body-limit';
import { createMiddleware } from 'hono/factory';
import { payloadTooLarge } from '../../errors.ts';
import { hasBody } from '../request-body.ts';

/**
 * 413 for bodies over the limit. A body with a length is judged by its header (Node reads no more than that); a chunked one is
 * read up to the limit before the handler runs.
 *
 * @example
 * ```ts
 * app.use(bodyLimit({ maxBytes: config.maxBodyBytes }));
 * ```
 */
export function bodyLimit({ maxBytes }: { maxBytes: number }) {
  const readUpToLimit = honoBodyLimit({
    maxSize: maxBytes,
    onError: () => {
      throw payloadTooLarge(maxBytes);
    },
  });
  return createMiddleware(async function bodyLimit(c, next) {
    if (!hasBody(c)) return next();
    if (Number(c.req.header('content-length') ?? 0) > maxBytes) throw payloadTooLarge(maxBytes);
    return c.req.header('content-length') && !c.req.header('transfer-encoding') ? next() : readUpToLimit(c, next);
  });
}
