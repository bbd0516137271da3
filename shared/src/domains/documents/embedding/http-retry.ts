import { setTimeout } from 'node:timers/promises';

const attempts = 5;
const longestWaitMs = 60_000;
const requestTimeoutMs = 30_000;

export interface RetryDependencies {
  fetch: typeof fetch;
  clock: { now(): Date };
  /** A number from 0 up to 1. */
  random: () => number;
  sleep: (ms: number, signal?: AbortSignal) => Promise<void>;
}

export const systemRetry: RetryDependencies = {
  fetch: (...request) => fetch(...request),
  clock: { now: () => new Date() },
  random: Math.random,
  sleep: async (ms, signal) => {
    await setTimeout(ms, undefined, { signal });
  },
};

/**
 * Sends a request that may be repeated. 429, 5xx and failed connections are tried again, five times in all, after what
 * `Retry-After` asks (RFC 9110, 10.2.3: seconds or a date) or else a random part of 1, 2, 4, 8 s. Returns the last answer
 * whatever its status; throws when no attempt got one, and at once when `signal` aborts.
 */
export async function fetchWithRetry(
  url: string,
  init: RequestInit,
  { fetch, clock, random, sleep }: RetryDependencies,
  signal?: AbortSignal,
): Promise<Response> {
  for (let attempt = 1; ; attempt++) {
    signal?.throwIfAborted();
    const timeout = AbortSignal.timeout(requestTimeoutMs);
    const outcome = await fetch(url, { ...init, signal: signal ? AbortSignal.any([signal, timeout]) : timeout }).catch(
      (error: unknown) => ({ error }),
    );
    signal?.throwIfAborted();
    const answered = outcome instanceof Response;
    const passing = !answered || outcome.status === 429 || outcome.status >= 500;
    if (answered && (!passing || attempt === attempts)) return outcome;
    if (!answered && attempt === attempts) throw outcome.error;
    const asked = answered ? retryAfterMs(outcome.headers.get('retry-after'), clock) : undefined;
    if (answered) await outcome.body?.cancel();
    await sleep(Math.min(asked ?? random() * 1000 * 2 ** (attempt - 1), longestWaitMs), signal);
  }
}

function retryAfterMs(header: string | null, clock: { now(): Date }): number | undefined {
  if (header === null) return undefined;
  const ms = /^\d+$/.test(header) ? Number(header) * 1000 : Date.parse(header) - clock.now().getTime();
  return Number.isNaN(ms) ? undefined : Math.max(0, ms);
}
