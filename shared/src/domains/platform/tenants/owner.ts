import pg from 'pg';
import { type Connection, clientSettings } from '../../../db/connection.ts';

/**
 * Runs `fn` on one connection of the owner, who may make schemas and, as a member of wheelhouse_system, sees every tenant's rows.
 * `reason` goes to the audit trail. Statements may take long here: they copy and remove whole tenants.
 */
export async function asOwner<T>(owner: Connection, reason: string, fn: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client(clientSettings(owner, `wheelhouse: ${reason}`.slice(0, 63)));
  // A connection that breaks fails the statement under way; without a listener it would end the process.
  client.on('error', () => {});
  await client.connect();
  try {
    await client.query(`select set_config('app.actor', $1, false)`, [JSON.stringify({ kind: 'system', id: reason, reason })]);
    return await fn(client);
  } finally {
    await client.end();
  }
}

/** One transaction, undone when `fn` throws. */
export async function inTransaction<T>(client: pg.Client, begin: string, fn: () => Promise<T>): Promise<T> {
  await client.query(begin);
  try {
    const result = await fn();
    await client.query('commit');
    return result;
  } catch (error) {
    await client.query('rollback').catch(() => {});
    throw error;
  }
}

/** One transaction that moves rows as they are: audit and other triggers stand still (platform.is_moving), references are checked at its end. */
export function copyingRows<T>(client: pg.Client, fn: () => Promise<T>): Promise<T> {
  return inTransaction(client, 'begin', async () => {
    await client.query(`set local app.moving = 'on'`);
    await client.query('set constraints all deferred');
    return fn();
  });
}
