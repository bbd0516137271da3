import type { TimerClock } from '@wheelhouse/emulator/pubsub/index.ts';

export interface ManualClock extends TimerClock {
  /** Moves the time on and wakes who is due. */
  advance(milliseconds: number): void;
  /** Milliseconds from now until each timer that is set. */
  waits(): number[];
}

/** A clock that stands still until a test moves it. */
export function manualClock(): ManualClock {
  let nowMs = Date.parse('2026-01-01T00:00:00Z');
  const timers = new Set<{ atMs: number; wake: () => void }>();
  return {
    now: () => new Date(nowMs),
    wakeAfter(delayMs, wake) {
      const timer = { atMs: nowMs + delayMs, wake };
      timers.add(timer);
      return () => timers.delete(timer);
    },
    advance(milliseconds) {
      nowMs += milliseconds;
      for (const timer of [...timers]) {
        if (timer.atMs > nowMs || !timers.delete(timer)) continue;
        timer.wake();
      }
    },
    waits: () => [...timers].map(({ atMs }) => atMs - nowMs),
  };
}
