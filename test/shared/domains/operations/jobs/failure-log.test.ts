import { randomUUID } from 'node:crypto';
import { type FixedClock, fixedClock } from '@wheelhouse/shared/clock.ts';
import { withSystem } from '@wheelhouse/shared/db/scope.ts';
import { runDueJobs } from '@wheelhouse/shared/domains/operations/jobs/engine/index.ts';
import { type Job, job } from '@wheelhouse/shared/runtime/job.ts';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { testServices } from '../../../../harness/index.ts';
import { type OwnDatabase, ownDatabase } from '../../../../harness/own-database.ts';
import { memoryLog } from '../../../middleware/memory-log.ts';

const start = new Date('2026-06-01T12:00:00Z');
let own: OwnDatabase;
let clock: FixedClock;

beforeAll(async () => {
  own = await ownDatabase();
});
afterAll(() => own.close());
beforeEach(async () => {
  clock = fixedClock(start);
  await query('delete from scheduled_jobs');
  await query('delete from platform.scheduled_jobs');
});

// biome-ignore lint/suspicious/noExplicitAny: rows of every shape
const query = (text: string, values: unknown[] = []): Promise<Record<string, any>[]> =>
  withSystem(own.database, 'test', (tx) => tx.query(text, values));

async function schedule(given: { handler?: string; maxRetries?: number } = {}) {
  const { tenantId } = await own.newTenant();
  const [row] = await query(
    `insert into scheduled_jobs (tenant_id, job_name, job_type, job_handler, schedule_type, interval_minutes, next_run_at, scheduled_run_at, max_retries)
     values ($1, $2, 'sync', $3, 'interval', 60, $4, $4, $5) returning id`,
    [tenantId, randomUUID(), given.handler ?? 'test.job', start, given.maxRetries ?? 0],
  );
  return { id: row?.id as string, tenantId };
}

const handler = (run: () => unknown, more: Partial<Job> = {}): Job => ({
  ...job({
    handler: 'test.job',
    summary: 'a test',
    scope: 'tenant',
    parameters: z.strictObject({}),
    run: async () => {
      await run();
      return { recordsProcessed: 0 };
    },
  }),
  ...more,
});

/** Runs what is due and answers what was logged. */
async function logged(jobs: Job[]) {
  const { log, entries } = memoryLog();
  const services = { ...testServices({ clock, database: own.database }), log };
  await runDueJobs({ services, jobs, budgetMs: 60_000, workerId: 'worker-1' });
  return entries;
}

const failing = handler(() => {
  throw new Error('the scale is out of reach');
});

describe('the log of scheduled jobs', () => {
  it('tells of a failure once no retry is left, and not before', async () => {
    const { id, tenantId } = await schedule({ maxRetries: 1 });
    expect(await logged([failing])).toEqual([]);
    clock.advance(30_000);
    expect(await logged([failing])).toMatchObject([
      {
        severity: 'ERROR',
        jobHandler: 'test.job',
        jobStatus: 'failed',
        jobId: id,
        tenantId,
        jobError: 'the scale is out of reach',
      },
    ]);
    clock.advance(3_600_000);
    expect(await logged([handler(() => undefined)])).toEqual([]);
  });

  it('tells of a run whose time was up', async () => {
    await schedule();
    const entries = await logged([handler(() => new Promise(() => {}), { timeoutMs: 20 })]);
    expect(entries).toMatchObject([{ severity: 'ERROR', jobHandler: 'test.job', jobStatus: 'timeout' }]);
  });

  it('tells of a worker that is gone only when its job has no attempt left', async () => {
    const [once, twice] = [await schedule(), await schedule({ handler: 'test.again', maxRetries: 1 })];
    await query(`update scheduled_jobs set locked_by = 'worker-lost', locked_until = $1`, [start]);
    const entries = await logged([handler(() => undefined), handler(() => undefined, { handler: 'test.again' })]);
    expect(entries).toMatchObject([
      {
        severity: 'ERROR',
        jobHandler: 'test.job',
        jobStatus: 'timeout',
        jobId: once.id,
        jobError: expect.stringContaining('worker-lost'),
      },
    ]);
    expect(await query('select last_run_status from scheduled_jobs where id = $1', [twice.id])).toEqual([
      { last_run_status: 'success' },
    ]);
  });

  it('tells of a job that nobody knows, and of a failed run whose job was given another schedule meanwhile', async () => {
    await schedule({ handler: 'test.gone', maxRetries: 3 });
    expect(await logged([])).toMatchObject([{ jobHandler: 'test.gone', jobStatus: 'failed' }]);
    const { id } = await schedule({ maxRetries: 3 });
    const rescheduled = handler(async () => {
      await query('update scheduled_jobs set next_run_at = $2, scheduled_run_at = $2 where id = $1', [
        id,
        new Date('2026-06-05T00:00:00Z'),
      ]);
      throw new Error('too late');
    });
    expect(await logged([rescheduled])).toMatchObject([{ jobHandler: 'test.job', jobStatus: 'failed', jobId: id }]);
    expect(await query('select type from domain_events where subject_id = $1', [id])).toEqual([{ type: 'scheduledJob.failed' }]);
  });

  it('tells of jobs of the platform', async () => {
    await query(
      `insert into platform.scheduled_jobs (job_name, job_type, job_handler, schedule_type, interval_minutes, next_run_at, max_retries)
       values ('test', 'maintenance', 'test.platform', 'interval', 5, $1, 0)`,
      [start],
    );
    expect(await logged([{ ...failing, handler: 'test.platform', scope: 'platform' }])).toMatchObject([
      { severity: 'ERROR', jobHandler: 'test.platform', jobStatus: 'failed' },
    ]);
  });
});
