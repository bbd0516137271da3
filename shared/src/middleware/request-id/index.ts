import { createMiddleware } from 'hono/factory';
import { v7 } from 'uuid';
import { withLogContext } from '../../log.ts';

export type RequestIdVariables = { requestId: string };

const acceptable = /^[A-Za-z0-9._-]{1,128}$/;

/** Whether an id that somebody else made may be a request's: 1 to 128 of `A-Z a-z 0-9 . _ -`. */
export function isRequestId(id: string | string[] | undefined): id is string {
  return typeof id === 'string' && acceptable.test(id);
}

/**
 * Gives every request an id: the caller's `X-Request-Id` if it is 1 to 128 of `A-Z a-z 0-9 . _ -`, else a new UUIDv7. The id is in
 * `c.get('requestId')`, in every log entry of the request, and in the answer's `X-Request-Id`.
 *
 * @example
 * ```ts
 * app.use(requestId());
 * ```
 */
export function requestId() {
  return createMiddleware<{ Variables: RequestIdVariables }>(async function requestId(c, next) {
    const received = c.req.header('x-request-id');
    const id = isRequestId(received) ? received : v7();
    c.set('requestId', id);
    await withLogContext({ requestId: id }, next);
    // Behind the handler: an error's answer is a new response, which would not have headers set before.
    c.res.headers.set('X-Request-Id', id);
  });
}
