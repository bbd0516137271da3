import { randomBytes } from 'node:crypto';
import { chmod, mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createLocalKeyRing, rotateLocalKeyRing } from '@wheelhouse/shared/crypto/local-keyring.ts';
import { afterEach, beforeEach, expect, test } from 'vitest';

let directory: string;
let path: string;
const key = randomBytes(32);
const aad = Buffer.from('tenant 1');

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'keyring-'));
  path = join(directory, 'sub', 'keys.json');
});
afterEach(() => rm(directory, { recursive: true }));

const ring = () => createLocalKeyRing({ path, environment: 'development' });

test('a ring makes its file readable by its owner only, and another process reads keys it wrapped', async () => {
  const wrapped = await ring().wrap(key, aad);
  expect((await stat(path)).mode & 0o777).toBe(0o600);
  expect(await ring().unwrap(wrapped, aad)).toEqual(key);
  expect(wrapped.includes(key)).toBe(false);
});

test('twenty simultaneous first uses agree on one file and leave no other', async () => {
  const wrapped = await Promise.all(Array.from({ length: 20 }, () => ring().wrap(key, aad)));
  for (const one of wrapped) expect(await ring().unwrap(one, aad)).toEqual(key);
  expect(await readdir(join(directory, 'sub'))).toEqual(['keys.json']);
});

test('a changed wrapped key, a short one and another context are refused', async () => {
  const wrapped = await ring().wrap(key, aad);
  const changed = Buffer.from(wrapped);
  changed[20]! ^= 1;
  await expect(ring().unwrap(changed, aad)).rejects.toThrow();
  await expect(ring().unwrap(wrapped.subarray(0, 3), aad)).rejects.toThrow('too short');
  await expect(ring().unwrap(wrapped, Buffer.from('tenant 2'))).rejects.toThrow();
});

test('after rotation new keys are wrapped by the new master key and old ones still unwrap', async () => {
  const old = await ring().wrap(key, aad);
  expect(await rotateLocalKeyRing(path)).toBe(2);
  const fresh = await ring().wrap(key, aad);
  expect([old.readUInt32BE(), fresh.readUInt32BE()]).toEqual([1, 2]);
  expect(await ring().unwrap(old, aad)).toEqual(key);
  expect(await ring().unwrap(fresh, aad)).toEqual(key);
  expect((await stat(path)).mode & 0o777).toBe(0o600);
});

test('the ring is refused in production', () => {
  expect(() => createLocalKeyRing({ path, environment: 'production' })).toThrow('production');
});

test.skipIf(process.platform === 'win32')('a file that others can read is refused', async () => {
  await ring().wrap(key, aad);
  await chmod(path, 0o644);
  await expect(ring().wrap(key, aad)).rejects.toThrow('mode is 644');
});

test('a damaged file is an error that quotes nothing of it', async () => {
  await ring().wrap(key, aad);
  await writeFile(path, '{"primary":"1","keys":{"1":"topsecret"}}');
  const failure = await ring().wrap(key, aad).catch(String);
  expect(failure).toContain('is not a key ring');
  expect(failure).not.toContain('topsecret');
});
