import { dayMs, fixedClock } from '@wheelhouse/shared/clock.ts';
import { asAdmin, placeSql, readSqlFiles } from '@wheelhouse/shared/db/migrate/index.ts';
import { withSystem, withTenant } from '@wheelhouse/shared/db/scope.ts';
import { expireAudit } from '@wheelhouse/shared/domains/operations/jobs/expireAudit.ts';
import { purgeJobHistory } from '@wheelhouse/shared/domains/operations/jobs/purgeJobHistory.ts';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { testServices } from '../../../../harness/index.ts';
import { type OwnDatabase, ownDatabase } from '../../../../harness/own-database.ts';

let own: OwnDatabase;
beforeAll(async () => {
  own = await ownDatabase();
});
afterAll(() => own.close());

// biome-ignore lint/suspicious/noExplicitAny: rows of every shape
type AnyRow = Record<string, any>;
const query = (text: string, values: unknown[] = [], home = 'app') =>
  withSystem(own.database, 'test', (tx) => tx.query<AnyRow>(text, values), { home });

describe('operations.expireAudit', () => {
  async function expire(at: Date, parameters: object): Promise<string[]> {
    const result = await expireAudit.run({
      parameters: expireAudit.parameters.parse(parameters),
      services: testServices({ clock: fixedClock(at), database: own.database }),
      inScope: <T>(fn: Parameters<typeof withSystem<T>>[2]) => withSystem(own.database, 'test', fn),
      signal: AbortSignal.timeout(60_000),
    });
    return result.output?.dropped as string[];
  }
  const make = (home: string, day: string, monthsAhead: number) =>
    query('select maintenance.ensure_partitions($1, $2, $3)', [`${home}.audit_log`, day, monthsAhead]);

  it('drops the months of every placement that ended seven years ago, and no other', async () => {
    const { schemaName } = await own.newTenant({ placement: 'dedicated' });
    for (const home of ['audit', schemaName]) await make(home, '2018-02-01', 1);
    const sevenYearsAfter = (day: string) => new Date(Date.parse(`${day}T23:59:59Z`) + 2_555 * dayMs);
    expect(await expire(sevenYearsAfter('2018-01-31'), {})).toEqual([]);
    const january = ['audit', schemaName].map((home) => `${home}.audit_log_2018_01`).sort();
    expect((await expire(sevenYearsAfter('2018-02-01'), {})).sort()).toEqual(january);
    expect(await expire(sevenYearsAfter('2018-02-28'), {})).toEqual([]);
    expect((await expire(sevenYearsAfter('2018-03-01'), {})).length).toBe(2);
  });

  it('never drops an entry that is younger than it is to be kept', async () => {
    const { tenantId } = await own.newTenant();
    const days = fc.integer({ min: 0, max: 300 });
    const property = fc.asyncProperty(
      days,
      fc.array(days, { minLength: 1, maxLength: 5 }),
      fc.integer({ min: 365, max: 700 }),
      async (day, entries, keepDays) => {
        await make('audit', '2016-01-01', 12);
        const start = Date.parse('2016-01-01T12:00:00Z');
        const [at, limit] = [new Date(start + (day + keepDays) * dayMs), start + day * dayMs];
        for (const entry of entries)
          await query(
            `insert into audit.audit_log (tenant_id, actor_kind, action_type, resource_type, occurred_at) values ($1, 'system', 'read', 'test', $2)`,
            [tenantId, new Date(start + entry * dayMs)],
          );
        await expire(at, { keepDays });
        const left = await query('select occurred_at from audit.audit_log where tenant_id = $1 and occurred_at < $2', [
          tenantId,
          new Date('2017-06-01'),
        ]);
        const young = entries.map((entry) => start + entry * dayMs).filter((time) => time >= limit);
        expect(
          left
            .map(({ occurred_at }) => occurred_at.getTime())
            .filter((time: number) => time >= limit)
            .sort(),
        ).toEqual(young.sort());
        await query('delete from audit.audit_log where tenant_id = $1', [tenantId]);
      },
    );
    await fc.assert(property, { numRuns: 15 });
  });

  it('keeps a year at least, whoever asks', async () => {
    expect(expireAudit.parameters.safeParse({ keepDays: 364 }).success).toBe(false);
    await expect(query(`select maintenance.drop_partitions('audit_log', current_date - 364)`)).rejects.toThrow(
      /Partitions of audit_log are dropped when they are older than 365 days/,
    );
    await query(`select maintenance.drop_partitions('audit_log', current_date - 365)`);
  });
});

describe('operations.purgeJobHistory', () => {
  it('deletes in batches what ended before its retention, whenever it started', async () => {
    const { tenantId } = await own.newTenant();
    const now = new Date('2026-06-01T12:00:00Z');
    const daysAgo = (days: number) => new Date(now.getTime() - days * dayMs);
    const [job] = await query(
      `insert into scheduled_jobs (tenant_id, job_name, job_type, job_handler, schedule_type, interval_minutes, is_active)
       values ($1, 'a', 'sync', 'test.job', 'interval', 1, false) returning id`,
      [tenantId],
    );
    const insert = `insert into job_execution_history (tenant_id, scheduled_job_id, execution_status, scheduled_for, started_at, completed_at, worker_id)
      select $1, $2, case when $5::timestamptz is not null then $3 end, $4, $4, $5, 'w' from generate_series(1, $6::integer)`;
    await query(insert, [tenantId, job?.id, 'success', daysAgo(100), daysAgo(100), 5_000]);
    await query(insert, [tenantId, job?.id, 'timeout', daysAgo(100), daysAgo(91), 7]);
    await query(insert, [tenantId, job?.id, 'failed', daysAgo(91), daysAgo(89), 1]);
    await query(insert, [tenantId, job?.id, null, daysAgo(100), null, 1]);
    const scope = {
      tenantId,
      actor: { kind: 'system', reason: 'test' },
      databaseRole: 'system_admin',
      request: { operation: 'test' },
    } as const;
    const { recordsProcessed } = await purgeJobHistory.run({
      parameters: { keepDays: 90 },
      services: testServices({ clock: fixedClock(now), database: own.database }),
      inScope: <T>(fn: Parameters<typeof withTenant<T>>[2]) => withTenant(own.database, scope, fn),
      signal: AbortSignal.timeout(60_000),
    });
    expect(recordsProcessed).toBe(5_007);
    expect(await query('select execution_status from job_execution_history where tenant_id = $1 order by 1', [tenantId])).toEqual(
      [{ execution_status: 'failed' }, { execution_status: null }],
    );
  });

  it('is on the schedule of each organisation, of those as well that there are already', async () => {
    const migration = readSqlFiles().tenant.find(({ name }) => name.includes('0071'));
    for (const placement of ['pooled', 'dedicated'] as const) {
      const { tenantId, schemaName } = await own.newTenant({ placement });
      const jobs = () =>
        query(
          `select is_active, interval_minutes, next_run_at <= now() + interval '1 day' as soon from scheduled_jobs
           where tenant_id = $1 and job_handler = 'operations.purgeJobHistory'`,
          [tenantId],
          schemaName,
        );
      expect(await jobs()).toEqual([]);
      for (let i = 0; i < 2; i += 1) {
        await asAdmin(own.ownerUrl, (client) => client.query(placeSql(migration?.sql ?? '', schemaName)));
        expect(await jobs()).toEqual([{ is_active: true, interval_minutes: 1_440, soon: true }]);
      }
      await query('update scheduled_jobs set is_active = false where tenant_id = $1', [tenantId], schemaName);
      await query('select platform.seed_jobs($1, $2)', [schemaName, tenantId]);
      expect(await jobs()).toEqual([{ is_active: false, interval_minutes: 1_440, soon: true }]);
      await query('delete from scheduled_jobs where tenant_id = $1', [tenantId], schemaName);
      await query('select platform.seed_jobs($1, $2)', [schemaName, tenantId]);
      expect(await jobs()).toEqual([{ is_active: true, interval_minutes: 1_440, soon: true }]);
    }
  });
});
