import { withTenant } from '@wheelhouse/shared/db/scope.ts';
import pg from 'pg';
import { expect, inject, it, onTestFinished } from 'vitest';
import { newTenant, openTestDatabase } from '../../harness/index.ts';

/** Ends a connection as a restart of the server does, and waits until it is gone. */
async function terminate(pid: number): Promise<void> {
  const admin = new pg.Client({ connectionString: inject('adminUrl') });
  await admin.connect();
  await admin.query('select pg_terminate_backend($1, 10000)', [pid]);
  await admin.end();
}

const pidSql = 'select pg_backend_pid() as pid';

it('A connection that the server ends between two statements fails its transaction, and only that', async () => {
  const tenant = await newTenant();
  const database = openTestDatabase({ databasePoolSize: 1 });
  onTestFinished(() => database.close());
  const pids: number[] = [];
  const interrupted = withTenant(database, tenant.scope(), async (tx) => {
    const [row] = await tx.query<{ pid: number }>(pidSql);
    const { pid } = row as { pid: number };
    pids.push(pid);
    await terminate(pid);
    await new Promise((resolve) => setImmediate(resolve));
    return tx.query(pidSql);
  });
  await expect(interrupted).rejects.toThrow();
  const [row] = await withTenant(database, tenant.scope(), (tx) => tx.query<{ pid: number }>(pidSql));
  expect(pids).not.toContain(row?.pid);
});
