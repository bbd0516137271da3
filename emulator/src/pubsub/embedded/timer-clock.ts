import { type Clock, systemClock } from '@wheelhouse/shared/clock.ts';

/** A clock that can also wake someone up: ack deadlines and back-off run on it. */
export type TimerClock = Clock & {
  /** Runs `wake` once, `delayMs` from now; the answer cancels it. */
  wakeAfter(delayMs: number, wake: () => void): () => void;
};

/** The machine's clock; its timers do not keep the process alive. */
export const systemTimerClock: TimerClock = {
  ...systemClock,
  wakeAfter(delayMs, wake) {
    const timer = setTimeout(wake, delayMs);
    timer.unref();
    return () => clearTimeout(timer);
  },
};
