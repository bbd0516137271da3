import { once } from 'node:events';
import { readdir } from 'node:fs/promises';
import { request } from 'node:http';
import { connect } from 'node:net';
import { dirname, join } from 'node:path';
import * as fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Harness, startHarness } from './harness.ts';

let harness: Harness;
beforeAll(async () => {
  harness = await startHarness();
  await harness.bucket.file('known').save('bytes');
  await harness.bucket.file('keeps the bucket from being deleted').save('bytes');
});
afterAll(() => harness.stop());

interface Hostile {
  method: string;
  path: string;
  headers: Record<string, string>;
  body: string;
}

/** Sends the path as it is: `fetch` would resolve the dots. */
function send({ method, path, headers, body }: Hostile): Promise<number> {
  return new Promise((resolve, reject) => {
    const options = { method, path, headers: { ...headers, 'content-length': Buffer.byteLength(body) } };
    const req = request(harness.server.url, options, (res) => {
      res.resume();
      res.on('end', () => resolve(res.statusCode!));
    });
    req.on('error', reject);
    req.end(body);
  });
}

test('whatever is asked, the answer is no 500 and nothing leaves the folder', async () => {
  const bucket = harness.bucket.name;
  const segment = fc.constantFrom(
    'b',
    'o',
    bucket,
    'known',
    'new',
    '..',
    '%2e%2e',
    '..%2f..%2fx',
    '%',
    '%ff',
    '',
    'rewriteTo',
    'compose',
    '__proto__',
  );
  const root = fc.constantFrom(
    '',
    '/storage/v1',
    '/upload/storage/v1',
    '/download/storage/v1',
    `/${bucket}`,
    `/b/${bucket}/o`,
    `/upload/storage/v1/b/${bucket}/o`,
  );
  const parameter = fc.constantFrom(
    'uploadType=media',
    'uploadType=multipart',
    'uploadType=resumable',
    'uploadType=x',
    'name=n',
    'name=..%2F..%2Fy',
    'name=%00',
    'alt=media',
    'upload_id=../../service-account',
    'upload_id=__proto__',
    'generation=abc',
    'ifGenerationMatch=-1',
    'ifGenerationMatch=0',
    'X-Goog-Signature=zz',
    'X-Goog-Algorithm=GOOG4-RSA-SHA256',
    'X-Goog-Credential=a',
    'pageToken=%F0',
    'maxResults=9',
    'delimiter=/',
    '%E0%A4%A',
    'response-content-type=%0d%0aa:b',
  );
  const headers = fc.dictionary(
    fc.constantFrom(
      'range',
      'content-range',
      'content-type',
      'x-goog-hash',
      'x-goog-content-length-range',
      'x-goog-resumable',
      'authorization',
      'x-upload-content-length',
    ),
    fc.constantFrom(
      'bytes=9-2',
      'bytes=-0',
      'bytes 0-3/4',
      'bytes */*',
      'start',
      'multipart/related; boundary=q',
      'crc32c=',
      'x',
      '1,2',
      '-1',
    ),
  );
  const body = fc.constantFrom(
    '',
    '{',
    '[]',
    '{"name":5}',
    '{"name":"ok-name","metadata":{"a(":"\\ud800"},"contentDisposition":"日本"}',
    '{"sourceObjects":[null]}',
    '--q\r\n\r\n{}\r\n--q\r\n\r\nx\r\n--q--',
  );
  const hostile = fc.record({
    method: fc.constantFrom('GET', 'HEAD', 'PUT', 'POST', 'PATCH', 'DELETE', 'OPTIONS', 'TRACE'),
    path: fc
      .tuple(root, fc.array(segment, { maxLength: 6 }), fc.array(parameter, { maxLength: 4 }))
      .map(([start, segments, parameters]) => `${start || '/'}${segments.map((s) => `/${s}`).join('')}?${parameters.join('&')}`),
    headers,
    body,
  });
  await fc.assert(
    fc.asyncProperty(hostile, async (input) => {
      expect(await send(input)).not.toBe(500);
    }),
    { numRuns: 1500 },
  );
  expect(await readdir(dirname(harness.dir))).toEqual(['data']);
  expect(await readdir(join(harness.dir, 'incoming'))).toEqual([]);
});

test('metadata of any text is given back, in headers too', async () => {
  const file = harness.bucket.file('texts');
  const metadata = { contentDisposition: 'attachment; filename="größe 日本.pdf"', metadata: { 'key (ä)': 'wert ö' } };
  await file.save('x', { metadata });
  expect((await file.getMetadata())[0]).toMatchObject(metadata);
  const url = `${harness.server.url}/${harness.bucket.name}/texts`;
  const response = await fetch(url, { headers: { authorization: 'Bearer any' } });
  expect(Buffer.from(response.headers.get('content-disposition')!, 'latin1').toString()).toBe(metadata.contentDisposition);
  expect(response.headers.get('x-goog-meta-key%20%28%c3%a4%29')).toBe('wert%20%C3%B6');
});

test('a refusal reaches a client that sends its whole body before it reads', async () => {
  const { port } = new URL(harness.server.url);
  const sizeBytes = 20 * 1024 * 1024;
  const socket = connect(Number(port), '127.0.0.1').pause();
  const head = `POST /upload/storage/v1/b/no-such-bucket/o?uploadType=media&name=x HTTP/1.1\r\nHost: local\r\nContent-Length: ${sizeBytes}\r\n\r\n`;
  socket.write(head);
  await new Promise<void>((resolve, reject) =>
    socket.write(Buffer.alloc(sizeBytes), (error) => (error ? reject(error) : resolve())),
  );
  const [answer] = await once(socket.resume(), 'data');
  expect(String(answer)).toMatch(/^HTTP\/1\.1 404 /);
  socket.destroy();
});

test('a refused copy leaves no bytes behind', async () => {
  const copy = harness.bucket.file('texts-copy');
  await harness.bucket.file('keeps the bucket from being deleted').copy(copy);
  const again = harness.bucket
    .file('keeps the bucket from being deleted')
    .copy(copy, { preconditionOpts: { ifGenerationMatch: 0 } });
  await expect(again).rejects.toMatchObject({ code: 412 });
  expect(await readdir(join(harness.dir, 'incoming'))).toEqual([]);
});
