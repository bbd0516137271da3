import { randomBytes } from 'node:crypto';
import { createServer } from 'node:net';
import { fromDatabaseError, type WheelhouseError } from '@wheelhouse/shared/errors.ts';
import { DrizzleQueryError } from 'drizzle-orm';
import pg from 'pg';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';

// Two copies of the tables: one that shows keys in its reports and one behind forced row security, where PostgreSQL hides them.
const schema = `errors_${randomBytes(4).toString('hex')}`;
const role = `${schema}_app`;
const client = new pg.Client({ connectionString: inject('adminUrl') });

beforeAll(async () => {
  await client.connect();
  await client.query(`
    create schema ${schema};
    set search_path = ${schema};
    create table depots (tenant_id int, id int, primary key (tenant_id, id));
    create table vehicles (
      tenant_id int, id int, license_plate varchar(8) not null, depot_id int, year int, seen_at timestamptz,
      primary key (tenant_id, id),
      constraint vehicles_tenant_id_license_plate_key unique (tenant_id, license_plate),
      constraint vehicles_tenant_id_depot_id_depots_tenant_id_id_fk foreign key (tenant_id, depot_id) references depots (tenant_id, id),
      constraint vehicles_year_check check (year > 1900),
      constraint vehicles_seen_at_excl exclude (seen_at with =)
    );
    create table readings (at date) partition by range (at);
    insert into depots values (1, 1);
    insert into vehicles values (1, 1, 'AB-1', 1, 2020, '2026-01-01');
    create role ${role};
    grant usage on schema ${schema} to ${role};
    grant select, insert, update, delete on depots, vehicles to ${role};
    create table hidden (id int);
  `);
});

afterAll(async () => {
  await client.query(`reset role; drop schema ${schema} cascade; drop role ${role}`);
  await client.end();
});

async function failure(sql: string, parameters: unknown[] = []): Promise<Error> {
  return client.query(sql, parameters).then(
    () => Promise.reject(new Error(`expected to fail: ${sql}`)),
    (error: Error) => error,
  );
}

async function translated(sql: string, parameters: unknown[] = []): Promise<WheelhouseError | undefined> {
  return fromDatabaseError(await failure(sql, parameters));
}

async function behindRowSecurity<Result>(fn: () => Promise<Result>): Promise<Result> {
  await client.query(`
    alter table depots enable row level security;
    alter table vehicles enable row level security;
    create policy own on depots using (tenant_id = 1);
    create policy own on vehicles using (tenant_id = 1);
    set role ${role};
  `);
  try {
    return await fn();
  } finally {
    await client.query(`
      reset role;
      drop policy own on depots;
      drop policy own on vehicles;
      alter table depots disable row level security;
      alter table vehicles disable row level security;
    `);
  }
}

test('a duplicate names its fields and value and not the tenant, through the wrapper of drizzle', async () => {
  const error = await failure(`insert into vehicles values (1, 2, 'AB-1')`);
  expect(fromDatabaseError(new DrizzleQueryError('insert', [], error))).toMatchObject({
    status: 409,
    code: 'already_exists',
    detail: 'There is one with the same licensePlate AB-1.',
    fields: [{ path: 'licensePlate', code: 'already_exists' }],
  });
});

test('behind row security the fields come from the declaration or the name of the constraint', async () => {
  await behindRowSecurity(async () => {
    const duplicate = await failure(`insert into vehicles values (1, 2, 'AB-1')`);
    expect(fromDatabaseError(duplicate)).toMatchObject({ code: 'already_exists', fields: [{ path: 'licensePlate' }] });
    const columnsOf = (table: string, constraint: string) =>
      `${table} ${constraint}` === 'vehicles vehicles_tenant_id_license_plate_key' ? ['tenant_id', 'number_plate'] : undefined;
    expect(fromDatabaseError(duplicate, columnsOf)?.fields?.[0]?.path).toBe('numberPlate');
    expect(await translated(`insert into vehicles values (1, 2, 'AB-2', 9)`)).toMatchObject({ fields: [{ path: 'depotId' }] });
    expect(await translated(`insert into vehicles values (2, 2, 'AB-2')`)).toMatchObject({ status: 403, code: 'forbidden' });
    expect(await translated('select * from hidden')).toMatchObject({ status: 403, code: 'forbidden' });
  });
});

test('a reference that leads nowhere names its field', async () => {
  expect(await translated(`insert into vehicles values (1, 2, 'AB-2', 9)`)).toMatchObject({
    status: 422,
    code: 'invalid_fields',
    fields: [{ path: 'depotId', code: 'invalid_reference', message: 'Refers to one of depots that does not exist.' }],
  });
});

test('deleting what is still referenced is a conflict', async () => {
  expect(await translated('delete from depots')).toMatchObject({ status: 409, detail: 'It is still referenced by vehicles.' });
});

test('a missing value and a broken rule name their field', async () => {
  expect(await translated('insert into vehicles values (1, 2)')).toMatchObject({
    fields: [{ path: 'licensePlate', code: 'required' }],
  });
  expect(await translated(`insert into vehicles values (1, 2, 'AB-2', 1, 1800)`)).toMatchObject({
    status: 422,
    fields: [{ path: 'year', code: 'check' }],
  });
});

test('an overlap is a conflict', async () => {
  expect(await translated(`insert into vehicles values (1, 2, 'AB-2', 1, 2020, '2026-01-01')`)).toMatchObject({ status: 409 });
});

test.each([
  [`insert into vehicles values (1, 2, 'much too long')`, 422],
  [`select 99999999999::bigint::int`, 422],
  [`select 'x'::uuid`, 400],
  [`select 'yesterdayish'::date`, 400],
  [`select '2026-02-31'::date`, 400],
  [`insert into readings values ('2026-01-01')`, 422],
])('what does not fit its type is the client’s: %s', async (sql, status) => {
  expect((await translated(sql))?.status).toBe(status);
});

test('a character that cannot be stored is the client’s', async () => {
  expect(await translated('select $1::text', ['a\0b'])).toMatchObject({ status: 400 });
});

test('a statement that takes too long and a lock that is not released can be tried again', async () => {
  await client.query('set statement_timeout = 20');
  expect(await translated('select pg_sleep(10)')).toMatchObject({ status: 503, retryAfterSeconds: 5 });
  await client.query('set statement_timeout = 0');

  const other = new pg.Client({ connectionString: inject('adminUrl') });
  await other.connect();
  await other.query(`begin; lock table ${schema}.depots`);
  await client.query('set lock_timeout = 20');
  expect(await translated('select * from depots')).toMatchObject({ status: 503, code: 'unavailable' });
  await client.query('set lock_timeout = 0');
  await other.end();
});

test.each([
  ['WH403', 403, 'tenant_suspended'],
  ['WH404', 404, 'not_found'],
  ['WH422', 422, 'rule_violated'],
  ['WH503', 503, 'unavailable'],
  ['40001', 409, 'transaction_conflict'],
  ['40P01', 409, 'transaction_conflict'],
  ['53300', 503, 'unavailable'],
  ['57P01', 503, 'unavailable'],
  ['08006', 503, 'unavailable'],
])('SQLSTATE %s is answered with %i %s', async (state, status, code) => {
  const error = await translated(`do $$ begin raise exception 'Odometers never go back.' using errcode = '${state}'; end $$`);
  expect(error).toMatchObject({ status, code });
  if (state.startsWith('WH')) expect(error?.detail).toBe('Odometers never go back.');
});

test('a server that cannot be reached is unavailable', async () => {
  const placeholder = createServer().listen(0);
  const { port } = placeholder.address() as { port: number };
  await new Promise((resolve) => placeholder.close(resolve));
  const unreachable = new pg.Client({ host: '127.0.0.1', port });
  const error = await unreachable.connect().catch((reason: unknown) => reason);
  expect(fromDatabaseError(error)).toMatchObject({ status: 503 });
});

test('what is our own mistake is not translated', async () => {
  expect(await translated('select * from no_such_table')).toBeUndefined();
  expect(fromDatabaseError(new TypeError('x is undefined'))).toBeUndefined();
  expect(fromDatabaseError('text')).toBeUndefined();
});
