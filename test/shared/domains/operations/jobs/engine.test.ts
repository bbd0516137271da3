import { describe, expect, it } from 'vitest';
import { openTestDatabase, testServices } from '../../../../harness/index.ts';
import { handler, jobWorkshop, start } from './job-workshop.ts';

const { own, clock, query, schedule, jobOf, history, work } = jobWorkshop();

describe.each(['pooled', 'dedicated'] as const)('a due job of a %s tenant', (placement) => {
  it('runs in the tenant’s scope, as the system, and its run is on record', async () => {
    const { tenantId, schemaName } = await own().newTenant({ placement });
    const id = await schedule(tenantId, { interval: 15, parameters: { a: 1 } }, schemaName);
    const seen: unknown[] = [];
    const summary = await work([
      handler(async ({ inScope, parameters }) => {
        const [row] = await inScope((tx) =>
          tx.query('select platform.current_tenant_id() as tenant, platform.current_actor() as actor, current_schema() as home'),
        );
        seen.push(row, parameters);
        return { recordsProcessed: 7, output: { found: 'something' } };
      }),
    ]);
    expect(summary).toEqual({ success: 1, failed: 0, timeout: 0, lost: 0 });
    expect(seen).toMatchObject([
      { tenant: tenantId, actor: { kind: 'system', reason: 'job test.job' }, home: schemaName },
      { a: 1 },
    ]);
    expect(await history(id, schemaName)).toMatchObject([
      {
        execution_status: 'success',
        started_at: start,
        completed_at: start,
        scheduled_for: start,
        duration_ms: 0,
        records_processed: 7,
        output_data: { found: 'something', missedRuns: 0 },
        retry_attempt: 0,
        worker_id: 'worker-1',
      },
    ]);
    expect(await jobOf(id, schemaName)).toMatchObject({
      last_run_status: 'success',
      last_run_at: start,
      next_run_at: new Date('2026-06-01T12:15:00Z'),
      locked_by: null,
      failure_count: 0,
    });
    expect(await work([handler(() => undefined)])).toMatchObject({ success: 0 });
  });
});

describe('fifty due jobs and ten workers', () => {
  it('make fifty runs, each job once, in both placements', async () => {
    const [pooled, dedicated] = [await own().newTenant(), await own().newTenant({ placement: 'dedicated' })];
    const ids = [
      ...(await Promise.all(Array.from({ length: 30 }, () => schedule(pooled.tenantId, { interval: 1 })))),
      ...(await Promise.all(
        Array.from({ length: 20 }, () => schedule(dedicated.tenantId, { interval: 1 }, dedicated.schemaName)),
      )),
    ];
    let begun = 0;
    const count = handler(() => {
      begun += 1;
    });
    const databases = Array.from({ length: 10 }, () => openTestDatabase({ url: own().appUrl }));
    const summaries = await Promise.all(
      databases.map((database, index) =>
        work([count], {
          services: testServices({ clock: clock(), database }),
          workerId: `worker-${index}`,
          concurrency: 2,
        }),
      ),
    );
    await Promise.all(databases.map((database) => database.close()));
    expect(begun).toBe(50);
    expect(summaries.reduce((sum, one) => sum + one.success, 0)).toBe(50);
    const runs = [
      ...(await query('select scheduled_job_id, worker_id from job_execution_history where scheduled_job_id = any ($1)', [ids])),
      ...(await query('select scheduled_job_id, worker_id from job_execution_history', [], dedicated.schemaName)),
    ];
    expect(new Set(runs.map((run) => run.scheduled_job_id)).size).toBe(50);
    expect(runs).toHaveLength(50);
    expect(new Set(runs.map((run) => run.worker_id)).size).toBeGreaterThan(1);
  });
});

describe('after a standstill', () => {
  it('a job runs once for all the times that it missed, and says how many', async () => {
    const { tenantId } = await own().newTenant();
    const daily = await schedule(tenantId, { cron: '0 3 * * *', dueAt: new Date('2026-05-29T03:00:00Z') });
    const often = await schedule(tenantId, { interval: 15, dueAt: new Date('2026-06-01T10:07:00Z') });
    expect(await work([handler(() => undefined)])).toMatchObject({ success: 2 });
    expect(await history(daily)).toMatchObject([
      { output_data: { missedRuns: 3 }, scheduled_for: new Date('2026-05-29T03:00:00Z') },
    ]);
    expect(await history(often)).toMatchObject([{ output_data: { missedRuns: 7 } }]);
    expect((await jobOf(daily)).next_run_at).toEqual(new Date('2026-06-02T03:00:00Z'));
    expect((await jobOf(often)).next_run_at).toEqual(new Date('2026-06-01T12:07:00Z'));
  });
});

describe('a job that is to run once', () => {
  it('is inactive afterwards', async () => {
    const { tenantId } = await own().newTenant();
    const id = await schedule(tenantId, { oneTime: start });
    await work([handler(() => undefined)]);
    expect(await jobOf(id)).toMatchObject({ is_active: false, next_run_at: null, last_run_status: 'success' });
  });
});

describe('what does not run', () => {
  it.each(['suspended', 'moving', 'provisioning', 'deleting'])('is a job of a tenant that is %s', async (status) => {
    const { tenantId } = await own().newTenant({ status });
    const id = await schedule(tenantId);
    const active = await own().newTenant();
    await schedule(active.tenantId);
    expect(await work([handler(() => undefined)])).toMatchObject({ success: 1 });
    expect(await history(id)).toEqual([]);
  });

  it('is a job that is paused, or not due', async () => {
    const { tenantId } = await own().newTenant();
    const paused = await schedule(tenantId);
    await query('update scheduled_jobs set is_active = false where id = $1', [paused]);
    await schedule(tenantId, { dueAt: new Date(start.getTime() + 1) });
    expect(await work([handler(() => undefined)])).toMatchObject({ success: 0 });
  });

  it('is what the time is not enough for', async () => {
    const { tenantId } = await own().newTenant();
    await Promise.all(Array.from({ length: 5 }, () => schedule(tenantId)));
    const slow = handler(() => clock().advance(1_000));
    expect(await work([slow], { budgetMs: 2_000, concurrency: 1 })).toMatchObject({ success: 2 });
    expect(await work([slow], { concurrency: 1 })).toMatchObject({ success: 3 });
  });
});

describe('a job that is given another schedule while it runs', () => {
  it('keeps the new one', async () => {
    const { tenantId } = await own().newTenant();
    const id = await schedule(tenantId);
    const later = new Date('2026-06-05T00:00:00Z');
    await work([
      handler(() =>
        query('update scheduled_jobs set next_run_at = $2, scheduled_run_at = $2 where id = $1', [id, later]).then(
          () => undefined,
        ),
      ),
    ]);
    expect(await jobOf(id)).toMatchObject({ next_run_at: later, last_run_status: 'success', locked_by: null });
  });
});

describe('the platform’s own jobs', () => {
  it('run across tenants', async () => {
    await query(
      `insert into platform.scheduled_jobs (job_name, job_type, job_handler, schedule_type, interval_minutes, next_run_at)
       values ('test', 'maintenance', 'test.platform', 'interval', 5, $1)`,
      [start],
    );
    const seen: unknown[] = [];
    const across = handler(
      async ({ inScope }) => void seen.push((await inScope((tx) => tx.query('select current_user as role')))[0]),
      { handler: 'test.platform', scope: 'platform' },
    );
    expect(await work([across])).toMatchObject({ success: 1 });
    expect(seen).toEqual([{ role: 'wheelhouse_system' }]);
    expect(await query('select next_run_at, last_run_status from platform.scheduled_jobs')).toMatchObject([
      { next_run_at: new Date('2026-06-01T12:05:00Z'), last_run_status: 'success' },
    ]);
    expect(await query('select execution_status from platform.job_execution_history')).toEqual([{ execution_status: 'success' }]);
  });
});
