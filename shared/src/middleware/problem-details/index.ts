import type { Context, ErrorHandler, NotFoundHandler } from 'hono';
import {
  type ConstraintColumns,
  fromDatabaseError,
  fromZodError,
  internal,
  invalidRequest,
  isZodError,
  nothingHere,
  problemResponse,
  WheelhouseError,
} from '../../errors.ts';
import type { Logger } from '../../log.ts';
import { fromHttpException } from './http-exception.ts';

/**
 * The handlers that answer every error as a problem detail (RFC 9457). What is not meant for clients becomes a 500 without its
 * text, and is logged with its stack.
 *
 * @param options.constraintColumns the columns of a constraint; see `fromDatabaseError`
 *
 * @example
 * ```ts
 * const problems = problemDetails({ log });
 * app.onError(problems.onError);
 * app.notFound(problems.notFound);
 * ```
 */
export function problemDetails(options: { log: Logger; constraintColumns?: ConstraintColumns }): {
  onError: ErrorHandler;
  notFound: NotFoundHandler;
} {
  const { log, constraintColumns } = options;
  return {
    async onError(thrown, c) {
      const error = await toWheelhouseError(thrown, c, constraintColumns);
      if (error.status >= 500 && error !== thrown) log[error.status === 500 ? 'error' : 'warn']({ err: thrown }, error.title);
      return respond(error, c);
    },
    notFound: (c) => respond(nothingHere(`There is nothing at ${c.req.path}.`), c),
  };
}

function respond(error: WheelhouseError, c: Context): Response {
  return problemResponse(error, { instance: c.req.path, requestId: c.get('requestId') });
}

async function toWheelhouseError(thrown: unknown, c: Context, columnsOf?: ConstraintColumns): Promise<WheelhouseError> {
  if (thrown instanceof WheelhouseError) return thrown;
  if (isZodError(thrown)) return fromZodError(thrown);
  return (
    fromHttpException(thrown) ?? (await fromMalformedJson(thrown, c)) ?? fromDatabaseError(thrown, columnsOf) ?? internal(thrown)
  );
}

/** A SyntaxError is the client's only if the body is no JSON; any other comes from our own parsing. */
async function fromMalformedJson(thrown: unknown, c: Context): Promise<WheelhouseError | undefined> {
  if (!(thrown instanceof SyntaxError) || c.req.method === 'GET' || c.req.method === 'HEAD') return undefined;
  const text = await c.req.text().catch(() => undefined);
  if (text === undefined || isJson(text)) return undefined;
  return invalidRequest(text === '' ? 'The body is empty. Send JSON.' : `The body is not JSON: ${thrown.message}.`);
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
