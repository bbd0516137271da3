import { createHash } from 'node:crypto';
import type { Tx } from '../db/scope.ts';
import { conflict, idempotencyKeyReused, invalidRequest } from '../errors.ts';
import type { Principal } from './principal.ts';

/** An answer that can be given again. */
export type Answer = { status: number; headers: Record<string, string>; body: string };

export type IdempotentRequest = { key: string; hash: string };

/** How long an answer is kept. */
const keptHours = 24;

/** Reads the Idempotency-Key header (draft-ietf-httpapi-idempotency-key-header). */
export function idempotentRequest(
  key: string | undefined,
  method: string,
  path: string,
  body: string,
): IdempotentRequest | undefined {
  if (key === undefined) return undefined;
  const bare = key.replace(/^"(.*)"$/, '$1');
  if (!/^[\x21-\x7e]{1,255}$/.test(bare))
    throw invalidRequest('Idempotency-Key must be 1 to 255 visible ASCII characters; a UUID serves well.');
  return { key: bare, hash: createHash('sha256').update(`${method}\n${path}\n${body}`).digest('hex') };
}

/**
 * Answers a request once. The note and the effect commit together: whoever comes second with the same key waits for the first, and
 * gets its answer; after a failure nothing is noted and the request may be repeated.
 *
 * @param secret the answer holds a secret that must not be stored; a repetition is then refused instead of answered
 * @throws idempotency key reused, when the key came with another request.
 */
export async function answerOnce(
  tx: Tx,
  principal: Principal,
  request: IdempotentRequest | undefined,
  secret: boolean,
  run: () => Promise<Answer>,
): Promise<Answer> {
  if (!request) return run();
  const table = tx.scope ? 'idempotency_keys' : 'platform.idempotency_keys';
  const actor = principal.rateLimitSubject;
  const claimed = await tx.query(
    `insert into ${table} as known (actor, key, request_hash, expires_at) values ($1, $2, $3, now() + make_interval(hours => $4))
     on conflict (${tx.scope ? 'tenant_id, ' : ''}actor, key) do update
       set request_hash = excluded.request_hash, expires_at = excluded.expires_at, response_status = null
       where known.expires_at < now()
     returning id`,
    [actor, request.key, request.hash, keptHours],
  );
  if (claimed.length === 0) return (await earlierAnswer(tx, principal, request)) as Answer;
  const answer = await run();
  await tx.query(
    `update ${table} set response_status = $3, response_headers = $4::jsonb, response_body = $5 where actor = $1 and key = $2`,
    [actor, request.key, answer.status, JSON.stringify(answer.headers), secret ? null : answer.body],
  );
  return answer;
}

type Earlier = {
  request_hash: string;
  response_status: number;
  response_headers: Record<string, string>;
  response_body: string | null;
};

/**
 * The answer that a request with this key got before, if it got one. For what has effects before its own transaction; a request that
 * is still under way is not seen.
 *
 * @throws idempotency key reused; conflict, when the answer held a secret.
 */
export async function earlierAnswer(tx: Tx, principal: Principal, request: IdempotentRequest): Promise<Answer | undefined> {
  const rows = await tx.query<Earlier>(
    `select request_hash, response_status, response_headers, response_body from ${tx.scope ? 'idempotency_keys' : 'platform.idempotency_keys'}
     where actor = $1 and key = $2 and expires_at >= now()`,
    [principal.rateLimitSubject, request.key],
  );
  const earlier = rows[0];
  if (!earlier) return undefined;
  if (earlier.request_hash !== request.hash) throw idempotencyKeyReused(request.key);
  if (earlier.response_body === null) {
    throw conflict(
      'This request was done before. Its answer held a secret that is shown only once; use a new Idempotency-Key to do it again.',
    );
  }
  return {
    status: earlier.response_status,
    headers: { ...earlier.response_headers, 'Idempotency-Replayed': 'true' },
    body: earlier.response_body,
  };
}
