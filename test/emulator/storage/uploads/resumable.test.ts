import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { stat } from 'node:fs/promises';
import { type ClientRequest, request } from 'node:http';
import { type AddressInfo, connect, createServer } from 'node:net';
import { join } from 'node:path';
import { IdempotencyStrategy, Storage } from '@google-cloud/storage';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { type Harness, startHarness } from '../harness.ts';

let harness: Harness;
beforeAll(async () => {
  harness = await startHarness();
});
afterAll(() => harness.stop());

const file = (name: string) => harness.bucket.file(name);
const start = async (name: string) => (await file(name).createResumableUpload())[0];
const put = (url: string, contentRange: string, body?: Uint8Array<ArrayBuffer> | string) =>
  fetch(url, { method: 'PUT', headers: { 'content-range': contentRange }, body });

/** Begins a longer body and waits until the server has stored these bytes of it. */
async function sendPart(url: string, contentRange: string, bytes: Buffer): Promise<ClientRequest> {
  const partFile = join(harness.dir, 'uploads', `${new URL(url).searchParams.get('upload_id')}.part`);
  const req = request(url, { method: 'PUT', headers: { 'content-range': contentRange, 'transfer-encoding': 'chunked' } });
  req.on('error', () => undefined);
  req.write(bytes);
  await vi.waitFor(async () => expect((await stat(partFile)).size).toBe(bytes.length));
  return req;
}

async function sendAndBreak(url: string, contentRange: string, bytes: Buffer): Promise<void> {
  const req = await sendPart(url, contentRange, bytes);
  const closed = new Promise((resolve) => req.on('close', resolve));
  req.destroy();
  await closed;
}

/** Asks how many bytes the server has. */
async function storedBytes(url: string): Promise<number> {
  const response = await put(url, 'bytes */*');
  expect(response.status).toBe(308);
  const range = response.headers.get('range');
  return range ? Number(range.split('-')[1]) + 1 : 0;
}

describe('a resumable upload', () => {
  test('answers 308 with the range it has, and the object at the end', async () => {
    const url = await start('chunked');
    expect((await put(url, 'bytes */*')).headers.get('range')).toBeNull();
    const first = await put(url, 'bytes 0-4/*', 'hello');
    expect([first.status, first.headers.get('range')]).toEqual([308, 'bytes=0-4']);
    const last = await put(url, 'bytes 5-10/11', ' world');
    expect(await last.json()).toMatchObject({ name: 'chunked', size: '11' });
    expect((await file('chunked').download())[0].toString()).toBe('hello world');
  });

  test('answers the same object again to a client that lost the answer', async () => {
    const url = await start('answered-twice');
    const first = await (await put(url, 'bytes 0-*/*', 'once')).json();
    expect(await (await put(url, 'bytes */4')).json()).toEqual(first);
    expect(harness.events.filter((e) => e.subject === 'objects/answered-twice')).toHaveLength(1);
  });

  test('goes on where a broken connection left it, also after a restart of the server', async () => {
    const bytes = randomBytes(3 * 1024 * 1024);
    const url = await start('broken');
    await sendAndBreak(url, `bytes 0-*/${bytes.length}`, bytes.subarray(0, 1024 * 1024));
    const have = await storedBytes(url);
    expect(have).toBe(1024 * 1024);
    await harness.restart();
    expect(await storedBytes(url)).toBe(have);
    expect(await file('broken').exists()).toEqual([false]);
    const end = bytes.length - 1;
    const response = await put(url, `bytes ${have}-${end}/${bytes.length}`, new Uint8Array(bytes.subarray(have)));
    expect(response.status).toBe(200);
    expect((await file('broken').download())[0].equals(bytes)).toBe(true);
  });

  test('never becomes an object by a broken connection, even with an open length', async () => {
    const url = await start('half');
    await sendAndBreak(url, 'bytes 0-*/*', Buffer.from('half of it'));
    expect(await storedBytes(url)).toBe('half of it'.length);
    expect(await file('half').exists()).toEqual([false]);
  });

  test('can be taken over while an earlier connection hangs', async () => {
    const url = await start('hanging');
    const hanging = await sendPart(url, 'bytes 0-*/10', Buffer.from('hello'));
    expect(await storedBytes(url)).toBe(5);
    expect((await put(url, 'bytes 5-9/10', 'world')).status).toBe(200);
    hanging.destroy();
    expect((await file('hanging').download())[0].toString()).toBe('helloworld');
  });

  test('is finished by the real client across a connection that breaks in the middle', async () => {
    const bytes = randomBytes(6 * 1024 * 1024);
    let breaks = 1;
    const proxy = createServer((inbound) => {
      const outbound = connect(Number(new URL(harness.server.url).port), '127.0.0.1');
      let passed = 0;
      inbound.on('data', (chunk) => {
        passed += chunk.length;
        if (breaks > 0 && passed > 3 * 1024 * 1024) {
          breaks--;
          inbound.destroy();
          outbound.destroy();
        } else if (!outbound.destroyed) outbound.write(chunk);
      });
      outbound.pipe(inbound);
      inbound.on('error', () => outbound.destroy()).on('close', () => outbound.destroy());
      outbound.on('error', () => inbound.destroy());
    });
    await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
    const { port } = proxy.address() as AddressInfo;
    const url = (await start('through-proxy')).replace(harness.server.url, `http://127.0.0.1:${port}`);
    const client = new Storage({
      projectId: 'demo-project',
      apiEndpoint: `http://127.0.0.1:${port}`,
      retryOptions: { idempotencyStrategy: IdempotencyStrategy.RetryAlways },
    });
    const upload = client
      .bucket(harness.bucket.name)
      .file('through-proxy')
      .createWriteStream({ uri: url, chunkSize: 2 * 1024 * 1024 });
    upload.end(bytes);
    await once(upload, 'finish');
    proxy.close();
    expect(breaks).toBe(0);
    expect((await file('through-proxy').download())[0].equals(bytes)).toBe(true);
    expect(harness.events.filter((e) => e.subject === 'objects/through-proxy')).toHaveLength(1);
  });

  test('takes bytes that it has already and stores them once', async () => {
    const url = await start('overlap');
    await put(url, 'bytes 0-4/*', 'hello');
    const response = await put(url, 'bytes 3-10/11', 'lo world');
    expect(response.status).toBe(200);
    expect((await file('overlap').download())[0].toString()).toBe('hello world');
  });

  test('refuses gaps, wrong lengths and malformed ranges and keeps what it has', async () => {
    const url = await start('strict');
    await put(url, 'bytes 0-4/*', 'hello');
    for (const [range, body] of [
      ['bytes 9-10/11', 'ld'],
      ['bytes 5-6/11', 'toolong'],
      ['bytes 7-6/11', ''],
      ['bytes 5-20/11', ' world'],
      ['lines 1-2/3', ' w'],
    ] as const) {
      expect((await put(url, range, body)).status, range).toBe(400);
    }
    expect(await storedBytes(url)).toBe(5);
  });

  test('checks the size and the checksum announced at its start', async () => {
    const base = `${harness.server.url}/upload/storage/v1/b/${harness.bucket.name}/o?uploadType=resumable&name=announced`;
    const sized = await fetch(base, { method: 'POST', headers: { 'x-upload-content-length': '7' } });
    expect((await put(sized.headers.get('location')!, 'bytes 0-*/*', 'hello')).status).toBe(400);
    const summed = await fetch(base, { method: 'POST', body: JSON.stringify({ crc32c: 'AAAAAA==' }) });
    expect((await put(summed.headers.get('location')!, 'bytes 0-*/*', 'hello')).status).toBe(400);
    expect(await file('announced').exists()).toEqual([false]);
  });

  test('is gone after it was cancelled or a week passed', async () => {
    const cancelled = await start('cancelled');
    expect((await fetch(cancelled, { method: 'DELETE' })).status).toBe(499);
    expect((await put(cancelled, 'bytes 0-*/*', 'x')).status).toBe(404);
    const old = await start('old');
    harness.clock.offsetMs = 8 * 24 * 3600 * 1000;
    expect((await put(old, 'bytes 0-*/*', 'x')).status).toBe(404);
    harness.clock.offsetMs = 0;
  });
});
