import { cors } from '@wheelhouse/shared/middleware/index.ts';
import { Hono } from 'hono';
import { expect, test } from 'vitest';

const origin = 'https://app.example';

function appFor(origins: string[]) {
  return new Hono().use(cors({ origins })).get('/', (c) => c.text('ok'));
}

test('a listed origin may call, send our headers and read our headers', async () => {
  const preflight = await appFor([origin]).request('/', { method: 'OPTIONS', headers: { Origin: origin } });
  expect(preflight.status).toBe(204);
  expect(preflight.headers.get('access-control-allow-origin')).toBe(origin);
  expect(preflight.headers.get('access-control-allow-headers')).toContain('Idempotency-Key');
  const response = await appFor([origin]).request('/', { headers: { Origin: origin } });
  expect(response.headers.get('access-control-allow-origin')).toBe(origin);
  expect(response.headers.get('access-control-expose-headers')).toContain('ETag');
  expect(response.headers.get('access-control-allow-credentials')).toBeNull();
  expect(response.headers.get('vary')).toContain('Origin');
});

test('another origin is not let in', async () => {
  const response = await appFor([origin]).request('/', { headers: { Origin: 'https://evil.example' } });
  expect(response.headers.get('access-control-allow-origin')).toBeNull();
});

test('with no origins listed nothing is sent', async () => {
  const response = await appFor([]).request('/', { headers: { Origin: origin } });
  expect([...response.headers.keys()].filter((name) => name.startsWith('access-control'))).toEqual([]);
});
