import { logContext } from '@wheelhouse/shared/log.ts';
import { requestId } from '@wheelhouse/shared/middleware/index.ts';
import { Hono } from 'hono';
import { expect, test } from 'vitest';

const app = new Hono()
  .use(requestId())
  .get('/', (c) => c.json({ seen: c.get('requestId'), logged: logContext().requestId }))
  .get('/fails', () => {
    throw new Error('no');
  });
app.onError((_error, c) => c.text('failed', 500));

async function send(headers: Record<string, string>) {
  const response = await app.request('/', { headers });
  return { answered: response.headers.get('x-request-id'), ...((await response.json()) as { seen: string; logged: string }) };
}

test('the caller’s id is kept, seen by the handler, logged and answered', async () => {
  expect(await send({ 'X-Request-Id': 'job_7.retry-2' })).toEqual({
    answered: 'job_7.retry-2',
    seen: 'job_7.retry-2',
    logged: 'job_7.retry-2',
  });
});

test('without an id a UUIDv7 is made, another one for each request', async () => {
  const { answered } = await send({});
  expect(answered).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  expect((await send({})).answered).not.toBe(answered);
});

test.each(['', 'a b', 'a\tb', '"quoted"', 'x'.repeat(129), 'ä'])('the id "%s" is replaced', async (id) => {
  expect((await send({ 'X-Request-Id': id })).answered).not.toBe(id);
});

test('an error’s answer carries the id too', async () => {
  const response = await app.request('/fails', { headers: { 'X-Request-Id': 'r1' } });
  expect(response.headers.get('x-request-id')).toBe('r1');
});
