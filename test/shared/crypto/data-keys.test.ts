import { randomBytes } from 'node:crypto';
import { open, seal } from '@wheelhouse/shared/crypto/aes-gcm.ts';
import { ignoringCase } from '@wheelhouse/shared/crypto/blind-index.ts';
import { createDataKeys } from '@wheelhouse/shared/crypto/data-keys.ts';
import { DecryptionError } from '@wheelhouse/shared/crypto/envelope.ts';
import type { KeyRing } from '@wheelhouse/shared/crypto/keyring.ts';
import fc from 'fast-check';
import { beforeEach, expect, test } from 'vitest';
import { memoryStore } from './memory-store.ts';

function memoryRing() {
  const master = randomBytes(32);
  const unwrapped: Buffer[] = [];
  const ring: KeyRing = {
    name: 'memory',
    wrap: async (key, aad) => seal(master, key, aad),
    unwrap: async (wrapped, aad) => {
      const key = open(master, wrapped, aad);
      unwrapped.push(key);
      return key;
    },
  };
  return { ring, unwrapped };
}

const place = { tenantId: 't1', table: 'users', column: 'phone', rowId: 'r1' };
let time = 0;
let memory: ReturnType<typeof memoryStore>;
let keyRing: ReturnType<typeof memoryRing>;
const clock = { now: () => new Date(time) };
const dataKeys = (maxCachedKeys?: number) =>
  createDataKeys({ store: memory.store, keyRing: keyRing.ring, clock, ...(maxCachedKeys && { maxCachedKeys }) });
const isZero = (key: Buffer) => key.every((byte) => byte === 0);

beforeEach(() => {
  time = 0;
  memory = memoryStore();
  keyRing = memoryRing();
});

test('the first use of a tenant makes its key, and what it encrypts any process reads', async () => {
  const ciphertext = await dataKeys().encrypt(place, '+44 20 7946 0000');
  expect(await dataKeys().decrypt(place, ciphertext)).toBe('+44 20 7946 0000');
  expect(memory.keys.size).toBe(1);
});

test('fifty simultaneous first uses in one process make and unwrap one key', async () => {
  const keys = dataKeys();
  const ciphertexts = await Promise.all(Array.from({ length: 50 }, (_, n) => keys.encrypt(place, `value ${n}`)));
  expect([memory.keys.size, memory.calls.inserts, keyRing.unwrapped.length]).toEqual([1, 1, 1]);
  expect(await keys.decrypt(place, ciphertexts[49]!)).toBe('value 49');
});

test('fifty processes that start at once agree on one key', async () => {
  const ciphertexts = await Promise.all(Array.from({ length: 50 }, () => dataKeys().encrypt(place, 'value')));
  expect(memory.calls.inserts).toBeGreaterThan(1);
  expect(memory.keys.size).toBe(1);
  for (const ciphertext of ciphertexts) expect(await dataKeys().decrypt(place, ciphertext)).toBe('value');
});

test('after rotation new values use the new key, and old values and indexes still work', async () => {
  const keys = dataKeys();
  const old = await keys.encrypt(place, 'old');
  const index = await keys.blindIndex(place, 'Ada@Example.com', ignoringCase);
  expect(await keys.rotate('t1')).toBe(2);
  const fresh = await keys.encrypt(place, 'new');
  expect([old.slice(0, 6), fresh.slice(0, 6)]).toEqual(['wh1.1.', 'wh1.2.']);
  for (const reader of [keys, dataKeys()]) {
    expect(await reader.decrypt(place, old)).toBe('old');
    expect(await reader.decrypt(place, fresh)).toBe('new');
    expect(await reader.blindIndex(place, 'ada@example.com', ignoringCase)).toBe(index);
  }
});

test('two simultaneous rotations make one key', async () => {
  await dataKeys().encrypt(place, 'x');
  expect(await Promise.all([dataKeys().rotate('t1'), dataKeys().rotate('t1')])).toEqual([2, 2]);
  expect(memory.keys.size).toBe(2);
});

test('another process encrypts with the rotated key once five minutes are over', async () => {
  const [one, other] = [dataKeys(), dataKeys()];
  await other.encrypt(place, 'x');
  await one.rotate('t1');
  expect(await other.encrypt(place, 'x')).toMatch(/^wh1\.1\./);
  time = 5 * 60_000;
  expect(await other.encrypt(place, 'x')).toMatch(/^wh1\.2\./);
});

test('tenants have keys and indexes of their own', async () => {
  const keys = dataKeys();
  const ciphertext = await keys.encrypt(place, 'x');
  const other = { ...place, tenantId: 't2' };
  await keys.encrypt(other, 'y');
  await expect(keys.decrypt(other, ciphertext)).rejects.toThrow(DecryptionError);
  const indexes = await Promise.all([place, other].map((where) => keys.blindIndex(where, 'x', ignoringCase)));
  expect(indexes[0]).not.toBe(indexes[1]);
});

test("a wrapped key copied into another tenant's row does not unwrap", async () => {
  const ciphertext = await dataKeys().encrypt(place, 'x');
  memory.keys.set('1/t2', memory.keys.get('1/t1')!);
  await expect(dataKeys().decrypt({ ...place, tenantId: 't2' }, ciphertext)).rejects.toThrow();
});

test('a ciphertext of a key that does not exist cannot be decrypted, and a failure is not remembered', async () => {
  const keys = dataKeys();
  const ciphertext = await dataKeys().encrypt(place, 'x');
  const saved = memory.keys.get('1/t1')!;
  memory.keys.clear();
  await expect(keys.decrypt(place, ciphertext)).rejects.toThrow(DecryptionError);
  memory.keys.set('1/t1', saved);
  expect(await keys.decrypt(place, ciphertext)).toBe('x');
});

test('a key wrapped by another ring is an error that names both rings', async () => {
  const ciphertext = await dataKeys().encrypt(place, 'x');
  const other = createDataKeys({ store: memory.store, clock, keyRing: { ...keyRing.ring, name: 'elsewhere' } });
  await expect(other.decrypt(place, ciphertext)).rejects.toThrow(/'memory'.*'elsewhere'/);
});

test('an unwrapped key is kept five minutes, then zeroed and unwrapped again', async () => {
  const keys = dataKeys();
  const ciphertext = await keys.encrypt(place, 'x');
  time = 5 * 60_000 - 1;
  await keys.decrypt(place, ciphertext);
  expect(keyRing.unwrapped.length).toBe(1);
  time++;
  expect(await keys.decrypt(place, ciphertext)).toBe('x');
  expect(keyRing.unwrapped.map(isZero)).toEqual([true, false]);
});

test('the least recently used key leaves a full cache and is zeroed; close zeroes all', async () => {
  const keys = dataKeys(2);
  for (const tenantId of ['a', 'b', 'a', 'c']) await keys.encrypt({ ...place, tenantId }, 'x');
  await Promise.resolve();
  expect(keyRing.unwrapped.map(isZero)).toEqual([false, true, false]);
  keys.close();
  await Promise.resolve();
  expect(keyRing.unwrapped.every(isZero)).toBe(true);
});

test('a key is never zeroed under a request that is about to use it', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.nat(5), { minLength: 20, maxLength: 60 }), async (tenants) => {
      const keys = dataKeys(1);
      const where = tenants.map((tenant) => ({ ...place, tenantId: `t${tenant}` }));
      const ciphertexts = await Promise.all(where.map((context) => keys.encrypt(context, context.tenantId)));
      const reader = dataKeys();
      for (const [n, context] of where.entries()) expect(await reader.decrypt(context, ciphertexts[n]!)).toBe(context.tenantId);
    }),
    { numRuns: 30 },
  );
});
