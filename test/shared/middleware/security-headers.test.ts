import { securityHeaders } from '@wheelhouse/shared/middleware/index.ts';
import { Hono } from 'hono';
import { expect, test } from 'vitest';

const app = new Hono()
  .use(securityHeaders())
  .get('/', (c) => c.text('ok'))
  .get('/cached', (c) => c.text('ok', 200, { 'Cache-Control': 'public, max-age=60' }));

test('answers forbid sniffing, framing, plain HTTP and every foreign source', async () => {
  const { headers } = await app.request('/');
  expect(headers.get('x-content-type-options')).toBe('nosniff');
  expect(headers.get('x-frame-options')).toBe('DENY');
  expect(headers.get('referrer-policy')).toBe('no-referrer');
  expect(headers.get('strict-transport-security')).toContain('max-age=63072000');
  const policy = headers.get('content-security-policy')?.split('; ');
  expect(policy).toContain("default-src 'none'");
  expect(policy).toContain("frame-ancestors 'none'");
});

test('the reference page may load script, style and document from its own origin', async () => {
  const policy = (await app.request('/')).headers.get('content-security-policy')?.split('; ');
  expect(policy).toContain("script-src 'self'");
  expect(policy).toContain("connect-src 'self'");
  expect(policy).toContain("style-src 'self' 'unsafe-inline'");
});

test('answers are not kept by others unless the handler says so', async () => {
  expect((await app.request('/')).headers.get('cache-control')).toBe('private, no-cache');
  expect((await app.request('/cached')).headers.get('cache-control')).toBe('public, max-age=60');
});
