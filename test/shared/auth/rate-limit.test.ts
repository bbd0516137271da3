import { randomUUID } from 'node:crypto';
import { createRateLimiter } from '@wheelhouse/shared/auth/rate-limit.ts';
import { fixedClock } from '@wheelhouse/shared/clock.ts';
import { withSystem } from '@wheelhouse/shared/db/scope.ts';
import { afterAll, describe, expect, test } from 'vitest';
import { openTestDatabase, testDatabase } from '../../harness/index.ts';

const clockAt = (time: string) => fixedClock(new Date(time));
const second = openTestDatabase();
afterAll(() => second.close());

describe('requests an hour', () => {
  test.each([1, 7, 50, 125])('two instances together let through exactly %i of many at once', async (limit) => {
    const clock = clockAt('2026-03-01T12:15:00Z');
    const limiters = [createRateLimiter({ database: testDatabase(), clock }), createRateLimiter({ database: second, clock })];
    const subject = `token:${randomUUID()}`;
    const attempts = limiters.flatMap((limiter) => Array.from({ length: limit + 10 }, () => limiter.take(subject, limit)));
    const outcomes = await Promise.allSettled(attempts);
    expect(outcomes.filter((outcome) => outcome.status === 'fulfilled')).toHaveLength(limit);
    for (const outcome of outcomes) {
      if (outcome.status === 'rejected') expect(outcome.reason).toMatchObject({ status: 429, retryAfterSeconds: 2700 });
    }
  });

  test('an instance asks the database only for a share at a time', async () => {
    const limiter = createRateLimiter({ database: testDatabase(), clock: clockAt('2026-03-01T12:00:00Z') });
    const subject = `token:${randomUUID()}`;
    for (let request = 0; request < 20; request += 1) await limiter.take(subject, 1000);
    const [row] = await withSystem(testDatabase(), 'look', (tx) =>
      tx.query('select granted, row_version from platform.rate_limit_windows where subject = $1', [subject]),
    );
    expect(row).toEqual({ granted: 20, row_version: 1 });
  });

  test('the headers say the limit, what remains and when the hour ends', async () => {
    const limiter = createRateLimiter({ database: testDatabase(), clock: clockAt('2026-03-01T12:59:00Z') });
    const subject = `token:${randomUUID()}`;
    const headers = { 'RateLimit-Limit': '2', 'RateLimit-Remaining': '1', 'RateLimit-Reset': '60' };
    expect(await limiter.take(subject, 2)).toMatchObject({ remaining: 1, headers });
    expect(await limiter.take(subject, 2)).toMatchObject({ remaining: 0 });
    await expect(limiter.take(subject, 2)).rejects.toMatchObject({ headers: { ...headers, 'RateLimit-Remaining': '0' } });
  });

  test('a new hour begins anew, and subjects do not share', async () => {
    const clock = clockAt('2026-03-01T12:59:59Z');
    const limiter = createRateLimiter({ database: testDatabase(), clock });
    const [one, other] = [`token:${randomUUID()}`, `user:${randomUUID()}`];
    await limiter.take(one, 1);
    await expect(limiter.take(one, 1)).rejects.toMatchObject({ code: 'rate_limited', retryAfterSeconds: 1 });
    await limiter.take(other, 1);
    clock.advance(1000);
    expect(await limiter.take(one, 1)).toMatchObject({ limit: 1, remaining: 0 });
  });
});
