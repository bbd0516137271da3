import { randomBytes } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Harness, startHarness } from './harness.ts';

let harness: Harness;
beforeAll(async () => {
  harness = await startHarness();
});
afterAll(() => harness.stop());

const file = (name: string) => harness.bucket.file(name);

describe('buckets', () => {
  test('are created, read, changed, listed and deleted', async () => {
    const bucket = harness.storage.bucket('life-of-a-bucket');
    await bucket.create({ labels: { team: 'yard' } });
    await bucket.setMetadata({ labels: { tier: 'gold' } });
    const [metadata] = await bucket.getMetadata();
    expect(metadata).toMatchObject({ name: 'life-of-a-bucket', metageneration: '2', labels: { team: 'yard', tier: 'gold' } });
    const [buckets] = await harness.storage.getBuckets({ prefix: 'life-' });
    expect(buckets.map((b) => b.name)).toEqual(['life-of-a-bucket']);
    await bucket.delete();
    expect(await bucket.exists()).toEqual([false]);
  });

  test('cannot be created twice, with a bad name, or deleted while they hold objects', async () => {
    await expect(harness.bucket.create()).rejects.toMatchObject({ code: 409 });
    await expect(harness.storage.createBucket('..')).rejects.toMatchObject({ code: 400 });
    await file('kept').save('x');
    await expect(harness.bucket.delete()).rejects.toMatchObject({ code: 409 });
  });

  test('are needed before an object is written', async () => {
    const orphan = harness.storage.bucket('no-such-bucket').file('a');
    await expect(orphan.save('x', { resumable: false })).rejects.toMatchObject({ code: 404 });
    await expect(orphan.save('x', { resumable: true })).rejects.toMatchObject({ status: 404 });
  });
});

describe('objects', () => {
  test.each([{ resumable: true }, { resumable: false }])('are saved and read back, %o', async (options) => {
    const name = `saved-${options.resumable}.txt`;
    await file(name).save('hello', { ...options, contentType: 'text/plain', metadata: { metadata: { colour: 'red' } } });
    expect((await file(name).download())[0].toString()).toBe('hello');
    const [metadata] = await file(name).getMetadata();
    expect(metadata).toMatchObject({
      size: '5',
      contentType: 'text/plain',
      crc32c: 'mnG7TA==',
      md5Hash: 'XUFAKrxLKna5cZ2REBfFkg==',
      metageneration: '1',
      metadata: { colour: 'red' },
    });
    expect(BigInt(metadata.generation!)).toBeGreaterThan(0n);
  });

  test('of no bytes are objects too', async () => {
    await file('empty').save('');
    expect((await file('empty').download())[0]).toHaveLength(0);
    expect((await file('empty').getMetadata())[0]).toMatchObject({ crc32c: 'AAAAAA==' });
  });

  test('of 20 MB go up in chunks and come down whole, checksums validated', async () => {
    const bytes = randomBytes(20 * 1024 * 1024);
    await file('large').save(bytes, { resumable: true, chunkSize: 4 * 1024 * 1024, validation: 'md5' });
    const [back] = await file('large').download({ validation: 'md5' });
    expect(back.equals(bytes)).toBe(true);
  });

  test('are read in ranges', async () => {
    await file('digits').save('0123456789');
    const read = async (start: number, end?: number) => (await file('digits').download({ start, end }))[0].toString();
    expect(await read(2, 4)).toBe('234');
    expect(await read(7)).toBe('789');
    expect(await read(8, 100)).toBe('89');
    const [tail] = await file('digits').download({ end: -3 });
    expect(tail.toString()).toBe('789');
    await expect(file('digits').download({ start: 10 })).rejects.toMatchObject({ code: 416 });
  });

  test('stored with gzip come back plain, and packed for who accepts it', async () => {
    await file('packed').save('a'.repeat(5000), { gzip: true });
    expect((await file('packed').download())[0].toString()).toBe('a'.repeat(5000));
    expect((await file('packed').download({ decompress: false }))[0]).toEqual(gzipSync('a'.repeat(5000)));
    const url = `${harness.server.url}/storage/v1/b/${harness.bucket.name}/o/packed?alt=media`;
    const plain = await fetch(url, { headers: { 'accept-encoding': 'identity' } });
    expect(await plain.text()).toBe('a'.repeat(5000));
    expect(plain.headers.get('x-goog-stored-content-encoding')).toBe('gzip');
  });

  test('are copied, moved, composed and deleted', async () => {
    await file('one').save('1', { contentType: 'text/plain', metadata: { metadata: { a: 'b' } } });
    await file('two').save('2');
    await file('one').copy(file('copies/one'));
    expect((await file('copies/one').getMetadata())[0]).toMatchObject({ contentType: 'text/plain', metadata: { a: 'b' } });
    await file('copies/one').move('moved/one');
    await file('moved/one').moveFileAtomic(file('moved/again'));
    const [composed] = await harness.bucket.combine([file('moved/again'), file('two')], file('both'));
    expect((await composed.download())[0].toString()).toBe('12');
    const [metadata] = await composed.getMetadata();
    expect(metadata).toMatchObject({ componentCount: 2, size: '2' });
    expect(metadata.md5Hash).toBeUndefined();
    expect(await Promise.all(['one', 'copies/one', 'moved/one', 'moved/again'].map((n) => file(n).exists()))).toEqual([
      [true],
      [false],
      [false],
      [true],
    ]);
    await file('both').delete();
    await expect(file('both').delete()).rejects.toMatchObject({ code: 404, errors: [{ reason: 'notFound' }] });
    await expect(harness.bucket.combine([file('one'), file('missing')], file('x'))).rejects.toMatchObject({ code: 404 });
  });

  test('have metadata that is changed key by key', async () => {
    await file('meta').save('x', { metadata: { cacheControl: 'no-store', metadata: { keep: '1', drop: '2' } } });
    await file('meta').setMetadata({ cacheControl: null as unknown as string, metadata: { drop: null, add: '3' } });
    const [metadata] = await file('meta').getMetadata();
    expect(metadata).toMatchObject({ metageneration: '2', metadata: { keep: '1', add: '3' } });
    expect(metadata.metadata).not.toHaveProperty('drop');
    expect(metadata.cacheControl).toBeUndefined();
  });

  test('survive a restart with their bytes and versions', async () => {
    await file('lasting').save('still here');
    const [before] = await file('lasting').getMetadata();
    await harness.restart();
    expect((await file('lasting').getMetadata())[0]).toEqual(before);
    expect((await file('lasting').download())[0].toString()).toBe('still here');
    await file('lasting').save('newer');
    expect(BigInt((await file('lasting').getMetadata())[0].generation!)).toBeGreaterThan(BigInt(before.generation!));
  });

  test('are read to the end while another request overwrites them', async () => {
    const bytes = randomBytes(8 * 1024 * 1024);
    await file('busy').save(bytes);
    const url = `${harness.server.url}/storage/v1/b/${harness.bucket.name}/o/busy?alt=media`;
    const response = await fetch(url);
    await file('busy').save('replaced');
    expect(Buffer.from(await response.arrayBuffer()).equals(bytes)).toBe(true);
  });
});

describe('preconditions', () => {
  test('refuse with 412 what was written meanwhile', async () => {
    await file('guarded').save('1', { preconditionOpts: { ifGenerationMatch: 0 } });
    const [{ generation }] = await file('guarded').getMetadata();
    const unmet = { code: 412 };
    const save = (options: object, resumable: boolean) => file('guarded').save('2', { resumable, preconditionOpts: options });
    await expect(save({ ifGenerationMatch: 0 }, false)).rejects.toMatchObject(unmet);
    await expect(save({ ifGenerationMatch: 0 }, true)).rejects.toMatchObject({ status: 412 });
    await expect(save({ ifGenerationNotMatch: generation }, false)).rejects.toMatchObject(unmet);
    await expect(save({ ifMetagenerationMatch: 7 }, false)).rejects.toMatchObject(unmet);
    await expect(file('guarded').delete({ ifGenerationMatch: 1 })).rejects.toMatchObject(unmet);
    await expect(file('guarded').setMetadata({}, { ifMetagenerationMatch: 9 })).rejects.toMatchObject(unmet);
    await save({ ifGenerationMatch: generation }, false);
    expect((await file('guarded').download())[0].toString()).toBe('2');
  });

  test('let one of many concurrent creators win', async () => {
    const outcomes = await Promise.allSettled(
      Array.from({ length: 8 }, (_, i) =>
        file('race').save(`writer ${i}`, { resumable: false, preconditionOpts: { ifGenerationMatch: 0 } }),
      ),
    );
    expect(outcomes.filter((o) => o.status === 'fulfilled')).toHaveLength(1);
  });

  test('do not find an older generation', async () => {
    await file('generations').save('1');
    const [{ generation }] = await file('generations').getMetadata();
    await file('generations').save('2');
    const old = harness.bucket.file('generations', { generation });
    await expect(old.download()).rejects.toMatchObject({ code: 404 });
  });
});

describe('checksums', () => {
  const upload = (headers: Record<string, string>) =>
    fetch(`${harness.server.url}/upload/storage/v1/b/${harness.bucket.name}/o?uploadType=media&name=checked`, {
      method: 'POST',
      headers,
      body: 'hello',
    });

  test('that differ from the bytes are refused and nothing is written', async () => {
    const wrong: Record<string, string>[] = [{ 'x-goog-hash': 'crc32c=AAAAAA==' }, { 'content-md5': 'AAAAAAAAAAAAAAAAAAAAAA==' }];
    for (const hash of wrong) {
      const response = await upload(hash);
      expect(response.status).toBe(400);
      expect(await response.json()).toMatchObject({ error: { code: 400, errors: [{ reason: 'invalid' }] } });
    }
    const metadata = { crc32c: 'AAAAAA==' };
    await expect(file('checked').save('hello', { resumable: false, validation: false, metadata })).rejects.toMatchObject({
      code: 400,
    });
    expect(await file('checked').exists()).toEqual([false]);
  });

  test('that fit are accepted and returned on download', async () => {
    const response = await upload({ 'x-goog-hash': 'crc32c=mnG7TA==,md5=XUFAKrxLKna5cZ2REBfFkg==' });
    expect(response.status).toBe(200);
    const { mediaLink } = (await response.json()) as { mediaLink: string };
    expect((await fetch(mediaLink)).headers.get('x-goog-hash')).toBe('crc32c=mnG7TA==,md5=XUFAKrxLKna5cZ2REBfFkg==');
  });
});

describe('lists', () => {
  test('take prefix, delimiter and pages in the order of UTF-8 bytes', async () => {
    const bucket = harness.storage.bucket('listed-bucket');
    await bucket.create();
    const names = ['b', 'a/2', 'a/1', 'a/deep/x', 'a/deep/y', 'a/ä', '\u{1f69a}', '\uffee', 'c/'];
    await Promise.all(names.map((name) => bucket.file(name).save('x', { resumable: false })));
    const list = async (query: object) => (await bucket.getFiles(query))[0].map((f) => f.name);
    expect(await list({})).toEqual(['a/1', 'a/2', 'a/deep/x', 'a/deep/y', 'a/ä', 'b', 'c/', '\uffee', '\u{1f69a}']);
    expect(await list({ prefix: 'a/d' })).toEqual(['a/deep/x', 'a/deep/y']);
    expect(await list({ maxResults: 2, autoPaginate: true })).toHaveLength(2);

    const entries: string[] = [];
    let query: object | null = { delimiter: '/', maxResults: 2, autoPaginate: false };
    while (query) {
      const [files, next, response] = (await bucket.getFiles(query)) as [
        { name: string }[],
        object | null,
        { prefixes?: string[] },
      ];
      const page = [...(response.prefixes ?? []), ...files.map((f) => f.name)];
      expect(page.length).toBeLessThanOrEqual(2);
      entries.push(...page);
      query = next;
    }
    expect(entries).toEqual(['a/', 'b', 'c/', '\uffee', '\u{1f69a}']);
  });

  test('refuse bad page tokens and sizes', async () => {
    for (const query of ['pageToken=%25%25', 'maxResults=none', 'maxResults=0']) {
      const response = await fetch(`${harness.server.url}/b/${harness.bucket.name}/o?${query}`);
      expect(response.status).toBe(400);
    }
  });
});

describe('names', () => {
  const odd = [
    'päck/größe 1.txt',
    '../../outside',
    'a/../b',
    'a%2Fb',
    'a/b',
    'q?x=1#y',
    'tab\there',
    '日本/🚚',
    ' ',
    '%',
    '__proto__',
    'é'.repeat(512),
  ];

  test.each(odd)('may be %j', async (name) => {
    await file(name).save(name, { resumable: false });
    await file(name).save(`${name}!`, { resumable: true });
    expect((await file(name).download())[0].toString()).toBe(`${name}!`);
    const [files] = await harness.bucket.getFiles({ prefix: name });
    expect(files.map((f) => f.name)).toContain(name);
  });

  test('of different text are different objects', async () => {
    await file('n/m').save('slash');
    await file('n%2Fm').save('escape');
    expect((await file('n/m').download())[0].toString()).toBe('slash');
  });

  test('over 1,024 bytes, of dots alone or with line breaks are refused', async () => {
    for (const name of ['é'.repeat(513), 'x\ny']) {
      await expect(file(name).save('x', { resumable: false })).rejects.toMatchObject({ code: 400 });
    }
    const response = await fetch(`${harness.server.url}/upload/storage/v1/b/${harness.bucket.name}/o?uploadType=media&name=..`, {
      method: 'POST',
      body: 'x',
    });
    expect(response.status).toBe(400);
  });

  test('never lead out of the folder', async () => {
    await file('../../../escaped').save('x');
    expect(await readdir(dirname(harness.dir))).toEqual(['data']);
    const files = (await readdir(harness.dir, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile());
    for (const { name } of files)
      expect(name).toMatch(/^([0-9a-f]{64}(\.json|\.\d+)|bucket\.json|service-account\.json|[\w-]{43}\.(json|part))$/);
  });
});
