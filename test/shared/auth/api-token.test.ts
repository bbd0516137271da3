import { randomUUID } from 'node:crypto';
import { hashApiToken, isInNetworks, makeApiToken, readApiToken } from '@wheelhouse/shared/auth/api-token.ts';
import { ExpiringCache } from '@wheelhouse/shared/auth/expiring-cache.ts';
import { fixedClock } from '@wheelhouse/shared/clock.ts';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

describe('an API token', () => {
  test('says which tenant and token it is, whatever their ids', () => {
    fc.assert(
      fc.property(fc.uuid(), fc.uuid(), (tenantId, tokenId) => {
        const { token, hash, prefix } = makeApiToken({ tenantId, tokenId });
        expect(readApiToken(token)).toEqual({ tenantId, tokenId });
        expect(hash).toBe(hashApiToken(token));
        expect(token.startsWith(prefix)).toBe(true);
        expect(token).not.toContain(tenantId);
      }),
    );
  });

  test('is never the same twice', () => {
    const claim = { tenantId: randomUUID(), tokenId: randomUUID() };
    expect(makeApiToken(claim).token).not.toBe(makeApiToken(claim).token);
  });

  test('has prefixes that tell tokens of one tenant apart', () => {
    const tenantId = randomUUID();
    expect(makeApiToken({ tenantId, tokenId: randomUUID() }).prefix).not.toBe(
      makeApiToken({ tenantId, tokenId: randomUUID() }).prefix,
    );
  });

  test('that is cut, prolonged or made up of anything is not read', () => {
    const { token } = makeApiToken({ tenantId: randomUUID(), tokenId: randomUUID() });
    expect(readApiToken(token.slice(0, -1))).toBeUndefined();
    expect(readApiToken(`${token}a`)).toBeUndefined();
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(readApiToken(`whk_${text}`)).toBeUndefined();
      }),
    );
    // 32 bytes that are no UUIDs.
    expect(readApiToken(`whk_${'f'.repeat(43)}_${'a'.repeat(43)}`)).toBeUndefined();
  });
});

describe('isInNetworks', () => {
  test.each([
    ['203.0.113.7', ['203.0.113.0/24'], true],
    ['203.0.114.7', ['203.0.113.0/24'], false],
    ['203.0.113.7', ['198.51.100.1', '203.0.113.7'], true],
    ['203.0.113.8', ['203.0.113.7'], false],
    ['::ffff:203.0.113.7', ['203.0.113.0/24'], true],
    ['2001:db8::1', ['2001:db8::/32'], true],
    ['2001:db9::1', ['2001:db8::/32', '10.0.0.0/8'], false],
    ['2001:db8::1', ['2001:db8::1'], true],
    ['not an address', ['0.0.0.0/0'], false],
    ['', ['0.0.0.0/0'], false],
  ])('%s in %j: %s', (address, networks, expected) => {
    expect(isInNetworks(address, networks)).toBe(expected);
  });
});

describe('the cache', () => {
  test('loads once for callers at the same time, again after its time, and never keeps a failure', async () => {
    const clock = fixedClock(new Date());
    const cache = new ExpiringCache<number>({ clock, ttlMs: 1000, maxEntries: 10 });
    let loads = 0;
    const load = async () => {
      loads += 1;
      return loads;
    };
    expect(await Promise.all([cache.get('a', load), cache.get('a', load)])).toEqual([1, 1]);
    clock.advance(999);
    expect(await cache.get('a', load)).toBe(1);
    clock.advance(1);
    expect(await cache.get('a', load)).toBe(2);
    await expect(cache.get('b', () => Promise.reject(new Error('no')))).rejects.toThrow('no');
    expect(await cache.get('b', load)).toBe(3);
  });

  test('forgets the oldest entry when it is full', async () => {
    const cache = new ExpiringCache<string>({ clock: fixedClock(new Date()), ttlMs: 1000, maxEntries: 2 });
    for (const key of ['a', 'b', 'c']) await cache.get(key, async () => 'first');
    expect(await cache.get('c', async () => 'second')).toBe('first');
    expect(await cache.get('a', async () => 'second')).toBe('second');
  });
});
