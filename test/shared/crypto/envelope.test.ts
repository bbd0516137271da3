import { randomBytes } from 'node:crypto';
import { DecryptionError, decryptField, encryptField, type FieldContext } from '@wheelhouse/shared/crypto/envelope.ts';
import fc from 'fast-check';
import { expect, test } from 'vitest';

const dataKey = randomBytes(32);
const context: FieldContext = { tenantId: 't1', table: 'vip_clients', column: 'phone', rowId: 'r1' };
const text = fc.string({ unit: 'binary' });
const encrypt = (plaintext: string, where = context) => encryptField({ dataKey, keyVersion: 7, plaintext, context: where });
const decrypt = (ciphertext: string, where = context, keyVersion = 7) =>
  decryptField({ dataKey, keyVersion, ciphertext, context: where });

test('any text is read back unchanged in any place', () => {
  fc.assert(
    fc.property(text, fc.record({ tenantId: text, table: text, column: text, rowId: text }), (plaintext, where) => {
      expect(decrypt(encrypt(plaintext, where), where)).toBe(plaintext);
    }),
  );
});

test('a ciphertext names its format and key version and is URL-safe', () => {
  expect(encrypt('+234 801 234 5678')).toMatch(/^wh1\.7\.[A-Za-z0-9_-]+$/);
});

test('text that UTF-8 cannot represent is refused instead of being changed', () => {
  expect(() => encrypt('a\ud800b')).toThrow(TypeError);
});

test('flipping any bit of the nonce, ciphertext or tag makes it unreadable', () => {
  const [format, version, sealed] = encrypt('secret').split('.');
  const bytes = Buffer.from(sealed!, 'base64url');
  for (let bit = 0; bit < bytes.length * 8; bit++) {
    const changed = Buffer.from(bytes);
    changed[bit >> 3]! ^= 1 << (bit & 7);
    expect(() => decrypt(`${format}.${version}.${changed.toString('base64url')}`)).toThrow(DecryptionError);
  }
});

test('changing any character of the text makes it unreadable', () => {
  const ciphertext = encrypt('secret');
  fc.assert(
    fc.property(fc.nat(ciphertext.length - 1), fc.string({ maxLength: 2 }), (at, replacement) => {
      fc.pre(replacement !== ciphertext[at]);
      const changed = ciphertext.slice(0, at) + replacement + ciphertext.slice(at + 1);
      expect(() => decrypt(changed)).toThrow(DecryptionError);
    }),
    { numRuns: 1000 },
  );
});

test('a ciphertext moved to another tenant, table, column or row is unreadable, also where the names run together', () => {
  const ciphertext = encrypt('secret');
  for (const part of ['tenantId', 'table', 'column', 'rowId'] as const) {
    expect(() => decrypt(ciphertext, { ...context, [part]: 'other' })).toThrow(DecryptionError);
  }
  const sameLetters = { tenantId: 't1v', table: 'ip_clients', column: 'phon', rowId: 'er1' };
  expect(() => decrypt(ciphertext, sameLetters)).toThrow(DecryptionError);
});

test('a ciphertext relabelled with another key version is unreadable even with the same key', () => {
  expect(() => decrypt(encrypt('secret').replace('wh1.7.', 'wh1.8.'), context, 8)).toThrow(DecryptionError);
});

test('every failure says the same and carries no cause', () => {
  const failures = ['', 'wh1.7.', 'wh1.7.AAAA', 'wh2.7.AAAA', encrypt('x').slice(0, -1), 'wh1.99999999999.AAAA'].map((bad) => {
    try {
      return decrypt(bad);
    } catch (error) {
      return error as Error;
    }
  });
  expect(new Set(failures.map((failure) => String(failure))).size).toBe(1);
  expect(failures.every((failure) => failure instanceof DecryptionError && failure.cause === undefined)).toBe(true);
});

test('ten thousand encryptions of one value use ten thousand nonces', () => {
  const nonces = Array.from({ length: 10_000 }, () => encrypt('same').split('.')[2]!.slice(0, 16));
  expect(new Set(nonces).size).toBe(10_000);
});
