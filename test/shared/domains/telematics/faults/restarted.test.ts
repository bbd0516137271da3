import { randomBytes, randomUUID } from 'node:crypto';
import { fixedClock } from '@wheelhouse/shared/clock.ts';
import type { Database } from '@wheelhouse/shared/db/database.ts';
import { withSystem, withTenant } from '@wheelhouse/shared/db/scope.ts';
import { expect, it, onTestFinished } from 'vitest';
import { openTestDatabase } from '../../../../harness/index.ts';
import { delivery } from '../support.ts';
import { eventsTopic, ingestFunction, inParallel } from './function-process.ts';
import { restartingServer } from './restarting-server.ts';
import { simulatedFleet } from './simulated.ts';
import { addFleet, deliverInOrder, everything, expectSame, foldAll, type Tenant } from './support.ts';

it('Restarts of the database under load lose nothing and double nothing, and the instance recovers by itself', async () => {
  const [server, pubsub] = await Promise.all([restartingServer(), eventsTopic()]);
  const database = openTestDatabase({ url: server.appUrl });
  onTestFinished(() => database.close());
  const instance = await ingestFunction(server.appUrl, pubsub, { INGEST_MAX_BATCH_ROWS: '100' });
  const [tenant, reference] = [await tenantOf(database), await tenantOf(database)];
  const { fleet, batches } = simulatedFleet({ vehicles: 12, hours: 4, seed: 20_261_123 });
  for (const one of [tenant, reference]) await addFleet(one, fleet);

  const refused = { fast: 0, immediate: 0 };
  let restarting: keyof typeof refused | undefined;
  let acknowledged = 0;
  const restartAt = new Map([
    [Math.floor(batches.length / 3), 'fast' as const],
    [Math.floor((batches.length * 2) / 3), 'immediate' as const],
  ]);
  const restarts: Promise<void>[] = [];
  await inParallel(batches, 24, async (batch) => {
    const one = delivery({ ...batch, tenantId: tenant.tenantId });
    for (let answer = await instance.push(one); answer.status !== 204; answer = await instance.push(one)) {
      // No answer at all would be an instance that ended.
      expect(answer.status).toBe(503);
      if (restarting) refused[restarting] += 1;
      // Sent again when the server is there again, as Pub/Sub does after a pause.
      await restarts.at(-1);
    }
    acknowledged += 1;
    const how = restartAt.get(acknowledged);
    if (!how) return;
    restarting = how;
    restarts.push(server.restart(how));
  });
  await Promise.all(restarts);
  expect(restarts).toHaveLength(2);
  expect(Math.min(refused.fast, refused.immediate)).toBeGreaterThan(0);
  expect(instance.child.exitCode).toBeNull();

  const ended = fixedClock(new Date());
  await deliverInOrder(reference, fleet, batches, ended, database);
  for (const one of [tenant, reference]) await foldAll(one, fleet, ended, database);
  expectSame(await everything(tenant), await everything(reference));
}, 120_000);

/** A tenant on the test's own server. */
async function tenantOf(database: Database): Promise<Tenant> {
  const tenantId = randomUUID();
  const slug = `t${randomBytes(5).toString('hex')}`;
  await withSystem(database, 'a test makes a tenant', (tx) =>
    tx.query(
      `insert into platform.tenants (id, name, slug, placement, schema_name, status) values ($1, $2, $2, 'pooled', 'app', 'active')`,
      [tenantId, slug],
    ),
  );
  const scope = {
    tenantId,
    actor: { kind: 'system', reason: 'test' } as const,
    databaseRole: 'system_admin' as const,
    request: { operation: 'test' },
  };
  return { tenantId, run: (fn) => withTenant(database, scope, fn) };
}
