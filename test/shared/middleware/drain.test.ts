import { Agent, type IncomingMessage, request } from 'node:http';
import { createDrain, requestId } from '@wheelhouse/shared/middleware/index.ts';
import { Hono } from 'hono';
import { expect, test } from 'vitest';
import { serve } from './serve.ts';

/** An app whose handler tells when it was entered and waits until it is released. */
function drainableApp() {
  const drain = createDrain();
  const entered = Promise.withResolvers<void>();
  const release = Promise.withResolvers<void>();
  const app = new Hono().use(requestId(), drain.middleware);
  app.get('/quick', (c) => c.text('quick'));
  app.get('/slow', async (c) => {
    entered.resolve();
    await release.promise;
    return c.text('finished');
  });
  return { app: app as unknown as Hono, drain, entered: entered.promise, release: release.resolve };
}

async function isSettled(promise: Promise<unknown>): Promise<boolean> {
  const pending = Symbol('pending');
  return (await Promise.race([promise, new Promise((resolve) => setImmediate(resolve, pending))])) !== pending;
}

test('a drain lets requests in flight finish and refuses new ones', async () => {
  const { app, drain, entered, release } = drainableApp();
  const { origin } = await serve(app);
  const inFlight = fetch(`${origin}/slow`);
  await entered;
  drain.start();
  const idle = drain.idle();

  const refused = await fetch(`${origin}/quick`, { headers: { 'X-Request-Id': 'r1' } });
  expect(refused.status).toBe(503);
  expect(refused.headers.get('connection')).toBe('close');
  expect(refused.headers.get('retry-after')).toBe('1');
  expect(await refused.json()).toMatchObject({ code: 'unavailable', requestId: 'r1' });
  expect(await isSettled(idle)).toBe(false);

  release();
  const finished = await inFlight;
  expect(await finished.text()).toBe('finished');
  expect(finished.headers.get('connection')).toBe('close');
  await idle;
});

test('idle waits until the last byte of a streamed answer is out', async () => {
  const drain = createDrain();
  const end = Promise.withResolvers<void>();
  const app = new Hono().use(drain.middleware).get('/', (c) => {
    const body = new ReadableStream({
      async start(controller) {
        controller.enqueue(new TextEncoder().encode('first '));
        await end.promise;
        controller.enqueue(new TextEncoder().encode('last'));
        controller.close();
      },
    });
    return c.body(body);
  });
  const { origin } = await serve(app);
  const response = await fetch(origin);
  drain.start();
  expect(await isSettled(drain.idle())).toBe(false);
  end.resolve();
  expect(await response.text()).toBe('first last');
  await drain.idle();
});

test('a client that goes away does not keep the drain waiting', async () => {
  const { app, drain, entered, release } = drainableApp();
  const { port } = await serve(app);
  const abandoned = request({ port, host: '127.0.0.1', path: '/slow', agent: new Agent({ keepAlive: false }) });
  abandoned.on('error', () => {});
  abandoned.end();
  await entered;
  drain.start();
  abandoned.destroy();
  await drain.idle();
  release();
});

test('without requests it is idle at once, and requests made in memory count too', async () => {
  const { app, drain, entered, release } = drainableApp();
  await drain.idle();
  const inFlight = app.request('/slow');
  await entered;
  expect(await isSettled(drain.idle())).toBe(false);
  release();
  expect((await inFlight).status).toBe(200);
  await drain.idle();
});

test('before the drain starts a connection is kept for the next request', async () => {
  const { app } = drainableApp();
  const { port } = await serve(app);
  const agent = new Agent({ keepAlive: true });
  const response = await new Promise<IncomingMessage>((resolve) => {
    request({ port, host: '127.0.0.1', path: '/quick', agent }, resolve).end();
  });
  response.resume();
  agent.destroy();
  expect(response.statusCode).toBe(200);
  expect(response.headers.connection).toBe('keep-alive');
});
