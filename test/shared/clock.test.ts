import { fixedClock } from '@wheelhouse/shared/clock.ts';
import { expect, test } from 'vitest';

test('a fixed clock moves only when it is told to', () => {
  const clock = fixedClock(new Date('2026-01-01T00:00:00Z'));
  const before = clock.now();
  clock.advance(61_000);
  expect(before.toISOString()).toBe('2026-01-01T00:00:00.000Z');
  expect(clock.now().toISOString()).toBe('2026-01-01T00:01:01.000Z');
});
