import type { Clock } from '../clock.ts';
import type { Database } from '../db/database.ts';
import { withSystem } from '../db/scope.ts';
import { rateLimited, type WheelhouseError } from '../errors.ts';

const hourMs = 3_600_000;
const maxSubjects = 10_000;

/** Where a subject stands in the current hour. */
export type RateLimitState = {
  limit: number;
  /** An upper bound: other instances may have used some of what is left. */
  remaining: number;
  resetSeconds: number;
  /** The same as headers of draft-ietf-httpapi-ratelimit-headers-06, which clients know. */
  headers: Record<string, string>;
};

export type RateLimiter = {
  /**
   * Counts one request.
   * @throws 429 with Retry-After and the RateLimit headers once the hour's requests are used up
   */
  take(subject: string, requestsPerHour: number): Promise<RateLimitState>;
};

type Window = { startMs: number; left: number; granted: number; exhausted: boolean; leasing: Promise<void> | undefined };

/**
 * Limits requests per hour over all instances. An instance leases a share of what remains (a fiftieth of the limit) and counts it
 * down by itself, so most requests cost no round trip; together the instances never let more through than the limit. What an
 * instance leased and did not use is lost for that hour.
 */
export function createRateLimiter({ database, clock }: { database: Database; clock: Clock }): RateLimiter {
  const windows = new Map<string, Window>();

  function windowOf(subject: string): Window {
    const startMs = Math.floor(clock.now().getTime() / hourMs) * hourMs;
    const known = windows.get(subject);
    if (known?.startMs === startMs) return known;
    const fresh: Window = { startMs, left: 0, granted: 0, exhausted: false, leasing: undefined };
    windows.delete(subject);
    windows.set(subject, fresh);
    if (windows.size > maxSubjects) windows.delete(windows.keys().next().value as string);
    return fresh;
  }

  async function lease(subject: string, window: Window, limit: number): Promise<void> {
    const share = Math.max(1, Math.floor(limit / 50));
    // Near the end a whole share may not be left, but single requests.
    for (const size of new Set([share, 1])) {
      const granted = await grant(database, subject, new Date(window.startMs), size, limit);
      if (granted === undefined) continue;
      window.left += size;
      window.granted = granted;
      return;
    }
    window.granted = limit;
    window.exhausted = true;
  }

  return {
    async take(subject, requestsPerHour) {
      const window = windowOf(subject);
      while (window.left === 0 && !window.exhausted) {
        window.leasing ??= lease(subject, window, requestsPerHour).finally(() => {
          window.leasing = undefined;
        });
        await window.leasing;
      }
      const resetSeconds = Math.max(1, Math.ceil((window.startMs + hourMs - clock.now().getTime()) / 1000));
      if (window.left === 0) throw exceeded(stateOf(requestsPerHour, 0, resetSeconds));
      window.left -= 1;
      return stateOf(requestsPerHour, Math.max(0, requestsPerHour - window.granted + window.left), resetSeconds);
    },
  };
}

function stateOf(limit: number, remaining: number, resetSeconds: number): RateLimitState {
  const headers = {
    'RateLimit-Limit': String(limit),
    'RateLimit-Remaining': String(remaining),
    'RateLimit-Reset': String(resetSeconds),
  };
  return { limit, remaining, resetSeconds, headers };
}

async function grant(
  database: Database,
  subject: string,
  windowStart: Date,
  size: number,
  limit: number,
): Promise<number | undefined> {
  const rows = await withSystem(
    database,
    'lease requests',
    (tx) =>
      tx.query<{ granted: number }>(
        `insert into platform.rate_limit_windows as w (subject, window_start, granted) values ($1, $2, $3)
         on conflict (subject, window_start) do update set granted = w.granted + excluded.granted where w.granted + excluded.granted <= $4
         returning granted`,
        [subject, windowStart, size, limit],
        'lease_requests',
      ),
    { statements: 1 },
  );
  return rows[0]?.granted;
}

function exceeded({ limit, resetSeconds, headers }: RateLimitState): WheelhouseError {
  const detail = `The limit of ${limit} requests an hour is reached. Try again in ${resetSeconds} s.`;
  return rateLimited(resetSeconds, detail, headers);
}
