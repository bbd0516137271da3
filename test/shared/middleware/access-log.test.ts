import { accessLog, requestId } from '@wheelhouse/shared/middleware/index.ts';
import { Hono } from 'hono';
import { expect, test } from 'vitest';
import { memoryLog } from './memory-log.ts';

test('each request is one entry with method, path, status, latency and id, without query and body', async () => {
  const { log, entries } = memoryLog();
  const app = new Hono().use(requestId(), accessLog(log)).post('/v1/people', (c) => c.json({ name: 'Ada' }, 201));
  await app.request('/v1/people?search=Lovelace', { method: 'POST', body: '{"name":"Ada"}', headers: { 'X-Request-Id': 'r1' } });
  expect(entries).toHaveLength(1);
  expect(entries[0]).toMatchObject({
    severity: 'INFO',
    requestId: 'r1',
    httpRequest: {
      requestMethod: 'POST',
      requestUrl: '/v1/people',
      status: 201,
      latency: expect.stringMatching(/^\d+\.\d{6}s$/),
    },
  });
  expect(JSON.stringify(entries)).not.toMatch(/Ada|Lovelace/);
});

test('refused requests are warnings and failures are errors', async () => {
  const { log, entries } = memoryLog();
  const app = new Hono().use(accessLog(log)).get('/fails', () => {
    throw new Error('no');
  });
  app.onError((_error, c) => c.text('failed', 500));
  await app.request('/missing');
  await app.request('/fails');
  expect(entries.map(({ severity }) => severity)).toEqual(['WARNING', 'ERROR']);
});
