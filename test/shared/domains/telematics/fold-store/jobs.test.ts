import { randomUUID } from 'node:crypto';
import { fixedClock } from '@wheelhouse/shared/clock.ts';
import { type Tx, withSystem, withTenant } from '@wheelhouse/shared/db/scope.ts';
import { runDueJobs } from '@wheelhouse/shared/domains/operations/jobs/engine/index.ts';
import { telematicsJobs } from '@wheelhouse/shared/domains/telematics/jobs/index.ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { testServices } from '../../../../harness/index.ts';
import { type OwnDatabase, ownDatabase } from '../../../../harness/own-database.ts';
import { delivery, message, now, testIngest, vehicleWith } from '../support.ts';
import { at, journey, type Row, rowsOf, seen, send } from './support.ts';

let own: OwnDatabase;
beforeAll(async () => {
  own = await ownDatabase();
});
afterAll(() => own.close());

const query = (text: string, values: unknown[] = [], home = 'app') =>
  withSystem(own.database, 'test', (tx) => tx.query<Row>(text, values), { home });

/** Runs one of the jobs as its schedule does. */
async function run(handler: string, options: { clock?: ReturnType<typeof fixedClock>; parameters?: object } = {}) {
  const clock = options.clock ?? fixedClock(now);
  await query('update platform.scheduled_jobs set is_active = false');
  await query(
    `update platform.scheduled_jobs set is_active = true, next_run_at = $2, scheduled_run_at = $2, locked_until = null, job_parameters = $3
     where job_handler = $1`,
    [handler, clock.now(), JSON.stringify(options.parameters ?? {})],
  );
  const services = testServices({ clock, database: own.database });
  await runDueJobs({ services, jobs: telematicsJobs, budgetMs: 60_000, workerId: 'worker-1' });
  const [execution] = await query(
    `select h.execution_status as status, h.records_processed as processed, h.output_data as output, h.error_message as error
     from platform.job_execution_history h join platform.scheduled_jobs j on j.id = h.scheduled_job_id
     where j.job_handler = $1 order by h.created_at desc, h.id desc limit 1`,
    [handler],
  );
  return execution as Row;
}

/** A tenant of this database with a vehicle, and an ingest for it. */
async function fleet(placement: 'pooled' | 'dedicated' = 'pooled') {
  const { tenantId, schemaName } = await own.newTenant({ placement });
  const scope = () => ({
    ...{ tenantId, actor: { kind: 'system', reason: 'test' } as const, databaseRole: 'system_admin' as const },
    request: { operation: 'test', requestId: randomUUID() },
  });
  const tenant = {
    tenantId,
    schemaName,
    slug: schemaName,
    scope,
    run: <T>(fn: (tx: Tx) => Promise<T>) => withTenant(own.database, scope(), fn),
  };
  const vehicleId = await vehicleWith(tenant, 'GPS-1');
  return { tenant, vehicleId };
}

describe('telematics.refold', () => {
  it('folds what waits in every placement, and lets pass what is due, once', async () => {
    const fleets = [await fleet(), await fleet('dedicated')];
    for (const { tenant } of fleets) {
      const ingest = testIngest({ database: own.database, fold: 'later' });
      await send(ingest, tenant, 'GPS-1', [...journey(2000), seen(60, 6000, 54)]);
      expect(await rowsOf(tenant, 'trips')).toEqual([]);
    }
    expect(await run('telematics.refold')).toMatchObject({ status: 'success', processed: 2, output: { failed: 0 } });
    for (const { tenant } of fleets)
      expect(await rowsOf(tenant, 'trips')).toMatchObject([{ started_at: at(2000) }, { ended_at: null }]);
    expect(await run('telematics.refold')).toMatchObject({ processed: 0 });

    const hourLater = fixedClock(new Date(now.getTime() + 3_700_000));
    expect(await run('telematics.refold', { clock: hourLater })).toMatchObject({ status: 'success', processed: 2 });
    for (const { tenant } of fleets) {
      expect((await rowsOf(tenant, 'trips'))[1]?.ended_at).toEqual(at(60));
      expect(await rowsOf(tenant, 'vehicle_state')).toMatchObject([{ is_online: false }]);
    }
    expect(await run('telematics.refold', { clock: hourLater })).toMatchObject({ processed: 0 });
  });

  it('passes over suspended tenants, and over a vehicle that cannot be folded, without keeping others from it', async () => {
    const [suspended, faulty, well] = [await fleet(), await fleet(), await fleet()];
    const ingest = testIngest({ database: own.database, fold: 'later' });
    for (const [i, { tenant }] of [suspended, faulty, well].entries()) {
      await send(ingest, tenant, 'GPS-1', journey(9_000 - i * 1_000));
    }
    await query(`update platform.tenants set status = 'suspended' where id = $1`, [suspended.tenant.tenantId]);
    await query(
      `update vehicle_folds set state = '1{"until":{"atMs":0,"id":"00000000-0000-0000-0000-000000000000"}}' where id = $1`,
      [faulty.vehicleId],
    );
    // One at a time: neither takes the place of the other.
    expect(await run('telematics.refold', { parameters: { limit: 1 } })).toMatchObject({ processed: 0, output: { failed: 1 } });
    expect(await run('telematics.refold', { parameters: { limit: 2 } })).toMatchObject({ processed: 1, output: { failed: 1 } });
    expect(await rowsOf(well.tenant, 'trips')).toHaveLength(1);

    await query(`update platform.tenants set status = 'active' where id = $1`, [suspended.tenant.tenantId]);
    expect(await run('telematics.refold')).toMatchObject({ processed: 1, output: { failed: 1 } });
    expect(await rowsOf(suspended.tenant, 'trips')).toHaveLength(1);
    await query('delete from vehicle_folds where id = $1', [faulty.vehicleId]);
  });
});

describe('telematics.expireFacts', () => {
  const monthsOf = async (home: string) =>
    (
      await query(
        `select c.relname as name from pg_inherits i join pg_class c on c.oid = i.inhrelid
         where c.relnamespace = to_regnamespace($1) and c.relname ~ '^(vehicle_locations|obd_telemetry|device_events)_' order by 1`,
        [home],
      )
    ).map(({ name }) => name as string);

  it('drops the months of every placement that lie wholly before the retention, and no other', async () => {
    const fleets = [await fleet(), await fleet('dedicated')];
    const old = fixedClock(new Date('2025-03-10T12:00:00Z'));
    for (const { tenant } of fleets) {
      const ingest = testIngest({ database: own.database, clock: old });
      const recorded = ['2025-01-31T23:59:59Z', '2025-02-01T00:00:00Z', '2025-02-27T00:00:00Z', '2025-03-01T00:00:00Z'];
      const readings = recorded.map((recordedAt) => ({
        recordedAt,
        position: { latitude: 41, longitude: -87 },
        obd: { rpm: 800 },
      }));
      await ingest.accept(delivery(message(tenant, 'GPS-1', readings)));
    }
    // 400 days after 28 February, when January is past and February is not; then after the last moment of February.
    const day = 86_400_000;
    const dayBefore = fixedClock(new Date(Date.parse('2025-02-28T12:00:00Z') + 400 * day));
    const first = await run('telematics.expireFacts', { clock: dayBefore });
    expect(first, first.error).toMatchObject({ status: 'success' });
    for (const { tenant } of fleets) {
      const months = await monthsOf(tenant.schemaName);
      for (const table of ['vehicle_locations', 'obd_telemetry', 'device_events']) {
        expect(months).not.toContain(`${table}_2025_01`);
        expect(months).toContain(`${table}_2025_02`);
      }
      expect(await rowsOf(tenant, 'vehicle_locations')).toHaveLength(3);
    }
    expect(first.output.dropped.filter((name: string) => name.endsWith('2025_01')).sort()).toEqual(
      ['app', fleets[1]!.tenant.schemaName]
        .flatMap((home) => ['vehicle_locations', 'obd_telemetry', 'device_events'].map((table) => `${home}.${table}_2025_01`))
        .sort(),
    );
    expect((await run('telematics.expireFacts', { clock: dayBefore })).output.dropped).toEqual([]);
    const after = fixedClock(new Date(Date.parse('2025-03-01T00:00:00Z') + 400 * day));
    await run('telematics.expireFacts', { clock: after });
    expect((await monthsOf('app')).filter((name) => name.endsWith('2025_02'))).toEqual([]);
    expect(await rowsOf(fleets[0]!.tenant, 'vehicle_locations')).toHaveLength(1);
  });

  it('keeps all states of the last days, the first of each day before, and the first of each month of long ago', async () => {
    const { tenant, vehicleId } = await fleet();
    const noon = fixedClock(new Date('2026-06-15T12:00:00Z'));
    await send(testIngest({ database: own.database, fold: 'later' }), tenant, 'GPS-1', [seen(60, 0, 0)]);
    const add = (times: string[]) =>
      tenant.run((tx) =>
        tx.query(
          `insert into vehicle_fold_checkpoints (vehicle_id, at, state) select $1, t, '{}' from unnest($2::timestamptz[]) t`,
          [vehicleId, times],
        ),
      );
    const stay = [
      ...['2026-06-12T12:00:00Z', '2026-06-12T12:15:00Z', '2026-06-15T11:45:00Z'],
      ...['2026-06-12T00:00:00Z', '2026-06-11T09:30:00Z', '2026-04-16T12:00:00Z', '2026-04-17T00:00:00Z'],
      ...['2026-04-01T00:00:00Z', '2026-02-27T23:45:00Z', '2025-12-31T23:30:00Z'],
    ];
    const go = [
      ...['2026-06-12T11:45:00Z', '2026-06-11T23:45:00Z', '2026-04-17T08:00:00Z'],
      ...['2026-04-02T00:00:00Z', '2026-02-28T00:00:00Z', '2025-12-31T23:45:00Z'],
    ];
    await add([...stay, ...go]);
    const left = async () =>
      (await rowsOf(tenant, 'vehicle_fold_checkpoints')).map((row) => row.at.toISOString().replace('.000', ''));
    for (let i = 0; i < 2; i += 1) {
      expect(await run('telematics.expireFacts', { clock: noon })).toMatchObject({ status: 'success' });
      expect(await left()).toEqual(stay.sort());
    }
    await run('telematics.expireFacts', { clock: noon, parameters: { denseDays: 1 } });
    expect(await left()).toEqual(
      stay.filter((time) => time !== '2026-06-12T12:00:00Z' && time !== '2026-06-12T12:15:00Z').sort(),
    );
  });

  it('is possible for the system only, and only long after a month', async () => {
    const drop = `select maintenance.drop_partitions('vehicle_locations', current_date)`;
    await expect(query(drop)).rejects.toThrow(/older than 60 days/);
    await expect(own.database.pool.query(drop)).rejects.toThrow(/permission denied/);
  });
});
