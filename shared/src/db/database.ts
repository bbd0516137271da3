import pg from 'pg';
import type { Clock } from '../clock.ts';
import { systemClock } from '../clock.ts';
import type { Config } from '../config.ts';
import { clientSettings } from './connection.ts';
import type { DomainEvent } from './events.ts';
import { Session } from './session.ts';

/** Publishes events that have been committed; whatever fails is published later by the sweep. */
export type EventPublisher = (events: DomainEvent[]) => Promise<void>;

/** The functions' way to PostgreSQL: a small pool whose login can do nothing until a scope is entered. */
export type Database = {
  pool: pg.Pool;
  clock: Clock;
  publish: EventPublisher;
  close(): Promise<void>;
};

type Options = Pick<
  Config,
  'databasePoolSize' | 'databaseStatementTimeoutMs' | 'databaseLockTimeoutMs' | 'databaseIdleTransactionTimeoutMs'
> & { clock?: Clock; publish?: EventPublisher; applicationName?: string };

/**
 * Opens the pool over a connection string (locally) or given connection settings (Cloud SQL, see `cloud-sql.ts`).
 * Connections pipeline: statements of a transaction are sent without waiting for the answers of those before.
 */
export function openDatabase(connection: pg.PoolConfig, options: Options): Database {
  const pool = new pg.Pool({
    ...clientSettings(connection, options.applicationName ?? 'wheelhouse'),
    max: options.databasePoolSize,
    connectionTimeoutMillis: 5_000,
    idleTimeoutMillis: 30_000,
    statement_timeout: options.databaseStatementTimeoutMs,
    lock_timeout: options.databaseLockTimeoutMs,
    idle_in_transaction_session_timeout: options.databaseIdleTransactionTimeoutMs,
    pipeline: true,
  } as pg.PoolConfig);
  // A connection that the server closes is replaced by the pool, and fails the transaction that was using it; without listeners it would
  // end the process.
  pool.on('error', () => {});
  pool.on('connect', (client) => client.on('error', () => {}));
  return {
    pool,
    clock: options.clock ?? systemClock,
    publish: options.publish ?? (async () => {}),
    close: () => pool.end(),
  };
}

/** A session on one pooled connection; `release(true)` destroys a connection in doubt. */
export async function acquire(database: Database): Promise<{ session: Session; release: (broken?: boolean) => void }> {
  const client = await database.pool.connect();
  return { session: Session.of(client), release: (broken) => client.release(broken) };
}
