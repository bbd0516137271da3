import { preconditionFailed, rateLimited, unauthenticated } from '@wheelhouse/shared/errors.ts';
import { problemDetails, requestId } from '@wheelhouse/shared/middleware/index.ts';
import { DrizzleQueryError } from 'drizzle-orm';
import { type Context, Hono } from 'hono';
import { HTTPException } from 'hono/http-exception';
import pg from 'pg';
import { expect, inject, test } from 'vitest';
import { z } from 'zod';
import { memoryLog } from './memory-log.ts';

type Handler = (c: Context) => Response | Promise<Response>;

async function answerOf(handler: Handler, init: RequestInit = {}) {
  const { log, entries } = memoryLog();
  const app = new Hono().use(requestId()).all('/v1/thing', handler);
  const problems = problemDetails({ log });
  app.onError(problems.onError).notFound(problems.notFound);
  const response = await app.request('/v1/thing', { ...init, headers: { 'X-Request-Id': 'r1' } });
  return { response, entries, problem: (await response.json()) as Record<string, unknown> };
}

function throwing(error: unknown): Handler {
  return () => {
    throw error;
  };
}

test('an error of ours is answered as a problem detail of this request', async () => {
  const { response, problem, entries } = await answerOf(throwing(preconditionFailed('Version 3 is current.')));
  expect(response.status).toBe(412);
  expect(response.headers.get('content-type')).toBe('application/problem+json');
  expect(response.headers.get('x-request-id')).toBe('r1');
  expect(problem).toMatchObject({
    code: 'precondition_failed',
    instance: '/v1/thing',
    requestId: 'r1',
    detail: 'Version 3 is current.',
  });
  expect(entries).toEqual([]);
});

test('the headers that a status demands are sent', async () => {
  const refused = await answerOf(throwing(unauthenticated('The token has expired.', 'invalid_token')));
  expect(refused.response.headers.get('www-authenticate')).toBe('Bearer error="invalid_token"');
  const limited = await answerOf(throwing(rateLimited(30)));
  expect(limited.response.headers.get('retry-after')).toBe('30');
});

test('an unknown error is a 500 that says nothing and is logged with its stack', async () => {
  const { response, problem, entries } = await answerOf(throwing(new TypeError('secret detail')));
  expect(response.status).toBe(500);
  expect(problem).toMatchObject({ code: 'internal', requestId: 'r1' });
  expect(JSON.stringify(problem)).not.toContain('secret detail');
  expect(entries).toMatchObject([
    { severity: 'ERROR', requestId: 'r1', err: { stack: expect.stringContaining('secret detail') } },
  ]);
});

test('a zod error becomes a 422 that names every field', async () => {
  const schema = z.object({ year: z.number(), name: z.string() });
  const { response, problem } = await answerOf((c) => c.json(schema.parse({ year: 'x' })));
  expect(response.status).toBe(422);
  expect(problem.errors).toMatchObject([{ path: 'year' }, { path: 'name' }]);
});

test.each(['{"a":', 'text', ''])('the malformed JSON "%s" is a 400', async (body) => {
  const { response, problem } = await answerOf(async (c) => c.json(await c.req.json()), { method: 'POST', body });
  expect(response.status).toBe(400);
  expect(problem.code).toBe('invalid_request');
});

test('JSON that we ourselves fail to parse is a 500 even when the body is good', async () => {
  const handler: Handler = async (c) => {
    await c.req.json();
    return c.json(JSON.parse('{our own'));
  };
  expect((await answerOf(handler, { method: 'POST', body: '{}' })).response.status).toBe(500);
  expect((await answerOf(() => JSON.parse('{our own'))).response.status).toBe(500);
});

test('a database error is translated', async () => {
  const client = new pg.Client({ connectionString: inject('adminUrl') });
  await client.connect();
  const report = await client.query(`select 'x'::uuid`).catch((error: Error) => error);
  const missing = await client.query('select secret_column').catch((error: Error) => error);
  await client.end();
  const refused = await answerOf(throwing(new DrizzleQueryError('select', [], report as Error)));
  expect(refused.response.status).toBe(400);
  const failed = await answerOf(throwing(missing));
  expect(failed.response.status).toBe(500);
  expect(JSON.stringify(failed.problem)).not.toContain('secret_column');
});

test('hono’s own exceptions become problem details', async () => {
  const { response, problem } = await answerOf(throwing(new HTTPException(400, { message: 'Malformed JSON in request body' })));
  expect(response.status).toBe(400);
  expect(problem).toMatchObject({ code: 'invalid_request', detail: 'Malformed JSON in request body' });
});

test('a path that is not there is a 404 problem', async () => {
  const app = new Hono();
  app.notFound(problemDetails({ log: memoryLog().log }).notFound);
  const response = await app.request('/nowhere');
  expect(response.status).toBe(404);
  expect(await response.json()).toMatchObject({ code: 'not_found', instance: '/nowhere' });
});
