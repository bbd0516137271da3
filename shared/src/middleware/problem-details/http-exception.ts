import { HTTPException } from 'hono/http-exception';
import { invalidRequest, nothingHere, unauthenticated, WheelhouseError } from '../../errors.ts';

/** The exceptions that hono and its validators throw; undefined for everything else and for their 5xx. */
export function fromHttpException(thrown: unknown): WheelhouseError | undefined {
  if (!(thrown instanceof HTTPException) || thrown.status >= 500) return undefined;
  const detail = thrown.message || 'The request was refused.';
  if (thrown.status === 401) return unauthenticated(detail);
  if (thrown.status === 404) return nothingHere(detail, { cause: thrown });
  if (thrown.status === 400) return invalidRequest(detail, undefined, { cause: thrown });
  return new WheelhouseError({ code: 'request_refused', status: thrown.status, title: 'Request refused', detail, cause: thrown });
}
