import type { Context, Env, Hono } from 'hono';
import { methodNotAllowed as honoMethodNotAllowed } from 'hono/method-not-allowed';
import { methodNotAllowed as error, problemResponse } from '../../errors.ts';

/**
 * 405 with `Allow`, in place of 404, where the path exists with other methods.
 *
 * @param app the app whose routes decide
 *
 * @example
 * ```ts
 * app.use(methodNotAllowed(app));
 * ```
 */
export function methodNotAllowed<E extends Env>(app: Hono<E>) {
  return honoMethodNotAllowed({
    app,
    onMethodNotAllowed: (c: Context, allowed) =>
      problemResponse(error(c.req.method, allowed), { instance: c.req.path, requestId: c.get('requestId') }),
  });
}
