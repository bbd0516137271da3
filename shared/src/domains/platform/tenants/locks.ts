import type pg from 'pg';
import { unavailable } from '../../../errors.ts';

const patienceMs = 250;

/**
 * Waits until every transaction that holds the tenant's key (`tenant_write_key`, `tenant_read_key`) has ended. It queues for a
 * quarter of a second at a time, because those who come later wait behind it.
 *
 * @throws unavailable, when some transaction goes on for longer than `limitMs`
 */
export async function waitForHolders(client: pg.Client, key: 'write' | 'read', tenantId: string, limitMs: number): Promise<void> {
  await client.query(`set lock_timeout = ${patienceMs}`);
  try {
    await retry(limitMs, async () => {
      await client.query(`select pg_advisory_lock(platform.tenant_${key}_key($1))`, [tenantId]);
      await client.query(`select pg_advisory_unlock(platform.tenant_${key}_key($1))`, [tenantId]);
    });
  } finally {
    await client.query('reset lock_timeout');
  }
}

/** As waitForHolders, inside a transaction, and keeps the key to its end: nobody passes from here on. */
export async function holdToCommit(client: pg.Client, key: 'write' | 'read', tenantId: string, limitMs: number): Promise<void> {
  await client.query(`set local lock_timeout = ${patienceMs}`);
  await retry(limitMs, async () => {
    await client.query('savepoint queueing');
    try {
      await client.query(`select pg_advisory_xact_lock(platform.tenant_${key}_key($1))`, [tenantId]);
    } catch (error) {
      await client.query('rollback to savepoint queueing');
      throw error;
    }
  });
  await client.query('set local lock_timeout = 0');
}

async function retry(limitMs: number, attempt: () => Promise<void>): Promise<void> {
  const end = performance.now() + limitMs;
  for (;;) {
    try {
      return await attempt();
    } catch (error) {
      if ((error as { code?: string }).code !== lockNotAvailable) throw error;
      if (performance.now() > end)
        throw unavailable(`Transactions of this tenant have been running for ${limitMs / 1000} s. Try again later.`, 30);
    }
    // Whoever queued behind goes first.
    await new Promise((resolve) => setTimeout(resolve, patienceMs));
  }
}

const lockNotAvailable = '55P03';
