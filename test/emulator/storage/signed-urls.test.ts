import { createHash, createSign } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import type { GetSignedUrlConfig } from '@google-cloud/storage';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { type Harness, startHarness } from './harness.ts';

let harness: Harness;
beforeAll(async () => {
  harness = await startHarness();
});
afterAll(() => harness.stop());
afterEach(() => {
  harness.clock.offsetMs = 0;
});

const minuteMs = 60_000;
const file = (name: string) => harness.bucket.file(name);
const sign = async (name: string, action: GetSignedUrlConfig['action'], options: Partial<GetSignedUrlConfig> = {}) =>
  (await file(name).getSignedUrl({ version: 'v4', action, expires: Date.now() + 10 * minuteMs, ...options }))[0];
const outcome = async (response: Response) => [response.status, /<Code>(.*?)<\/Code>/.exec(await response.text())?.[1]];

/** Signs as the documentation says, for what the client library has no action for. */
async function signByHand(method: string, path: string): Promise<string> {
  const key = JSON.parse(await readFile(harness.server.credentialsFile, 'utf8'));
  const at = new Date().toISOString().replace(/[-:]|\.\d+/g, '');
  const scope = `${at.slice(0, 8)}/auto/storage/goog4_request`;
  const host = new URL(harness.server.url).host;
  const query = new URLSearchParams({
    'X-Goog-Algorithm': 'GOOG4-RSA-SHA256',
    'X-Goog-Credential': `${key.client_email}/${scope}`,
    'X-Goog-Date': at,
    'X-Goog-Expires': '600',
    'X-Goog-SignedHeaders': 'host',
  }).toString();
  const canonical = [method, path, query, `host:${host}\n`, 'host', 'UNSIGNED-PAYLOAD'].join('\n');
  const toSign = ['GOOG4-RSA-SHA256', at, scope, createHash('sha256').update(canonical).digest('hex')].join('\n');
  return `${harness.server.url}${path}?${query}&X-Goog-Signature=${createSign('RSA-SHA256').update(toSign).sign(key.private_key, 'hex')}`;
}

describe('a V4 signed URL', () => {
  test('is made from a credentials file that only its owner may read', async () => {
    expect((await stat(harness.server.credentialsFile)).mode & 0o777).toBe(0o600);
  });

  test.each(['plain.txt', 'päck/größe 1.txt', 'a%2Fb', "it's (1)!*.txt", 'q?x=1#y', '日本/🚚'])(
    'writes, reads and deletes %j',
    async (name) => {
      const put = await fetch(await sign(name, 'write', { contentType: 'text/plain' }), {
        method: 'PUT',
        headers: { 'content-type': 'text/plain' },
        body: 'signed',
      });
      expect(put.status).toBe(200);
      expect(put.headers.get('etag')).toBe(`"${createHash('md5').update('signed').digest('hex')}"`);
      expect((await file(name).getMetadata())[0]).toMatchObject({ contentType: 'text/plain', size: '6' });
      const get = await fetch(await sign(name, 'read', { promptSaveAs: 'x.txt' }), { headers: { range: 'bytes=1-3' } });
      expect([get.status, await get.text()]).toEqual([206, 'ign']);
      expect(get.headers.get('content-disposition')).toContain('x.txt');
      expect((await fetch(await sign(name, 'delete'), { method: 'DELETE' })).status).toBe(204);
      expect(await outcome(await fetch(await sign(name, 'read')))).toEqual([404, 'NoSuchKey']);
    },
  );

  test('answers HEAD when it was signed for it, host with port included', async () => {
    await file('head').save('12345', { contentType: 'text/plain' });
    const response = await fetch(await signByHand('HEAD', `/${harness.bucket.name}/head`), { method: 'HEAD' });
    expect([response.status, response.headers.get('content-length')]).toEqual([200, '5']);
  });

  test('outlives a restart', async () => {
    await file('kept').save('kept');
    const url = await sign('kept', 'read');
    await harness.restart();
    expect(await (await fetch(url)).text()).toBe('kept');
  });

  test('refuses another content type, method, object, parameter or signature', async () => {
    await file('secret').save('secret');
    const url = await sign('target', 'write', { contentType: 'image/png' });
    const headers = { 'content-type': 'image/png' };
    const attempts: [string, RequestInit][] = [
      [url, { method: 'PUT', headers: { 'content-type': 'text/html' }, body: 'x' }],
      [url, { method: 'GET', headers }],
      [url.replace('/target', '/secret'), { method: 'PUT', headers, body: 'x' }],
      [url.replace(/X-Goog-Expires=\d+/, 'X-Goog-Expires=604800'), { method: 'PUT', headers, body: 'x' }],
      [url.replace(/.$/, (digit) => (digit === '0' ? '1' : '0')), { method: 'PUT', headers, body: 'x' }],
      [`${url}&generation=1`, { method: 'PUT', headers, body: 'x' }],
    ];
    for (const [attempt, init] of attempts)
      expect(await outcome(await fetch(attempt, init))).toEqual([403, 'SignatureDoesNotMatch']);
    expect(await file('target').exists()).toEqual([false]);
    expect((await file('secret').download())[0].toString()).toBe('secret');
  });

  test('refuses headers that were signed but not sent, and x-goog- headers that were sent but not signed', async () => {
    const typed = await sign('target', 'write', { extensionHeaders: { 'x-goog-meta-a': '1' } });
    expect(await outcome(await fetch(typed, { method: 'PUT', body: 'x' }))).toEqual([400, 'MalformedSecurityHeader']);
    const plain = await sign('target', 'write');
    const extra = await fetch(plain, { method: 'PUT', headers: { 'x-goog-meta-a': '1' }, body: 'x' });
    expect(await outcome(extra)).toEqual([400, 'MalformedSecurityHeader']);
  });

  test('ends when its time is over and does not begin before it', async () => {
    await file('timed').save('x');
    const url = await sign('timed', 'read');
    harness.clock.offsetMs = 9 * minuteMs;
    expect((await fetch(url)).status).toBe(200);
    harness.clock.offsetMs = 11 * minuteMs;
    expect(await outcome(await fetch(url))).toEqual([400, 'ExpiredToken']);
    harness.clock.offsetMs = -16 * minuteMs;
    expect(await outcome(await fetch(url))).toEqual([403, 'AccessDenied']);
  });

  test('keeps the length range, announced or streamed', async () => {
    const range = { 'x-goog-content-length-range': '3,100000' };
    const url = await sign('ranged', 'write', { extensionHeaders: range });
    const put = (body: RequestInit['body']) => fetch(url, { method: 'PUT', headers: range, body, duplex: 'half' } as RequestInit);
    expect(await outcome(await put('x'.repeat(100_001)))).toEqual([400, 'EntityTooLarge']);
    const streamed = new Blob(['x'.repeat(200_000)]).stream();
    expect(await outcome(await put(streamed))).toEqual([400, 'EntityTooLarge']);
    expect(await outcome(await put('x'))).toEqual([400, 'EntityTooSmall']);
    expect(await file('ranged').exists()).toEqual([false]);
    expect((await put('fits')).status).toBe(200);
  });

  test('covers the body where its SHA-256 is signed', async () => {
    const headers = { 'x-goog-content-sha256': createHash('sha256').update('agreed').digest('hex') };
    const url = await sign('hashed', 'write', { extensionHeaders: headers });
    expect(await outcome(await fetch(url, { method: 'PUT', headers, body: 'other' }))).toEqual([400, 'BadDigest']);
    expect((await fetch(url, { method: 'PUT', headers, body: 'agreed' })).status).toBe(200);
  });

  test('starts a resumable upload that keeps the signed length range', async () => {
    const headers = { 'x-goog-resumable': 'start', 'x-goog-content-length-range': '0,10', 'content-type': 'text/plain' };
    const extensionHeaders = { 'x-goog-content-length-range': '0,10' };
    const begin = async (name: string) => {
      const url = await sign(name, 'resumable', { contentType: 'text/plain', extensionHeaders });
      const response = await fetch(url, { method: 'POST', headers });
      expect(response.status).toBe(201);
      return response.headers.get('location')!;
    };
    const long = await fetch(await begin('resumed'), { method: 'PUT', body: 'more than ten bytes' });
    expect(await outcome(long)).toEqual([400, 'EntityTooLarge']);
    const fits = await fetch(await begin('resumed'), {
      method: 'PUT',
      headers: { 'content-range': 'bytes 0-3/4' },
      body: 'fits',
    });
    expect(fits.status).toBe(200);
    expect((await file('resumed').getMetadata())[0]).toMatchObject({ contentType: 'text/plain', size: '4' });
  });
});

describe('an unsigned request for an object', () => {
  test('is refused without an Authorization header, so nothing is public', async () => {
    await file('private').save('x');
    const response = await fetch(`${harness.server.url}/${harness.bucket.name}/private`);
    expect(await outcome(response)).toEqual([403, 'AccessDenied']);
    expect(await file('private').isPublic()).toEqual([false]);
  });
});

describe('a browser', () => {
  const headers = {
    origin: 'https://app.example',
    'access-control-request-method': 'PUT',
    'access-control-request-headers': 'content-type',
  };

  test('may PUT to a signed URL', async () => {
    const url = await sign('from-browser', 'write');
    const preflight = await fetch(url, { method: 'OPTIONS', headers });
    expect(preflight.status).toBe(200);
    expect(preflight.headers.get('access-control-allow-origin')).toBe('https://app.example');
    expect(preflight.headers.get('access-control-allow-methods')).toContain('PUT');
    expect(preflight.headers.get('access-control-allow-headers')).toBe('content-type');
    const put = await fetch(url, { method: 'PUT', headers: { origin: 'https://app.example' }, body: 'x' });
    expect([put.status, put.headers.get('access-control-allow-origin')]).toEqual([200, 'https://app.example']);
  });

  test('gets no leave for the open JSON API', async () => {
    const response = await fetch(`${harness.server.url}/storage/v1/b`, { headers: { origin: 'https://evil.example' } });
    expect(response.headers.get('access-control-allow-origin')).toBeNull();
  });
});
