import { createMiddleware } from 'hono/factory';
import { unsupportedMediaType } from '../../errors.ts';
import { hasBody } from '../request-body.ts';

const methods = new Set(['POST', 'PUT', 'PATCH']);

/** `application/json` and every `+json` type (RFC 6839, section 3.1), with any parameters. */
const json = /^application\/(?:json|[\w.!#$&^-]+\+json)\s*(?:;|$)/i;

/**
 * 415 for a POST, PUT or PATCH whose body is not JSON. A request without a body needs no type.
 *
 * @example
 * ```ts
 * app.use('/v1/*', jsonOnly());
 * ```
 */
export function jsonOnly() {
  return createMiddleware(async function jsonOnly(c, next) {
    const received = c.req.header('content-type');
    if (!methods.has(c.req.method) || (received && json.test(received)) || !hasBody(c)) return next();
    throw unsupportedMediaType(received, ['application/json']);
  });
}
