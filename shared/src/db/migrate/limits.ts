import { setTimeout as sleep } from 'node:timers/promises';
import type pg from 'pg';

/** How long a migration waits for locks. */
export type Limits = {
  /** What one statement waits for a lock, in milliseconds: requests that come after it queue behind it for so long. */
  lockTimeoutMs: number;
  /** Lets time pass, in milliseconds. */
  wait(ms: number): Promise<unknown>;
};

export const defaultLimits: Limits = { lockTimeoutMs: 5_000, wait: (ms) => sleep(ms) };

/** Of one statement in a migration's transaction. What takes longer than this under its locks belongs into batches. */
const statementTimeoutMs = 300_000;

/** Pauses between the attempts to get a lock, in which the requests that queued up are served. */
const pausesMs = [1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000];

const lockNotAvailable = '55P03';

/** Migrators wait for each other without a limit, whatever the server or the role says. */
export async function liftTimeouts(client: pg.Client): Promise<void> {
  await client.query('set lock_timeout = 0; set statement_timeout = 0;');
}

/** Limits the statements of the current transaction that follow. */
export async function limitTransaction(client: pg.Client, { lockTimeoutMs }: Limits): Promise<void> {
  await client.query(`set local lock_timeout = ${lockTimeoutMs}; set local statement_timeout = ${statementTimeoutMs};`);
}

/**
 * Repeats what could not get a lock in time, after pauses that grow.
 *
 * @param what names the work for the error
 * @throws Error when no attempt got its locks
 */
export async function retryLocks<T>(limits: Limits, what: () => string, attempt: () => Promise<T>): Promise<T> {
  for (const pauseMs of pausesMs) {
    try {
      return await attempt();
    } catch (error) {
      if (!isLockTimeout(error)) throw error;
      await limits.wait(pauseMs);
    }
  }
  return attempt().catch((error: unknown) => {
    if (!isLockTimeout(error)) throw error;
    throw new Error(
      `${what()} did not get its locks within ${limits.lockTimeoutMs} ms, ${pausesMs.length + 1} times over. Find the transaction that holds ` +
        'them (select pid, xact_start, query from pg_stat_activity where xact_start is not null order by xact_start), end it or wait for it, and migrate again.',
      { cause: error },
    );
  });
}

function isLockTimeout(error: unknown): boolean {
  return (error as { code?: string }).code === lockNotAvailable;
}
