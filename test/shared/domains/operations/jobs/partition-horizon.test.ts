import { fixedClock } from '@wheelhouse/shared/clock.ts';
import { asAdmin } from '@wheelhouse/shared/db/migrate/index.ts';
import { withSystem } from '@wheelhouse/shared/db/scope.ts';
import { ensurePartitions } from '@wheelhouse/shared/domains/operations/jobs/ensurePartitions.ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { testServices } from '../../../../harness/index.ts';
import { type OwnDatabase, ownDatabase } from '../../../../harness/own-database.ts';
import { memoryLog } from '../../../middleware/memory-log.ts';

let own: OwnDatabase;
beforeAll(async () => {
  own = await ownDatabase();
});
afterAll(() => own.close());

/** Days from a day to the first of a month so many later. */
function daysTo(day: string, monthsLater: number): number {
  const from = new Date(`${day}T00:00:00Z`);
  return (Date.UTC(from.getUTCFullYear(), from.getUTCMonth() + monthsLater, 1) - from.getTime()) / 86_400_000;
}

async function horizon(day: string): Promise<number | undefined> {
  const [row] = await withSystem(own.database, 'test', (tx) =>
    tx.query<{ days: number }>('select maintenance.partition_horizon_days($1) as days', [day]),
  );
  return row?.days;
}

async function run(day: string, monthsAhead: number) {
  const { log, entries } = memoryLog();
  const services = { ...testServices({ clock: fixedClock(new Date(`${day}T23:30:00Z`)), database: own.database }), log };
  const inScope = <T>(fn: Parameters<typeof withSystem<T>>[2]) => withSystem(own.database, 'test', fn);
  const { recordsProcessed } = await ensurePartitions.run({
    parameters: { monthsAhead },
    services,
    inScope,
    signal: AbortSignal.timeout(60_000),
  });
  return { recordsProcessed, entries };
}

describe('operations.ensurePartitions', () => {
  it('logs for how many days all partitions are there, also when it makes none', async () => {
    const day = '2031-05-17';
    const told = [{ severity: 'INFO', partitionHorizonDays: daysTo(day, 3) }];
    const first = await run(day, 2);
    expect(first.recordsProcessed).toBeGreaterThan(0);
    expect(first.entries).toMatchObject(told);
    const second = await run(day, 2);
    expect(second.recordsProcessed).toBe(0);
    expect(second.entries).toMatchObject(told);
    expect((await run(day, 1)).entries).toMatchObject(told);
    expect((await run(day, 4)).entries).toMatchObject([{ partitionHorizonDays: daysTo(day, 5) }]);
  });
});

describe('the horizon of the partitions', () => {
  it('is that of the one table, of whichever placement, that ends first; none where it has no current month', async () => {
    const { schemaName } = await own.newTenant({ placement: 'dedicated' });
    const day = '2033-01-31';
    await run(day, 3);
    expect(await horizon(day)).toBe(daysTo(day, 4));
    expect(await horizon('2033-04-30')).toBe(1);
    const drop = (name: string) => asAdmin(own.ownerUrl, (client) => client.query(`drop table ${schemaName}.${name}`));
    await drop('obd_telemetry_2033_03');
    expect(await horizon(day)).toBe(daysTo(day, 2));
    await drop('audit_log_2033_01');
    expect(await horizon(day)).toBe(0);
  });

  it('is told to the system only', async () => {
    await expect(own.database.pool.query('select maintenance.partition_horizon_days(current_date)')).rejects.toThrow(
      /permission denied/,
    );
  });
});
