import { randomUUID } from 'node:crypto';
import type { PubSub } from '@google-cloud/pubsub';
import { type FixedClock, fixedClock } from '@wheelhouse/shared/clock.ts';
import { withSystem } from '@wheelhouse/shared/db/scope.ts';
import { allJobs } from '@wheelhouse/shared/domains/jobs.ts';
import { runDueJobs } from '@wheelhouse/shared/domains/operations/jobs/engine/index.ts';
import { operationsJobs } from '@wheelhouse/shared/domains/operations/jobs/index.ts';
import type { Services } from '@wheelhouse/shared/resource/services.ts';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { testServices } from '../../../../harness/index.ts';
import { type OwnDatabase, ownDatabase } from '../../../../harness/own-database.ts';

let own: OwnDatabase;
let clock: FixedClock;

beforeAll(async () => {
  own = await ownDatabase();
});
afterAll(() => own.close());
beforeEach(() => {
  clock = fixedClock(new Date());
});

// biome-ignore lint/suspicious/noExplicitAny: rows of every shape
const query = (text: string, values: unknown[] = [], home = 'app'): Promise<Record<string, any>[]> =>
  withSystem(own.database, 'test', (tx) => tx.query(text, values), { home });

/** Makes one of the platform's jobs, and no other, due now and runs it. */
async function run(handler: string, parameters: Record<string, unknown> = {}, given: Partial<Services> = {}) {
  await query('update platform.scheduled_jobs set is_active = false');
  await query(
    `update platform.scheduled_jobs set is_active = true, next_run_at = $2, scheduled_run_at = $2, job_parameters = job_parameters || $3 where job_handler = $1`,
    [handler, clock.now(), JSON.stringify(parameters)],
  );
  const services = testServices({ ...given, clock, database: own.database });
  const summary = await runDueJobs({ services, jobs: operationsJobs, budgetMs: 60_000, workerId: 'worker-1' });
  const [execution] = await query(
    `select h.* from platform.job_execution_history h join platform.scheduled_jobs j on j.id = h.scheduled_job_id
     where j.job_handler = $1 order by h.started_at desc, h.id desc limit 1`,
    [handler],
  );
  return { summary, execution };
}

describe('the jobs of the platform', () => {
  it('are scheduled in a new database, each with code that takes its parameters', async () => {
    const rows = await query('select job_handler, job_parameters from platform.scheduled_jobs order by 1');
    expect(rows.map((row) => row.job_handler)).toEqual([
      'operations.ensurePartitions',
      'operations.expireAudit',
      'operations.publishEvents',
      'operations.purgeEvents',
      'operations.purgeExpired',
      'telematics.expireFacts',
      'telematics.refold',
      'telematics.refreshLayers',
    ]);
    for (const row of rows) {
      const job = allJobs.find((one) => one.handler === row.job_handler);
      expect(job?.scope).toBe('platform');
      expect(job?.parameters.safeParse(row.job_parameters).success).toBe(true);
    }
  });
});

describe('operations.ensurePartitions', () => {
  const partitions = (home: string) =>
    query(
      `select c.relname as name from pg_inherits i join pg_class c on c.oid = i.inhrelid where c.relnamespace = to_regnamespace($1)`,
      [home],
    );

  it('makes the partitions of the months to come in every placement, and nothing twice', async () => {
    const { schemaName } = await own.newTenant({ placement: 'dedicated' });
    clock.advance(200 * 86_400_000);
    const month = new Date(clock.now());
    const names = [0, 1, 2].map((ahead) => {
      const start = new Date(Date.UTC(month.getUTCFullYear(), month.getUTCMonth() + ahead, 1));
      return `audit_log_${start.getUTCFullYear()}_${String(start.getUTCMonth() + 1).padStart(2, '0')}`;
    });
    const { summary, execution } = await run('operations.ensurePartitions');
    expect(summary, execution?.error_message).toMatchObject({ success: 1 });
    for (const home of ['audit', schemaName]) {
      expect((await partitions(home)).map(({ name }) => name)).toEqual(expect.arrayContaining(names));
    }
    expect(execution?.records_processed).toBeGreaterThanOrEqual(6);
    expect((await run('operations.ensurePartitions')).execution).toMatchObject({
      records_processed: 0,
      output_data: { tables: [] },
    });
  });

  it('is possible for the system only, and only for partitioned tables', async () => {
    await expect(query(`select maintenance.ensure_partitions('platform.tenants', current_date, 1)`)).rejects.toThrow(
      /no table partitioned by range/,
    );
    await expect(query(`select maintenance.ensure_partitions('audit.audit_log', current_date, 99)`)).rejects.toThrow(
      /0 to 24 months/,
    );
    await expect(
      query(`select platform.create_partition('audit', 'audit_log', 'mine', '2030-01-01', '2030-02-01')`),
    ).rejects.toThrow(/permission denied/);
    await expect(
      own.database.pool.query(`select maintenance.ensure_partitions('audit.audit_log', current_date, 1)`),
    ).rejects.toThrow(/permission denied/);
  });
});

describe('operations.publishEvents', () => {
  it('publishes what was left in every placement, to the topic of the configuration', async () => {
    const tenants = [await own.newTenant(), await own.newTenant({ placement: 'dedicated' })];
    for (const { tenantId, schemaName } of tenants) {
      await query(
        `insert into domain_events (tenant_id, type, subject_type, subject_id, data, occurred_at) values ($1, 'test.left', 'test', 'x', '{}', $2)`,
        [tenantId, new Date(clock.now().getTime() - 60_000)],
        schemaName,
      );
    }
    const published: string[] = [];
    const topic = (name: string) => ({
      publishMessage: async (message: { attributes: Record<string, string> }) =>
        void published.push(`${name} ${message.attributes.tenantId}`),
    });
    const { execution } = await run('operations.publishEvents', {}, { pubsub: async () => ({ topic }) as unknown as PubSub });
    expect(execution).toMatchObject({
      execution_status: 'success',
      records_processed: 2,
      output_data: { published: 2, failed: 0 },
    });
    expect(published.sort()).toEqual(tenants.map(({ tenantId }) => `events ${tenantId}`).sort());
  });
});

describe('operations.purgeExpired', () => {
  it('deletes what has expired in every placement, in batches, and nothing else', async () => {
    const [pooled, dedicated] = [await own.newTenant(), await own.newTenant({ placement: 'dedicated' })];
    const now = clock.now();
    const daysAgo = (days: number) => new Date(now.getTime() - days * 86_400_000);
    const ids: Record<string, string> = {};
    for (const { tenantId, schemaName } of [pooled, dedicated]) {
      const messages = `insert into processed_messages (tenant_id, consumer, message_id, processed_at)
        select $1, 'test', $2 || n, $3 from generate_series(1, $4::integer) n`;
      await query(messages, [tenantId, 'old', daysAgo(8), 2500], schemaName);
      await query(messages, [tenantId, 'new', daysAgo(6), 3], schemaName);
      const keys = 'insert into idempotency_keys (tenant_id, actor, key, request_hash, expires_at) values ($1, $2, $3, $3, $4)';
      await query(keys, [tenantId, 'a', 'expired', daysAgo(0.01)], schemaName);
      await query(keys, [tenantId, 'a', 'valid', daysAgo(-1)], schemaName);
      ids[tenantId] = schemaName;
    }
    const subject = randomUUID();
    await query('insert into platform.rate_limit_windows (subject, window_start, granted) values ($1, $2, 1), ($1, $3, 1)', [
      subject,
      daysAgo(1),
      now,
    ]);
    await query(
      `insert into platform.job_execution_history (scheduled_job_id, execution_status, scheduled_for, started_at, completed_at, worker_id)
       select id, 'success', t, t, t, 'w' from platform.scheduled_jobs, unnest($1::timestamptz[]) t where job_handler = 'telematics.refold'`,
      [[daysAgo(91), daysAgo(89)]],
    );
    const { execution } = await run('operations.purgeExpired');
    expect(execution).toMatchObject({
      execution_status: 'success',
      records_processed: 5004,
      output_data: {
        processed_messages: 5000,
        idempotency_keys: 2,
        'platform.rate_limit_windows': 1,
        'platform.idempotency_keys': 0,
        'platform.job_execution_history': 1,
      },
    });
    expect(await query(`select completed_at from platform.job_execution_history where worker_id = 'w'`)).toEqual([
      { completed_at: daysAgo(89) },
    ]);
    for (const [tenantId, home] of Object.entries(ids)) {
      expect(
        await query('select count(*)::integer as left from processed_messages where tenant_id = $1', [tenantId], home),
      ).toEqual([{ left: 3 }]);
      expect(await query('select key from idempotency_keys where tenant_id = $1', [tenantId], home)).toEqual([{ key: 'valid' }]);
    }
  });
});

describe('operations.purgeJobHistory', () => {
  it('deletes old runs of its own organisation', async () => {
    const [mine, other] = [await own.newTenant(), await own.newTenant()];
    const old = new Date(clock.now().getTime() - 100 * 86_400_000);
    for (const { tenantId } of [mine, other]) {
      const [job] = await query(
        `insert into scheduled_jobs (tenant_id, job_name, job_type, job_handler, schedule_type, interval_minutes, next_run_at, is_active)
         values ($1, 'tidy', 'cleanup', 'operations.purgeJobHistory', 'interval', 60, $2, $3) returning id`,
        [tenantId, clock.now(), tenantId === mine.tenantId],
      );
      await query(
        `insert into job_execution_history (tenant_id, scheduled_job_id, execution_status, scheduled_for, started_at, completed_at, worker_id)
         values ($1, $2, 'success', $3, $3, $3, 'w')`,
        [tenantId, job?.id, old],
      );
    }
    await query('update platform.scheduled_jobs set is_active = false');
    const services = testServices({ clock, database: own.database });
    const summary = await runDueJobs({ services, jobs: operationsJobs, budgetMs: 60_000, workerId: 'worker-1' });
    expect(summary).toMatchObject({ success: 1, failed: 0 });
    const left = (tenantId: string) =>
      query('select records_processed from job_execution_history where tenant_id = $1', [tenantId]);
    expect(await left(mine.tenantId)).toEqual([{ records_processed: 1 }]);
    expect(await left(other.tenantId)).toEqual([{ records_processed: null }]);
  });
});
