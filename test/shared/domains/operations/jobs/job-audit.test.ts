import { randomUUID } from 'node:crypto';
import { fixedClock } from '@wheelhouse/shared/clock.ts';
import { withSystem } from '@wheelhouse/shared/db/scope.ts';
import { operationsDomain } from '@wheelhouse/shared/domains/operations/index.ts';
import { runDueJobs } from '@wheelhouse/shared/domains/operations/jobs/engine/index.ts';
import { operationsJobs } from '@wheelhouse/shared/domains/operations/jobs/index.ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { principalOf, testApi, testServices } from '../../../../harness/index.ts';
import { type OwnDatabase, ownDatabase } from '../../../../harness/own-database.ts';

const clock = fixedClock(new Date('2026-06-01T12:00:00Z'));
let own: OwnDatabase;
beforeAll(async () => {
  own = await ownDatabase();
});
afterAll(() => own.close());

// biome-ignore lint/suspicious/noExplicitAny: rows of every shape
type AnyRow = Record<string, any>;
const daily = {
  jobName: 'Tidy up',
  jobType: 'cleanup',
  jobHandler: 'operations.purgeJobHistory',
  jobParameters: { keepDays: 30 },
  schedule: { type: 'interval', intervalMinutes: 60 },
};

describe.each(['pooled', 'dedicated'] as const)('the audit trail of the jobs of a %s tenant', (placement) => {
  async function world() {
    const tenant = await own.newTenant({ placement });
    const query = (text: string, values: unknown[]) =>
      withSystem(own.database, 'test', (tx) => tx.query<AnyRow>(text, values), { home: tenant.schemaName });
    const services = testServices({ clock, database: own.database });
    const userId = randomUUID();
    const call = testApi([operationsDomain], { services }).client(principalOf(tenant, { actor: { kind: 'user', userId } }));
    const { body: job } = await call('POST', '/v1/scheduled-jobs:schedule', daily);
    const trail = () =>
      query(
        `select * from ${placement === 'pooled' ? 'audit.' : ''}audit_log where tenant_id = $1 and resource_type = 'scheduled_jobs' order by occurred_at, id`,
        [tenant.tenantId],
      );
    const run = () => runDueJobs({ services, jobs: operationsJobs, budgetMs: 60_000, workerId: 'worker-1' });
    return { tenant, query, userId, call, job, trail, run };
  }

  it('says nothing of their runs, however they end', async () => {
    const { query, job, trail, run } = await world();
    const before = await trail();
    const due = `update scheduled_jobs set next_run_at = $2, scheduled_run_at = $2 where id = $1`;
    await query(due, [job.id, clock.now()]);
    await run();
    expect(await query('select execution_status from job_execution_history where scheduled_job_id = $1', [job.id])).toEqual([
      { execution_status: 'success' },
    ]);
    await query(`update scheduled_jobs set locked_by = 'lost', locked_until = $2, next_run_at = $2 where id = $1`, [
      job.id,
      clock.now(),
    ]);
    await run();
    expect(
      await query('select count(*)::integer as runs from job_execution_history where scheduled_job_id = $1', [job.id]),
    ).toEqual([{ runs: 2 }]);
    expect(await trail()).toEqual(before);
  });

  it('says who scheduled, changed, paused and started one, with what was before and after', async () => {
    const { userId, call, job, trail } = await world();
    const path = `/v1/scheduled-jobs/${job.id}`;
    await call('POST', '/v1/scheduled-jobs:schedule', { ...daily, jobParameters: { keepDays: 60 } });
    await call('POST', `${path}:runNow`);
    await call('POST', `${path}:pause`);
    const entries = await trail();
    expect(entries).toMatchObject([
      { action_type: 'create', new_values: { job_parameters: { keepDays: 30 } } },
      {
        action_type: 'update',
        old_values: { job_parameters: { keepDays: 30 } },
        new_values: { job_parameters: { keepDays: 60 } },
        changed_fields: expect.arrayContaining(['job_parameters']),
      },
      { action_type: 'system_action', operation_description: 'run Tidy up now' },
      { action_type: 'update', old_values: { is_active: true }, new_values: { is_active: false }, changed_fields: ['is_active'] },
    ]);
    for (const entry of entries) expect(entry).toMatchObject({ user_id: userId, resource_id: job.id });
  });
});
