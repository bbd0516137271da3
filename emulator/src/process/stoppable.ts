/** A running part of the local cloud. */
export interface Stoppable {
  name: string;
  stop(): Promise<void>;
}

/** What could not be stopped, and why. */
export interface StopFailure {
  name: string;
  error: unknown;
}

/**
 * Stops the parts one after the other, the last started first, because later parts use earlier ones. A part that fails
 * does not keep the rest from stopping; parts that `timeLimitMs` (for all together) leaves no time for are reported as failures.
 */
export async function stopInReverse(parts: readonly Stoppable[], timeLimitMs: number): Promise<StopFailure[]> {
  const failures: StopFailure[] = [];
  let timer: NodeJS.Timeout | undefined;
  const timedOut = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`not stopped after ${timeLimitMs / 1000} s`)), timeLimitMs);
  });
  timedOut.catch(() => undefined);
  for (const part of parts.toReversed()) {
    try {
      await Promise.race([part.stop(), timedOut]);
    } catch (error) {
      failures.push({ name: part.name, error });
    }
  }
  clearTimeout(timer);
  return failures;
}
