import { randomUUID } from 'node:crypto';
import { type FixedClock, fixedClock } from '@wheelhouse/shared/clock.ts';
import { placements } from '@wheelhouse/shared/db/placements.ts';
import { type Tx, withSystem } from '@wheelhouse/shared/db/scope.ts';
import { runDueJobs } from '@wheelhouse/shared/domains/operations/jobs/engine/index.ts';
import { type Job, job } from '@wheelhouse/shared/runtime/job.ts';
import { afterAll, beforeAll, beforeEach } from 'vitest';
import { z } from 'zod';
import { testServices } from '../../../../harness/index.ts';
import { type OwnDatabase, ownDatabase } from '../../../../harness/own-database.ts';

/** What the clock of every test begins at. */
export const start = new Date('2026-06-01T12:00:00Z');

// biome-ignore lint/suspicious/noExplicitAny: rows of every shape
type AnyRow = Record<string, any>;

type Given = {
  handler?: string;
  parameters?: unknown;
  interval?: number;
  cron?: string;
  oneTime?: Date;
  dueAt?: Date;
  maxRetries?: number;
};

/** A database and a clock of the file's own, and what schedules jobs and runs them. Before each test there are no jobs. */
export function jobWorkshop() {
  let own: OwnDatabase;
  let clock: FixedClock;
  beforeAll(async () => {
    own = await ownDatabase();
  });
  afterAll(() => own.close());
  beforeEach(async () => {
    clock = fixedClock(start);
    for (const home of await placements(own.database)) await query('delete from scheduled_jobs', [], home);
    await query('delete from platform.scheduled_jobs');
  });

  const query = (text: string, values: unknown[] = [], home = 'app'): Promise<AnyRow[]> =>
    withSystem(own.database, 'test', (tx) => tx.query<AnyRow>(text, values), { home });

  async function schedule(tenantId: string, given: Given = {}, home = 'app'): Promise<string> {
    const { handler = 'test.job', parameters = {}, cron = null, oneTime = null, dueAt = start, maxRetries = 3 } = given;
    const type = cron ? 'cron' : oneTime ? 'one_time' : 'interval';
    const [row] = await query(
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

  return {
    own: () => own,
    clock: () => clock,
    query,
    schedule,
    jobOf: async (id: string, home = 'app') =>
      (await query('select * from scheduled_jobs where id = $1', [id], home))[0] as AnyRow,
    history: (id: string, home = 'app') =>
      query('select * from job_execution_history where scheduled_job_id = $1 order by id', [id], home),
    /** Runs what is due. */
    work: (jobs: Job[], more: Partial<Parameters<typeof runDueJobs>[0]> = {}) =>
      runDueJobs({
        services: testServices({ clock, database: own.database }),
        jobs,
        budgetMs: 60_000,
        workerId: 'worker-1',
        ...more,
      }),
  };
}

type Run = { inScope: <T>(fn: (tx: Tx) => Promise<T>) => Promise<T>; signal: AbortSignal; parameters: unknown };

/** A handler `test.job` of jobs of tenants, which takes any parameters. */
export const handler = (run: (context: Run) => Promise<unknown> | unknown, more: Partial<Job> = {}): Job => ({
  ...job({
    handler: 'test.job',
    summary: 'a test',
    scope: 'tenant',
    parameters: z.record(z.string(), z.unknown()),
    run: async (context) => ((await run(context)) as { recordsProcessed: number }) ?? { recordsProcessed: 0 },
  }),
  ...more,
});

/** One that fails. */
export const failing = handler(() => {
  throw new Error('the scale is out of reach');
});
