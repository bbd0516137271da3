import { request } from 'node:http';
import { text } from 'node:stream/consumers';
import { bodyLimit, problemDetails } from '@wheelhouse/shared/middleware/index.ts';
import { Hono } from 'hono';
import { expect, test } from 'vitest';
import { memoryLog } from './memory-log.ts';
import { serve } from './serve.ts';

function limitedApp() {
  const app = new Hono().use(bodyLimit({ maxBytes: 1000 })).post('/', async (c) => c.text(String((await c.req.text()).length)));
  app.onError(problemDetails({ log: memoryLog().log }).onError);
  return app;
}

/** Sends parts without a Content-Length, so that Node sends them chunked. */
function sendChunked(port: number, parts: string[]): Promise<{ status: number | undefined; body: string }> {
  return new Promise((resolve, reject) => {
    const sending = request({ port, host: '127.0.0.1', method: 'POST' }, async (response) => {
      resolve({ status: response.statusCode, body: await text(response) });
    });
    sending.once('error', reject);
    for (const part of parts) sending.write(part);
    sending.end();
  });
}

test('a body with a length over the limit is refused', async () => {
  const { origin } = await serve(limitedApp());
  const response = await fetch(origin, { method: 'POST', body: 'x'.repeat(1001) });
  expect(response.status).toBe(413);
  expect(await response.json()).toMatchObject({ code: 'payload_too_large', maxBytes: 1000 });
});

test('a chunked body over the limit is refused', async () => {
  const { port } = await serve(limitedApp());
  const { status, body } = await sendChunked(port, ['x'.repeat(600), 'x'.repeat(600)]);
  expect(status).toBe(413);
  expect(JSON.parse(body)).toMatchObject({ code: 'payload_too_large' });
});

test('bodies up to the limit reach the handler whole', async () => {
  const { origin, port } = await serve(limitedApp());
  expect(await (await fetch(origin, { method: 'POST', body: 'x'.repeat(1000) })).text()).toBe('1000');
  expect(await sendChunked(port, ['x'.repeat(500), 'x'.repeat(500)])).toEqual({ status: 200, body: '1000' });
  expect(await (await fetch(origin, { method: 'POST' })).text()).toBe('0');
});

test('a body without any length, as in a request made in memory, is counted', async () => {
  const response = await limitedApp().request('/', { method: 'POST', body: 'x'.repeat(1001) });
  expect(response.status).toBe(413);
});
