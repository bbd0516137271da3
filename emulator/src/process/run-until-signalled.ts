import { constants } from 'node:os';
import { type Stoppable, stopInReverse } from './stoppable.ts';

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
type StopSignal = (typeof signals)[number];

// npm forwards Ctrl-C to a script that has already had it from the terminal; that echo is not a second Ctrl-C.
const echoMs = 500;

export interface SignalOptions {
  /** For all parts together. */
  timeLimitMs?: number;
  write?: (line: string) => void;
  /** Milliseconds of a clock that never goes back. */
  now?: () => number;
  /** Ends the process at once; called on the second signal. */
  exit?: (code: number) => void;
}

/**
 * Waits for SIGINT, SIGTERM or SIGHUP, then stops `parts` in reverse order and answers the exit code: 128 + the signal's
 * number as shells have it, or 1 when a part could not be stopped. A second signal ends the process without waiting.
 *
 * It listens from the call on and reads `parts` when the signal comes, so that Ctrl-C during a slow start stops what has been
 * started by then: push each part as it comes up.
 *
 * @example
 * const parts: Stoppable[] = [];
 * const done = runUntilSignalled(parts);
 * parts.push(await startDatabase());
 * process.exit(await done);
 */
export function runUntilSignalled(parts: readonly Stoppable[], options: SignalOptions = {}): Promise<number> {
  const { timeLimitMs = 20_000, write = console.error, now = () => performance.now(), exit = process.exit } = options;
  return new Promise((resolve) => {
    let firstAt: number | undefined;

    const onSignal = async (signal: StopSignal) => {
      const code = 128 + constants.signals[signal];
      if (firstAt !== undefined) {
        if (now() - firstAt >= echoMs) exit(code);
        return;
      }
      firstAt = now();
      write('Stopping; press Ctrl-C again to end at once.');
      const failures = await stopInReverse(parts, timeLimitMs);
      for (const { name, error } of failures) {
        write(`Could not stop ${name}: ${error instanceof Error ? error.message : String(error)}`);
      }
      for (const each of signals) process.off(each, onSignal);
      resolve(failures.length > 0 ? 1 : code);
    };

    for (const each of signals) process.on(each, onSignal);
  });
}
