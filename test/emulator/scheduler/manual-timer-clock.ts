import type { TimerClock } from '@wheelhouse/emulator/pubsub/embedded/timer-clock.ts';

/** A clock that stands still until it is advanced, and then wakes in order all that came due. */
export function manualTimerClock(start: string) {
  let nowMs = Date.parse(start);
  let timers: { atMs: number; wake: () => void }[] = [];
  const watchers: (() => void)[] = [];
  const delaysMs: number[] = [];
  const clock: TimerClock = {
    now: () => new Date(nowMs),
    wakeAfter(delayMs, wake) {
      const timer = { atMs: nowMs + delayMs, wake };
      timers.push(timer);
      delaysMs.push(delayMs);
      for (const watcher of watchers) watcher();
      return () => {
        timers = timers.filter((other) => other !== timer);
      };
    },
  };
  const isPending = (delayMs: number) => timers.some((timer) => timer.atMs === nowMs + delayMs);
  return {
    clock,
    /** Every delay that was asked for. */
    delaysMs: delaysMs as readonly number[],
    advance(milliseconds: number) {
      const endMs = nowMs + milliseconds;
      for (;;) {
        const next = timers.filter((timer) => timer.atMs <= endMs).sort((a, b) => a.atMs - b.atMs)[0];
        if (!next) break;
        timers = timers.filter((timer) => timer !== next);
        nowMs = next.atMs;
        next.wake();
      }
      nowMs = endMs;
    },
    /** Resolves when something waits to be woken in exactly `delayMs` from now. */
    pending: (delayMs: number) =>
      new Promise<void>((resolve) => {
        const look = () => isPending(delayMs) && resolve();
        watchers.push(look);
        look();
      }),
  };
}
