import type { TimerClock } from './timer-clock.ts';

/** Timers by subject: a subject has one at most, the earliest that was asked for. */
export class Wakeups {
  readonly #clock: TimerClock;
  readonly #timers = new Map<unknown, { atMs: number; cancel: () => void }>();

  constructor(clock: TimerClock) {
    this.#clock = clock;
  }

  at(subject: unknown, atMs: number, wake: () => void): void {
    const set = this.#timers.get(subject);
    if (set && set.atMs <= atMs) return;
    set?.cancel();
    const cancel = this.#clock.wakeAfter(Math.max(0, atMs - this.#clock.now().getTime()), () => {
      this.#timers.delete(subject);
      wake();
    });
    this.#timers.set(subject, { atMs, cancel });
  }

  close(): void {
    for (const { cancel } of this.#timers.values()) cancel();
    this.#timers.clear();
  }
}
