import type { Job } from '@wheelhouse/shared/runtime/job.ts';
import { describe, expect, it } from 'vitest';
import { testServices } from '../../../../harness/index.ts';
import { memoryLog } from '../../../middleware/memory-log.ts';
import { failing, handler, jobWorkshop, start } from './job-workshop.ts';

const { own, clock, query, schedule, work } = jobWorkshop();

/** A job of a new tenant, by default without a second attempt. */
async function scheduled(given: { handler?: string; maxRetries?: number } = {}) {
  const { tenantId } = await own().newTenant();
  return { id: await schedule(tenantId, { maxRetries: 0, ...given }), tenantId };
}

/** Runs what is due and answers what was logged. */
async function logged(jobs: Job[]) {
  const { log, entries } = memoryLog();
  await work(jobs, { services: { ...testServices({ clock: clock(), database: own().database }), log } });
  return entries;
}

describe('the log of scheduled jobs', () => {
  it('tells of a failure once no retry is left, and not before', async () => {
    const { id, tenantId } = await scheduled({ maxRetries: 1 });
    expect(await logged([failing])).toEqual([]);
    clock().advance(30_000);
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
    clock().advance(3_600_000);
    expect(await logged([handler(() => undefined)])).toEqual([]);
  });

  it('tells of a run whose time was up', async () => {
    await scheduled();
    const entries = await logged([handler(() => new Promise(() => {}), { timeoutMs: 20 })]);
    expect(entries).toMatchObject([{ severity: 'ERROR', jobHandler: 'test.job', jobStatus: 'timeout' }]);
  });

  it('tells of a worker that is gone only when its job has no attempt left', async () => {
    const [once, twice] = [await scheduled(), await scheduled({ handler: 'test.again', maxRetries: 1 })];
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
    await scheduled({ handler: 'test.gone', maxRetries: 3 });
    expect(await logged([])).toMatchObject([{ jobHandler: 'test.gone', jobStatus: 'failed' }]);
    const { id } = await scheduled({ maxRetries: 3 });
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
