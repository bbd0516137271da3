import { randomUUID } from 'node:crypto';
import { EventEmitter, once } from 'node:events';
import { type FixedClock, fixedClock } from '@wheelhouse/shared/clock.ts';
import { placements } from '@wheelhouse/shared/db/placements.ts';
import { type Tx, withSystem } from '@wheelhouse/shared/db/scope.ts';
import { runDueJobs } from '@wheelhouse/shared/domains/operations/jobs/engine/index.ts';
import { type Job, job } from '@wheelhouse/shared/runtime/job.ts';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { openTestDatabase, testServices } from '../../../../harness/index.ts';
import { type OwnDatabase, ownDatabase } from '../../../../harness/own-database.ts';

const start = new Date('2026-06-01T12:00:00Z');
let own: OwnDatabase;
let clock: FixedClock;

beforeAll(async () => {
  own = await ownDatabase();
});
afterAll(() => own.close());

beforeEach(async () => {
  clock = fixedClock(start);
  for (const home of await placements(own.database)) await inSystem('delete from scheduled_jobs', [], home);
  await inSystem('delete from platform.scheduled_jobs');
});

const inSystem = (text: string, values: unknown[] = [], home = 'app') =>
  withSystem(own.database, 'test', (tx) => tx.query<Record<string, never>>(text, values), { home });
// biome-ignore lint/suspicious/noExplicitAny: rows of every shape
type AnyRow = Record<string, any>;
const select = async (text: string, values: unknown[] = [], home = 'app'): Promise<AnyRow[]> => inSystem(text, values, home);
const jobOf = async (id: string, home = 'app') =>
  (await select('select * from scheduled_jobs where id = $1', [id], home))[0] as AnyRow;
const history = (id: string, home = 'app') =>
  select('select * from job_execution_history where scheduled_job_id = $1 order by id', [id], home);

type Given = {
  handler?: string;
  parameters?: unknown;
  interval?: number;
  cron?: string;
  oneTime?: Date;
  dueAt?: Date;
  maxRetries?: number;
};

async function schedule(tenantId: string, given: Given = {}, home = 'app'): Promise<string> {
  const { handler = 'test.job', parameters = {}, cron = null, oneTime = null, dueAt = start, maxRetries = 3 } = given;
  const type = cron ? 'cron' : oneTime ? 'one_time' : 'interval';
  const [row] = await select(
    `insert into scheduled_jobs (tenant_id, job_name, job_type, job_handler, job_parameters, schedule_type, cron_expression,
       interval_minutes, scheduled_time, next_run_at, scheduled_run_at, max_retries)
     values ($1, $2, 'sync', $3, $4, $5, $6, $7, $8, $9, $9, $10) returning id`,
    [
      tenantId,
      randomUUID(),
      handler,
      JSON.stringify(parameters),
      type,
      cron,
      type === 'interval' ? (given.interval ?? 60) : null,
      oneTime,
      dueAt,
      maxRetries,
    ],
    home,
  );
  return row?.id;
}

type Run = { inScope: <T>(fn: (tx: Tx) => Promise<T>) => Promise<T>; signal: AbortSignal; parameters: unknown };
const handler = (run: (context: Run) => Promise<unknown> | unknown, more: Partial<Job> = {}): Job => ({
  ...job({
    handler: 'test.job',
    summary: 'a test',
    scope: 'tenant',
    parameters: z.record(z.string(), z.unknown()),
    run: async (context) => ((await run(context)) as { recordsProcessed: number }) ?? { recordsProcessed: 0 },
  }),
  ...more,
});
const work = (jobs: Job[], more: Partial<Parameters<typeof runDueJobs>[0]> = {}) =>
  runDueJobs({
    services: testServices({ clock, database: own.database }),
    jobs,
    budgetMs: 60_000,
    workerId: 'worker-1',
    ...more,
  });

describe.each(['pooled', 'dedicated'] as const)('a due job of a %s tenant', (placement) => {
  it('runs in the tenant’s scope, as the system, and its run is on record', async () => {
    const { tenantId, schemaName } = await own.newTenant({ placement });
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
    const [pooled, dedicated] = [await own.newTenant(), await own.newTenant({ placement: 'dedicated' })];
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
    const databases = Array.from({ length: 10 }, () => openTestDatabase({ url: own.appUrl }));
    const summaries = await Promise.all(
      databases.map((database, index) =>
        work([count], {
          services: testServices({ clock, database }),
          workerId: `worker-${index}`,
          concurrency: 2,
        }),
      ),
    );
    await Promise.all(databases.map((database) => database.close()));
    expect(begun).toBe(50);
    expect(summaries.reduce((sum, one) => sum + one.success, 0)).toBe(50);
    const runs = [
      ...(await select('select scheduled_job_id, worker_id from job_execution_history where scheduled_job_id = any ($1)', [ids])),
      ...(await select('select scheduled_job_id, worker_id from job_execution_history', [], dedicated.schemaName)),
    ];
    expect(new Set(runs.map((run) => run.scheduled_job_id)).size).toBe(50);
    expect(runs).toHaveLength(50);
    expect(new Set(runs.map((run) => run.worker_id)).size).toBeGreaterThan(1);
  });
});

describe('after a standstill', () => {
  it('a job runs once for all the times that it missed, and says how many', async () => {
    const { tenantId } = await own.newTenant();
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
    const { tenantId } = await own.newTenant();
    const id = await schedule(tenantId, { oneTime: start });
    await work([handler(() => undefined)]);
    expect(await jobOf(id)).toMatchObject({ is_active: false, next_run_at: null, last_run_status: 'success' });
  });
});

describe('a job that fails', () => {
  const failing = handler(() => {
    throw new Error('the scale is out of reach');
  });

  it('is repeated after 30 s, 60 s and so on, then waits for its next regular time', async () => {
    const { tenantId } = await own.newTenant();
    const id = await schedule(tenantId, { interval: 60, maxRetries: 2 });
    const waits: number[] = [];
    for (let run = 0; run < 3; run += 1) {
      expect(await work([failing])).toMatchObject({ failed: 1 });
      const { next_run_at } = await jobOf(id);
      waits.push((next_run_at.getTime() - clock.now().getTime()) / 1000);
      clock.advance(next_run_at.getTime() - clock.now().getTime());
    }
    expect(waits).toEqual([30, 60, 3600 - 90]);
    expect(await jobOf(id)).toMatchObject({
      failure_count: 3,
      retry_attempt: 0,
      last_run_status: 'failed',
      next_run_at: new Date('2026-06-01T13:00:00Z'),
    });
    expect(await history(id)).toMatchObject([
      {
        retry_attempt: 0,
        error_message: 'the scale is out of reach',
        error_stack_trace: expect.stringContaining('engine.test.ts'),
      },
      { retry_attempt: 1, scheduled_for: start },
      { retry_attempt: 2, scheduled_for: start },
    ]);
    const events = await select(`select type, data from domain_events where subject_id = $1`, [id]);
    expect(events).toMatchObject([
      { type: 'scheduledJob.failed', data: { status: 'failed', error: 'the scale is out of reach' } },
    ]);
    expect(await work([handler(() => undefined)])).toMatchObject({ success: 1 });
    expect(await jobOf(id)).toMatchObject({ failure_count: 0, retry_attempt: 0 });
  });

  it('is not repeated later than its next regular time', async () => {
    const { tenantId } = await own.newTenant();
    const id = await schedule(tenantId, { cron: '* * * * *', maxRetries: 9 });
    await work([failing]);
    expect(await jobOf(id)).toMatchObject({ next_run_at: new Date('2026-06-01T12:00:30Z'), retry_attempt: 1 });
    clock.advance(30_000);
    await work([failing]);
    expect(await jobOf(id)).toMatchObject({ next_run_at: new Date('2026-06-01T12:01:00Z'), retry_attempt: 0 });
  });

  it('does not stop the others', async () => {
    const { tenantId } = await own.newTenant();
    await schedule(tenantId);
    await schedule(tenantId, { handler: 'test.other' });
    expect(await work([failing, handler(() => undefined, { handler: 'test.other' })])).toMatchObject({ failed: 1, success: 1 });
  });

  it('leaves nothing of an open transaction, and may hold characters that cannot be stored', async () => {
    const { tenantId } = await own.newTenant();
    const id = await schedule(tenantId);
    await work([
      handler(({ inScope }) =>
        inScope(async (tx) => {
          tx.emit({ type: 'test.happened', subjectType: 'test', subjectId: id, data: {} });
          throw new Error('a \0 and a \ud800');
        }),
      ),
    ]);
    expect(await history(id)).toMatchObject([{ execution_status: 'failed' }]);
    expect(await select(`select from domain_events where subject_id = $1 and type = 'test.happened'`, [id])).toEqual([]);
  });

  it.each([
    ['an unknown handler', { handler: 'test.gone' }, /no job handler test\.gone\. Handlers: test\.job/],
    ['a handler of the platform', { handler: 'test.platform' }, /is for jobs of the platform/],
    [
      'parameters that do not suit it',
      { handler: 'test.strict', parameters: { days: 'many' } },
      /parameters do not suit test\.strict: days/,
    ],
  ])('because of %s says so, and is not repeated before its next regular time', async (_, given, message) => {
    const { tenantId } = await own.newTenant();
    const id = await schedule(tenantId, given);
    const nothing = () => undefined;
    await work([
      handler(nothing),
      handler(nothing, { handler: 'test.platform', scope: 'platform' }),
      handler(nothing, { handler: 'test.strict', parameters: z.strictObject({ days: z.int() }) }),
    ]);
    expect(await history(id)).toMatchObject([{ execution_status: 'failed', error_message: expect.stringMatching(message) }]);
    expect((await jobOf(id)).next_run_at).toEqual(new Date('2026-06-01T13:00:00Z'));
  });
});

describe('a job that takes too long', () => {
  it('is told to stop, is recorded as timed out, and can change nothing any more', async () => {
    const { tenantId } = await own.newTenant();
    const id = await schedule(tenantId);
    const ended = new EventEmitter();
    const stopped = once(ended, 'stopped');
    const summary = await work([
      handler(
        async ({ inScope, signal }) => {
          const late = (async () => {
            await inScope(async (tx) => {
              tx.emit({ type: 'test.happened', subjectType: 'test', subjectId: id, data: {} });
              await once(signal, 'abort');
            });
          })();
          await late.catch((error) => ended.emit('stopped', error));
          return await inScope(async () => ({ recordsProcessed: 1 }));
        },
        { timeoutMs: 50 },
      ),
    ]);
    expect(summary).toEqual({ success: 0, failed: 0, timeout: 1, lost: 0 });
    expect((await stopped)[0]).toMatchObject({ message: 'It took longer than 50 ms.' });
    expect(await history(id)).toMatchObject([{ execution_status: 'timeout', error_message: 'It took longer than 50 ms.' }]);
    expect(await jobOf(id)).toMatchObject({
      last_run_status: 'timeout',
      retry_attempt: 1,
      next_run_at: new Date('2026-06-01T12:00:30Z'),
    });
    expect(await select(`select from domain_events where subject_id = $1`, [id])).toEqual([]);
  });
});

describe('a worker that crashes', () => {
  /** A worker that claims a job and is never heard of again; `finish` lets it come back. */
  async function crash(id: string) {
    const gate = new EventEmitter();
    const began = once(gate, 'began');
    const ended = work(
      [
        handler(async () => {
          const finish = once(gate, 'finish');
          gate.emit('began');
          await finish;
        }),
      ],
      { workerId: 'worker-lost' },
    );
    await began;
    expect(await jobOf(id)).toMatchObject({ locked_by: 'worker-lost', locked_until: new Date('2026-06-01T12:01:30Z') });
    return async () => {
      gate.emit('finish');
      return await ended;
    };
  }

  it('keeps its job until its lease ends; then another takes over and the lost run is a timeout', async () => {
    const { tenantId } = await own.newTenant();
    const id = await schedule(tenantId);
    const finish = await crash(id);
    clock.advance(89_000);
    expect(await work([handler(() => undefined)], { workerId: 'worker-2' })).toMatchObject({ success: 0 });
    clock.advance(1_000);
    expect(await work([handler(() => undefined)], { workerId: 'worker-2' })).toMatchObject({ success: 1 });
    expect(await history(id)).toMatchObject([
      {
        worker_id: 'worker-lost',
        execution_status: 'timeout',
        duration_ms: 90_000,
        error_message: expect.stringContaining('worker-lost'),
      },
      { worker_id: 'worker-2', execution_status: 'success', retry_attempt: 1 },
    ]);
    const before = await jobOf(id);
    expect(await finish()).toEqual({ success: 0, failed: 0, timeout: 0, lost: 1 });
    expect(await jobOf(id)).toEqual(before);
  });

  it('at every attempt does not make others crash for ever: the job waits for its next regular time', async () => {
    const { tenantId } = await own.newTenant();
    const id = await schedule(tenantId, { maxRetries: 0 });
    const finish = await crash(id);
    clock.advance(90_000);
    expect(await work([handler(() => undefined)])).toEqual({ success: 0, failed: 0, timeout: 0, lost: 0 });
    expect(await jobOf(id)).toMatchObject({ locked_by: null, next_run_at: new Date('2026-06-01T13:00:00Z'), failure_count: 1 });
    await finish();
  });
});

describe('what does not run', () => {
  it.each(['suspended', 'moving', 'provisioning', 'deleting'])('is a job of a tenant that is %s', async (status) => {
    const { tenantId } = await own.newTenant({ status });
    const id = await schedule(tenantId);
    const active = await own.newTenant();
    await schedule(active.tenantId);
    expect(await work([handler(() => undefined)])).toMatchObject({ success: 1 });
    expect(await history(id)).toEqual([]);
  });

  it('is a job that is paused, or not due', async () => {
    const { tenantId } = await own.newTenant();
    const paused = await schedule(tenantId);
    await inSystem('update scheduled_jobs set is_active = false where id = $1', [paused]);
    await schedule(tenantId, { dueAt: new Date(start.getTime() + 1) });
    expect(await work([handler(() => undefined)])).toMatchObject({ success: 0 });
  });

  it('is what the time is not enough for', async () => {
    const { tenantId } = await own.newTenant();
    await Promise.all(Array.from({ length: 5 }, () => schedule(tenantId)));
    const slow = handler(() => clock.advance(1_000));
    expect(await work([slow], { budgetMs: 2_000, concurrency: 1 })).toMatchObject({ success: 2 });
    expect(await work([slow], { concurrency: 1 })).toMatchObject({ success: 3 });
  });
});

describe('a job that is given another schedule while it runs', () => {
  it('keeps the new one', async () => {
    const { tenantId } = await own.newTenant();
    const id = await schedule(tenantId);
    const later = new Date('2026-06-05T00:00:00Z');
    await work([
      handler(() =>
        inSystem('update scheduled_jobs set next_run_at = $2, scheduled_run_at = $2 where id = $1', [id, later]).then(
          () => undefined,
        ),
      ),
    ]);
    expect(await jobOf(id)).toMatchObject({ next_run_at: later, last_run_status: 'success', locked_by: null });
  });
});

describe('the platform’s own jobs', () => {
  it('run across tenants', async () => {
    await inSystem(
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
    expect(await select('select next_run_at, last_run_status from platform.scheduled_jobs')).toMatchObject([
      { next_run_at: new Date('2026-06-01T12:05:00Z'), last_run_status: 'success' },
    ]);
    expect(await select('select execution_status from platform.job_execution_history')).toEqual([
      { execution_status: 'success' },
    ]);
  });
});
