import type pg from 'pg';
import { holdVersion, recordMigration } from './bookkeeping.ts';
import { type Migration, placeSql } from './files.ts';
import { type Limits, liftTimeouts } from './limits.ts';
import { isNoTransaction, loneStatement } from './no-transaction.ts';
import { isTableEmpty, runAlone } from './run-alone.ts';
import { inTransaction } from './transaction.ts';

/** How often a run looks whether another one has finished an index. */
const pollMs = 1_000;

/** Applies a migration in the transaction of the caller. Answers false where it has to run alone, outside of a transaction. */
export async function applyWithin(client: pg.Client, schemaName: string, migration: Migration): Promise<boolean> {
  const sql = placedSql(migration, schemaName);
  if (isNoTransaction(migration)) {
    const statement = loneStatement(migration, sql);
    // A new schema is not made to wait for every transaction of the database, as a concurrent index does.
    if (!(await isTableEmpty(client, statement))) return false;
    await client.query(statement.plainText);
  } else {
    await client.query(sql);
  }
  await recordMigration(client, schemaName, migration);
  return true;
}

/**
 * Applies a migration outside of a transaction, one run at a time, and notes it afterwards: a crash between the two repeats a statement
 * that then finds its work done. Answers false when another run did it.
 */
export async function applyAlone(client: pg.Client, schemaName: string, migration: Migration, limits: Limits): Promise<boolean> {
  const statement = loneStatement(migration, placedSql(migration, schemaName));
  await liftTimeouts(client);
  await client.query('set search_path = public');
  const lock = `hashtextextended('migrate ' || $1, 0)`;
  // Asked again and again, for a session that waits inside a statement is one that a concurrent index waits for: a deadlock.
  while (!(await isTrue(client, `select pg_try_advisory_lock(${lock})`, schemaName))) await limits.wait(pollMs);
  try {
    const isNext = () => inTransaction(client, async () => (await holdVersion(client, schemaName)) < migration.version);
    if (!(await isNext())) return false;
    await runAlone(client, statement, limits);
    await inTransaction(client, async () => {
      await holdVersion(client, schemaName);
      await recordMigration(client, schemaName, migration);
    });
    return true;
  } finally {
    // Where the connection is lost, so is the lock; the error that matters is the first.
    await client.query(`select pg_advisory_unlock(${lock})`, [schemaName]).catch(() => {});
  }
}

function placedSql(migration: Migration, schemaName: string): string {
  return placeSql(migration.sql, schemaName === 'platform' ? 'app' : schemaName);
}

async function isTrue(client: pg.Client, text: string, value: string): Promise<boolean> {
  const { rows } = await client.query({ text, values: [value], rowMode: 'array' });
  return rows[0]?.[0] === true;
}
