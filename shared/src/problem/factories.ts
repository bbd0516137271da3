import { type FieldError, WheelhouseError } from './wheelhouse-error.ts';

type Occurrence = { cause?: unknown };

/** 400: the request cannot be read: malformed JSON, a bad cursor, an unknown query parameter or header value. */
export function invalidRequest(detail: string, fields?: readonly FieldError[], { cause }: Occurrence = {}): WheelhouseError {
  return new WheelhouseError({ code: 'invalid_request', status: 400, title: 'Invalid request', detail, fields, cause });
}

/** 422: the body was read, but these fields have values that are not allowed. */
export function invalidFields(fields: readonly FieldError[], detail?: string, { cause }: Occurrence = {}): WheelhouseError {
  return new WheelhouseError({
    code: 'invalid_fields',
    status: 422,
    title: 'Invalid fields',
    detail: detail ?? fields.map(({ path, message }) => (path ? `${path}: ${message}` : message)).join('; '),
    fields,
    cause,
  });
}

/** 422 for a single field. */
export function invalidField(path: string, message: string, code = 'invalid'): WheelhouseError {
  return invalidFields([{ path, message, code }]);
}

/** 422: every field is valid by itself, but a rule of the domain does not allow the operation. */
export function ruleViolated(detail: string, fields?: readonly FieldError[], { cause }: Occurrence = {}): WheelhouseError {
  return new WheelhouseError({ code: 'rule_violated', status: 422, title: 'Rule violated', detail, fields, cause });
}

/**
 * 401. `reason` is `missing` where no credentials were sent and `invalid_token` where they were refused; the challenge differs
 * (RFC 6750, section 3.1: no error code when the request carried no credentials).
 */
export function unauthenticated(detail: string, reason: 'missing' | 'invalid_token' = 'missing'): WheelhouseError {
  const challenge = reason === 'missing' ? 'Bearer' : 'Bearer error="invalid_token"';
  return new WheelhouseError({
    code: 'unauthenticated',
    status: 401,
    title: 'Not authenticated',
    detail,
    headers: { 'WWW-Authenticate': challenge },
  });
}

/** 402: the tenant has used up what it may spend in this period; `resetsAt` is when the next one starts. Amounts are US dollars. */
export function budgetExhausted(
  detail: string,
  amounts: { budgetUsd: number; usedUsd: number; resetsAt: string },
): WheelhouseError {
  return new WheelhouseError({
    code: 'budget_exhausted',
    status: 402,
    title: 'Budget exhausted',
    detail,
    extensions: amounts,
  });
}

/** 403: names the permission that the actor lacks. */
export function forbidden(permission: string, detail?: string): WheelhouseError {
  return new WheelhouseError({
    code: 'forbidden',
    status: 403,
    title: 'Forbidden',
    detail: detail ?? `This needs the permission ${permission}.`,
    extensions: { permission },
  });
}

/** 403: the actor has the permission, but may not act on these records. */
export function accessDenied(detail: string, { cause }: Occurrence = {}): WheelhouseError {
  return new WheelhouseError({ code: 'forbidden', status: 403, title: 'Forbidden', detail, cause });
}

/** 403: the tenant is suspended; nothing of it can be used until it is resumed. */
export function tenantSuspended(detail: string, { cause }: Occurrence = {}): WheelhouseError {
  return new WheelhouseError({ code: 'tenant_suspended', status: 403, title: 'Tenant suspended', detail, cause });
}

/** 404. `what` is the kind of thing, such as `Vehicle`. Also for what exists in another tenant: it must look the same. */
export function notFound(what: string, id?: string): WheelhouseError {
  return nothingHere(`${id === undefined ? what : `${what} ${id}`} does not exist.`);
}

/** 404 with a sentence of its own. */
export function nothingHere(detail: string, { cause }: Occurrence = {}): WheelhouseError {
  return new WheelhouseError({ code: 'not_found', status: 404, title: 'Not found', detail, cause });
}

/** 405, with the `Allow` header that RFC 9110, section 15.5.6, demands. */
export function methodNotAllowed(method: string, allowed: readonly string[]): WheelhouseError {
  return new WheelhouseError({
    code: 'method_not_allowed',
    status: 405,
    title: 'Method not allowed',
    detail: `${method} is not available here. Use ${allowed.join(', ')}.`,
    headers: { Allow: allowed.join(', ') },
  });
}

/** 409: the state of the thing does not allow the operation. */
export function conflict(detail: string, fields?: readonly FieldError[], { cause }: Occurrence = {}): WheelhouseError {
  return new WheelhouseError({ code: 'conflict', status: 409, title: 'Conflict', detail, fields, cause });
}

/** 409: two transactions met and this one was undone. The same request can be sent again at once. */
export function transactionConflict({ cause }: Occurrence = {}): WheelhouseError {
  return new WheelhouseError({
    code: 'transaction_conflict',
    status: 409,
    title: 'Transaction conflict',
    detail: 'Another request changed the same records at the same time. Nothing was changed; send the request again.',
    retryAfterSeconds: 1,
    cause,
  });
}

/** 409: something with the same unique fields exists. */
export function alreadyExists(detail: string, fields?: readonly FieldError[], { cause }: Occurrence = {}): WheelhouseError {
  return new WheelhouseError({ code: 'already_exists', status: 409, title: 'Already exists', detail, fields, cause });
}

/** 410: it existed and will not come back, such as an expired cursor or a deleted version. */
export function gone(detail: string): WheelhouseError {
  return new WheelhouseError({ code: 'gone', status: 410, title: 'Gone', detail });
}

/** 412: `If-Match` names a version that is no longer the current one. */
export function preconditionFailed(detail: string): WheelhouseError {
  return new WheelhouseError({ code: 'precondition_failed', status: 412, title: 'Precondition failed', detail });
}

/** 428: an update came without `If-Match` (RFC 6585, section 3). */
export function preconditionRequired(detail: string): WheelhouseError {
  return new WheelhouseError({ code: 'precondition_required', status: 428, title: 'Precondition required', detail });
}

/** 413. */
export function payloadTooLarge(maxBytes: number): WheelhouseError {
  return new WheelhouseError({
    code: 'payload_too_large',
    status: 413,
    title: 'Payload too large',
    detail: `The body is larger than ${maxBytes} bytes. Send less at a time.`,
    extensions: { maxBytes },
  });
}

/** 415. `received` is the Content-Type that was sent, if any. */
export function unsupportedMediaType(received: string | undefined, accepted: readonly string[]): WheelhouseError {
  return new WheelhouseError({
    code: 'unsupported_media_type',
    status: 415,
    title: 'Unsupported media type',
    detail: `${received ? `Content-Type ${received} is not accepted` : 'The body has no Content-Type'}. Send ${accepted.join(' or ')}.`,
    extensions: { accepted },
  });
}

/** 422: the key was used before with another request (draft-ietf-httpapi-idempotency-key-header, section 2.7). */
export function idempotencyKeyReused(key: string): WheelhouseError {
  return new WheelhouseError({
    code: 'idempotency_key_reused',
    status: 422,
    title: 'Idempotency key reused',
    detail: `Idempotency-Key ${key} was used with a different request. Use a new key for a new request.`,
  });
}

/** 429. */
export function rateLimited(retryAfterSeconds: number, detail?: string, headers: Record<string, string> = {}): WheelhouseError {
  return new WheelhouseError({
    code: 'rate_limited',
    status: 429,
    title: 'Rate limited',
    detail: detail ?? `Too many requests. Try again in ${retryAfterSeconds} s.`,
    retryAfterSeconds,
    headers,
  });
}

/** 503: it will work again by itself. */
export function unavailable(detail: string, retryAfterSeconds = 1, { cause }: Occurrence = {}): WheelhouseError {
  return new WheelhouseError({ code: 'unavailable', status: 503, title: 'Unavailable', detail, retryAfterSeconds, cause });
}

/** 500: says nothing about the cause; the request id finds it in the log. */
export function internal(cause?: unknown): WheelhouseError {
  return new WheelhouseError({
    code: 'internal',
    status: 500,
    title: 'Internal error',
    detail: 'Something went wrong on our side. Name the request id when you report it.',
    cause,
  });
}
