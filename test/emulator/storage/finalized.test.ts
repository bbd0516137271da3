import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type FinalizedEvent, forwardFinalized } from '@wheelhouse/emulator/storage/index.ts';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { startHarness } from './harness.ts';

interface Received {
  headers: IncomingMessage['headers'];
  body: { name: string };
}

let dir: string;
let receiver: Server;
let url: string;
let received: Received[];
let answer: (request: Received) => number | Promise<number>;

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'finalized-'));
  received = [];
  answer = () => 204;
  receiver = createServer(async (req, res) => {
    const parts: Buffer[] = [];
    for await (const part of req) parts.push(part as Buffer);
    const request = { headers: req.headers, body: JSON.parse(Buffer.concat(parts).toString()) };
    received.push(request);
    res.writeHead(await answer(request)).end();
  });
  await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/`;
});
afterEach(async () => {
  receiver.closeAllConnections();
  receiver.close();
  await rm(dir, { recursive: true });
});

const event = (name: string, bucket = 'uploads'): FinalizedEvent => ({
  id: `id-${encodeURIComponent(name)}`,
  type: 'google.cloud.storage.object.v1.finalized',
  source: `//storage.googleapis.com/projects/_/buckets/${bucket}`,
  subject: `objects/${name}`,
  time: '2026-03-01T10:00:00.000Z',
  data: { bucket, name, generation: '1' },
});
const start = (options: Partial<Parameters<typeof forwardFinalized>[0]> = {}) =>
  forwardFinalized({ routes: [{ bucket: 'uploads', url }], dir, initialDelayMs: 1, ...options });
const onDisk = async (folder = dir) => (await readdir(folder)).filter((name) => name.endsWith('.json'));

describe('finalize events', () => {
  test('come once for each completed write and for nothing else', async () => {
    const harness = await startHarness();
    const { bucket, events } = harness;
    await bucket.file('a b/ü').save('1', { resumable: false });
    await bucket.file('a b/ü').save('22', { resumable: true });
    await bucket.file('a b/ü').copy(bucket.file('copy'));
    await bucket.combine(['copy', 'a b/ü'], 'composed');
    await bucket.file('copy').setMetadata({ metadata: { a: 'b' } });
    await bucket.file('copy').delete();
    await expect(bucket.file('copy').save('1', { preconditionOpts: { ifGenerationMatch: 5 } })).rejects.toThrow();
    expect(events.map((e) => [e.subject, e.data.size])).toEqual([
      ['objects/a b/ü', '1'],
      ['objects/a b/ü', '2'],
      ['objects/copy', '2'],
      ['objects/composed', '4'],
    ]);
    expect(new Set(events.map((e) => e.id)).size).toBe(4);
    expect(events[0]).toMatchObject({
      type: 'google.cloud.storage.object.v1.finalized',
      source: `//storage.googleapis.com/projects/_/buckets/${bucket.name}`,
      data: { kind: 'storage#object', bucket: bucket.name, md5Hash: 'xMpCOKC5I4INzFCab3WEmw==' },
    });
    await harness.stop();
  });
});

describe('the forwarder', () => {
  test('posts a binary-mode CloudEvent to the functions of the bucket', async () => {
    const forwarder = await start();
    await forwarder.deliver(event('ü 1.pdf'));
    await forwarder.deliver(event('x', 'another-bucket'));
    await forwarder.idle();
    expect(received).toHaveLength(1);
    expect(received[0]!.body).toEqual({ bucket: 'uploads', name: 'ü 1.pdf', generation: '1' });
    expect(received[0]!.headers).toMatchObject({
      'content-type': 'application/json',
      'ce-specversion': '1.0',
      'ce-id': 'id-%C3%BC%201.pdf',
      'ce-type': 'google.cloud.storage.object.v1.finalized',
      'ce-source': '//storage.googleapis.com/projects/_/buckets/uploads',
      'ce-subject': 'objects/%C3%BC%201.pdf',
      'ce-time': '2026-03-01T10:00:00.000Z',
    });
    expect(await onDisk()).toEqual([]);
    await forwarder.stop();
  });

  test('tries again until the function accepts', async () => {
    answer = () => (received.length < 4 ? 503 : 200);
    const forwarder = await start();
    await forwarder.deliver(event('retried'));
    await forwarder.idle();
    expect(received).toHaveLength(4);
    expect(await onDisk()).toEqual([]);
    await forwarder.stop();
  });

  test('gives up after the last attempt, keeps the event and says so', async () => {
    answer = () => 500;
    const log = vi.fn();
    const forwarder = await start({ maxAttempts: 3, log });
    await forwarder.deliver(event('hopeless'));
    await forwarder.idle();
    expect(received).toHaveLength(3);
    expect(await onDisk()).toEqual([]);
    expect(await onDisk(join(dir, 'failed'))).toHaveLength(1);
    expect(log).toHaveBeenLastCalledWith('finalize event given up', expect.objectContaining({ subject: 'objects/hopeless' }));
    await forwarder.stop();
  });

  test('delivers after a restart what was not delivered before it', async () => {
    answer = () => 500;
    const before = await start({ initialDelayMs: 60_000, maxDelayMs: 60_000 });
    await before.deliver(event('later'));
    await vi.waitFor(() => expect(received).toHaveLength(1));
    await before.stop();
    expect(await onDisk()).toHaveLength(1);
    answer = () => 200;
    const after = await start();
    await after.idle();
    expect(received.map((r) => r.headers['ce-id'])).toEqual(['id-later', 'id-later']);
    expect(await onDisk()).toEqual([]);
    await after.stop();
  });

  test('delivers to where the function listens now, when it moved during a restart', async () => {
    const before = await start({ routes: [{ bucket: 'uploads', url: 'http://127.0.0.1:1/' }], initialDelayMs: 60_000 });
    await before.deliver(event('moved'));
    await before.stop();
    const after = await start();
    await after.idle();
    expect(received.map((r) => r.headers['ce-id'])).toEqual(['id-moved']);
    expect(await onDisk()).toEqual([]);
    await after.stop();
  });

  test('delivers several at once but no more than allowed, and lets them end on stop', async () => {
    const gate = Promise.withResolvers<number>();
    answer = () => gate.promise;
    const forwarder = await start({ concurrency: 3 });
    for (let i = 0; i < 8; i++) await forwarder.deliver(event(`n${i}`));
    await vi.waitFor(() => expect(received).toHaveLength(3));
    const stopped = forwarder.stop();
    gate.resolve(200);
    await stopped;
    expect(received).toHaveLength(3);
    expect(await onDisk()).toHaveLength(5);
  });
});
