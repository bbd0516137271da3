/** Where code that depends on the time reads it from. */
export type Clock = { now(): Date };

/** A clock that stands still until it is told to move. */
export type FixedClock = Clock & { advance(milliseconds: number): void };

/** The machine's clock. */
export const systemClock: Clock = { now: () => new Date() };

/**
 * A clock for tests and replays.
 *
 * @example
 * ```ts
 * const clock = fixedClock(new Date('2026-01-01T00:00:00Z'));
 * clock.advance(60_000);
 * ```
 */
export function fixedClock(date: Date): FixedClock {
  let timeMs = date.getTime();
  return {
    now: () => new Date(timeMs),
    advance(milliseconds) {
      timeMs += milliseconds;
    },
  };
}

/** Twenty-four hours; a day of the calendar has an hour more or less where summer time begins or ends. */
export const dayMs = 86_400_000;
