import type { FieldError, WheelhouseError } from './wheelhouse-error.ts';

/** The media type of a problem detail (RFC 9457, section 6.1). */
export const problemMediaType = 'application/problem+json';

/** A problem detail (RFC 9457, section 3.1) with our members `code`, `requestId`, `errors` and those of the code. */
export type Problem = {
  type: string;
  title: string;
  status: number;
  detail: string;
  instance?: string;
  code: string;
  requestId?: string;
  errors?: readonly FieldError[];
  [extension: string]: unknown;
};

/** `instance` is the path of the request that failed. */
export function toProblem(error: WheelhouseError, occurrence: { instance?: string; requestId?: string } = {}): Problem {
  const { instance, requestId } = occurrence;
  return {
    ...error.extensions,
    type: `https://wheelhouse.dev/problems/${error.code}`,
    title: error.title,
    status: error.status,
    detail: error.detail,
    ...(instance === undefined ? {} : { instance }),
    code: error.code,
    ...(requestId === undefined ? {} : { requestId }),
    ...(error.retryAfterSeconds === undefined ? {} : { retryAfterSeconds: error.retryAfterSeconds }),
    ...(error.fields?.length ? { errors: error.fields } : {}),
  };
}

/** The problem as an HTTP response: `Retry-After` and the headers of the error included. */
export function problemResponse(error: WheelhouseError, occurrence: { instance?: string; requestId?: string } = {}): Response {
  const headers = new Headers(error.headers);
  headers.set('Content-Type', problemMediaType);
  if (error.retryAfterSeconds !== undefined) headers.set('Retry-After', String(Math.max(1, Math.ceil(error.retryAfterSeconds))));
  return new Response(JSON.stringify(toProblem(error, occurrence)), { status: error.status, headers });
}
