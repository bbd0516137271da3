import { asAdmin } from '@wheelhouse/shared/db/migrate/index.ts';
import { withSystem } from '@wheelhouse/shared/db/scope.ts';
import { expect, inject, it } from 'vitest';
import { newTenant, type TestTenant, testDatabase } from '../../harness/index.ts';

const owner = <R extends Record<string, unknown>>(text: string, values: unknown[] = []): Promise<R[]> =>
  asAdmin(inject('ownerUrl'), async (client) => (await client.query<R>(text, values)).rows);

const ensure = (tenant: TestTenant, day: string, months: number) =>
  owner<{ made: number }>('select platform.ensure_partitions($1::regclass, $2::date, $3) as made', [
    `${tenant.schemaName}.audit_log`,
    day,
    months,
  ]).then(([row]) => row?.made);

const bounds = (tenant: TestTenant) =>
  owner<{ name: string; bounds: string }>(
    `select c.relname as name, pg_get_expr(c.relpartbound, c.oid) as bounds from pg_class c
     where c.relispartition and c.relkind = 'r' and c.relnamespace = $1::regnamespace and c.relname like 'audit_log%' order by 1`,
    [tenant.schemaName],
  );

it('makes the months asked for and the one before, once, from midnight UTC', async () => {
  const tenant = await newTenant({ placement: 'dedicated' });
  expect(await ensure(tenant, '2031-12-31', 1)).toBe(3);
  expect(await ensure(tenant, '2031-12-01', 1)).toBe(0);
  expect((await bounds(tenant)).filter(({ name }) => name >= 'audit_log_2031')).toEqual([
    { name: 'audit_log_2031_11', bounds: `FOR VALUES FROM ('2031-11-01 00:00:00+00') TO ('2031-12-01 00:00:00+00')` },
    { name: 'audit_log_2031_12', bounds: `FOR VALUES FROM ('2031-12-01 00:00:00+00') TO ('2032-01-01 00:00:00+00')` },
    { name: 'audit_log_2032_01', bounds: `FOR VALUES FROM ('2032-01-01 00:00:00+00') TO ('2032-02-01 00:00:00+00')` },
  ]);
});

it('makes each partition once when several ask at the same time', async () => {
  const tenant = await newTenant({ placement: 'dedicated' });
  await Promise.all(Array.from({ length: 6 }, () => ensure(tenant, '2040-06-15', 2)));
  expect((await bounds(tenant)).filter(({ name }) => name >= 'audit_log_2040')).toHaveLength(4);
});

it('keeps rows of a month that has no partition out, and takes them once it has one', async () => {
  const tenant = await newTenant({ placement: 'dedicated' });
  const insert = () =>
    withSystem(
      testDatabase(),
      'a test',
      (tx) =>
        tx.query(
          `insert into audit_log (tenant_id, actor_kind, action_type, resource_type, occurred_at) values ($1, 'system', 'create', 'x', '2035-05-31T23:59:59.999Z')`,
          [tenant.tenantId],
        ),
      { home: tenant.schemaName },
    );
  await expect(insert()).rejects.toMatchObject({ code: '23514' });
  await ensure(tenant, '2035-05-01', 0);
  await insert();
  const [row] = await owner<{ partition: string }>(
    `select tableoid::regclass::text as partition from ${tenant.schemaName}.audit_log where occurred_at > '2035-01-01'`,
  );
  expect(row?.partition).toBe(`${tenant.schemaName}.audit_log_2035_05`);
});

it('lets nobody reach a partition except through its table', async () => {
  const tenant = await newTenant({ placement: 'dedicated' });
  const [partition] = await bounds(tenant);
  const reading = tenant.run((tx) => tx.query(`select from ${tenant.schemaName}.${partition?.name}`), 'audit_admin');
  await expect(reading).rejects.toMatchObject({ code: '42501' });
});
