import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { jsonOnly, problemDetails } from '@wheelhouse/shared/middleware/index.ts';
import { Hono } from 'hono';
import { expect, test } from 'vitest';
import { memoryLog } from './memory-log.ts';
import { serve } from './serve.ts';

const app = new Hono().use(jsonOnly()).all('/', (c) => c.text('ok'));
app.onError(problemDetails({ log: memoryLog().log }).onError);

function send(method: string, type?: string, body?: string) {
  return app.request('/', {
    method,
    ...(body === undefined ? {} : { body: Buffer.from(body) }),
    headers: type ? { 'Content-Type': type } : {},
  });
}

test.each(['application/json', 'application/json; charset=utf-8', 'Application/JSON', 'application/merge-patch+json'])(
  'a body of type %s is accepted',
  async (type) => {
    expect((await send('POST', type, '{}')).status).toBe(200);
  },
);

test.each(['text/plain', 'application/x-www-form-urlencoded', 'application/jsonp', 'text/json+x', undefined])(
  'a body of type %s is refused',
  async (type) => {
    for (const method of ['POST', 'PUT', 'PATCH']) {
      const response = await send(method, type, '{}');
      expect(response.status).toBe(415);
      expect(await response.json()).toMatchObject({ code: 'unsupported_media_type', accepted: ['application/json'] });
    }
  },
);

test('a request without a body needs no type', async () => {
  expect((await send('POST')).status).toBe(200);
  expect((await send('GET', 'text/plain')).status).toBe(200);
});

test('on a socket, a POST that announces no body needs no type and one that does needs one', async () => {
  const { port, origin } = await serve(app);
  // Written by hand: Node's clients announce a length even for no body.
  const socket = connect(port, '127.0.0.1');
  socket.write('POST / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n');
  expect(await text(socket)).toMatch(/^HTTP\/1\.1 200 /);
  expect((await fetch(origin, { method: 'POST', body: 'x' })).status).toBe(415);
});
