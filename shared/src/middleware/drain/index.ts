import type { ServerResponse } from 'node:http';
import type { Context, MiddlewareHandler } from 'hono';
import { createMiddleware } from 'hono/factory';
import { problemResponse, unavailable } from '../../errors.ts';

export type Drain = {
  middleware: MiddlewareHandler;
  /** For listeners without middlewares: counts a request until its answer closes; false where it has to be refused. */
  enter(response: ServerResponse): boolean;
  /** From now on new requests are answered with 503. */
  start(): void;
  /** Aborted by `start`: answers that last (streams of events) end by it. */
  signal: AbortSignal;
  /** Resolves when no request is in flight, the last byte of its answer included. */
  idle(): Promise<void>;
};

/**
 * A graceful end: requests in flight are finished, new ones are told to come back (to another instance) and their connection
 * is closed.
 *
 * @example
 * ```ts
 * const drain = createDrain();
 * app.use(drain.middleware);
 * process.once('SIGTERM', async () => {
 *   drain.start();
 *   await drain.idle();
 *   process.exit(0);
 * });
 * ```
 */
export function createDrain(): Drain {
  const stopping = new AbortController();
  let inFlight = 0;
  const waiting: (() => void)[] = [];
  const leave = () => {
    inFlight -= 1;
    if (inFlight === 0) for (const resolve of waiting.splice(0)) resolve();
  };

  return {
    middleware: createMiddleware(async function drain(c, next) {
      if (stopping.signal.aborted) return refuse(c);
      inFlight += 1;
      const outgoing = nodeResponse(c);
      // Node's response closes when its last byte is sent or the client has gone.
      outgoing?.once('close', leave);
      try {
        await next();
        if (stopping.signal.aborted) c.res.headers.set('Connection', 'close');
      } finally {
        if (!outgoing) leave();
      }
    }),
    enter(response) {
      if (stopping.signal.aborted) return false;
      inFlight += 1;
      response.once('close', leave);
      return true;
    },
    start: () => stopping.abort(),
    signal: stopping.signal,
    idle: () => (inFlight === 0 ? Promise.resolve() : new Promise((resolve) => waiting.push(resolve))),
  };
}

/** What a request is told that comes when the instance is ending. */
export function shuttingDown() {
  return unavailable('This instance is shutting down. Send the request again.', 1);
}

function refuse(c: Context): Response {
  const response = problemResponse(shuttingDown(), { instance: c.req.path, requestId: c.get('requestId') });
  response.headers.set('Connection', 'close');
  return response;
}

/** Undefined for requests made in memory and where the client has gone already: neither will close any more. */
function nodeResponse(c: Context): ServerResponse | undefined {
  if (!c.env || typeof c.env !== 'object' || !('outgoing' in c.env)) return undefined;
  const outgoing = c.env.outgoing as ServerResponse;
  return outgoing.destroyed ? undefined : outgoing;
}
