import { methodNotAllowed, requestId } from '@wheelhouse/shared/middleware/index.ts';
import { Hono } from 'hono';
import { expect, test } from 'vitest';

const app = new Hono();
app.use(requestId(), methodNotAllowed(app));
app.get('/v1/vehicles/:id', (c) => c.text('one'));
app.patch('/v1/vehicles/:id', (c) => c.text('changed'));

test('another method on a known path is a 405 that lists the methods', async () => {
  const response = await app.request('/v1/vehicles/7', { method: 'DELETE', headers: { 'X-Request-Id': 'r1' } });
  expect(response.status).toBe(405);
  expect(response.headers.get('allow')).toBe('GET, HEAD, PATCH');
  expect(response.headers.get('x-request-id')).toBe('r1');
  expect(await response.json()).toMatchObject({ code: 'method_not_allowed', requestId: 'r1' });
});

test('known methods and unknown paths are left alone', async () => {
  expect((await app.request('/v1/vehicles/7', { method: 'PATCH' })).status).toBe(200);
  expect((await app.request('/v1/nothing', { method: 'DELETE' })).status).toBe(404);
});
