import { randomBytes } from 'node:crypto';
import { blindIndex, ignoringCase, trimmed } from '@wheelhouse/shared/crypto/blind-index.ts';
import { expect, test } from 'vitest';

const dataKey = randomBytes(32);
const place = { dataKey, table: 'users', column: 'email', normalise: ignoringCase };

test('values that normalise alike have one index, others another', () => {
  const index = blindIndex({ ...place, value: 'Ada@Example.com' });
  expect(index).toMatch(/^[A-Za-z0-9_-]{43}$/);
  expect(blindIndex({ ...place, value: '  ada@example.COM ' })).toBe(index);
  expect(blindIndex({ ...place, value: 'bob@example.com' })).not.toBe(index);
  expect(blindIndex({ ...place, value: 'Ada@Example.com', normalise: trimmed })).not.toBe(index);
});

test('the same value has unrelated indexes in another table, another column and under another key', () => {
  const value = 'ada@example.com';
  const indexes = [
    blindIndex({ ...place, value }),
    blindIndex({ ...place, value, table: 'drivers' }),
    blindIndex({ ...place, value, column: 'login' }),
    blindIndex({ ...place, value, table: 'user', column: 'semail' }),
    blindIndex({ ...place, value, dataKey: randomBytes(32) }),
  ];
  expect(new Set(indexes).size).toBe(indexes.length);
});
