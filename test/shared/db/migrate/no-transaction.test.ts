// biome-ignore-all lint/suspicious/noTemplateCurlyInString: migrations name the schemas of a placement so
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { migrate, provisionSchema } from '@wheelhouse/shared/db/migrate/index.ts';
import { expect, it } from 'vitest';
import { smallFiles } from '../scratch-files.ts';
import { connection, databaseWith, files, query, real, untilWaiting, versions } from './support.ts';

const one = 'create table ${app}.one (n integer); insert into ${app}.one values (1), (2);';
const alone = (statement: string) => `-- wheelhouse: no-transaction\n-- Lists are sorted by n.\n${statement}\n`;
const index = alone('create index concurrently if not exists one_n_idx\n  on ${app}.one (n);');
const uniqueIndex = alone('create unique index concurrently if not exists one_n_key on ${app}.one (n);');
const wait = () => new Promise<void>((resolve) => setImmediate(resolve));

const indexes = (url: string) =>
  query(
    url,
    `select indexrelid::regclass::text as name, indisvalid as valid from pg_index
     where indrelid::regclass::text like '%.one%' or indrelid::regclass::text like 'platform.x%' order by 1`,
  );
const built = [
  { name: 'app.one_n_idx', valid: true },
  { name: 'tenant_a.one_n_idx', valid: true },
];

it('builds an index while the table is written to, in every schema', async () => {
  const url = await databaseWith(one);
  const writer = await connection(url);
  await writer.query('begin; insert into app.one values (3);');
  const run = migrate(url, { files: files(one, index), lockTimeoutMs: 20 });
  await untilWaiting(url, 'create index concurrently', 100);
  await query(url, `set lock_timeout = '2s'; insert into app.one values (4);`);
  await writer.query('commit');
  await run;
  expect(await indexes(url)).toEqual(built);
  expect(await versions(url)).toEqual({ app: 2, tenant_a: 2 });
  expect(await migrate(url, { files: files(one, index) })).toEqual([]);
});

it('indexes an empty table at once, so that a new schema waits for nobody', async () => {
  const url = await databaseWith('create table ${app}.one (n integer);');
  const reader = await connection(url);
  await reader.query('begin isolation level repeatable read; select from pg_class;');
  const grown = files('create table ${app}.one (n integer);', index);
  await migrate(url, { files: grown });
  await provisionSchema(url, 'tenant_b', grown);
  expect(await indexes(url)).toEqual([...built, { name: 'tenant_b.one_n_idx', valid: true }]);
  await reader.query('rollback');
});

it('shares the work between runs at the same time, and builds each index once', async () => {
  const url = await databaseWith(one);
  const three = files(one, index, 'insert into ${app}.one values (9);');
  const runs = await Promise.all(Array.from({ length: 3 }, () => migrate(url, { files: three, wait })));
  const applied = runs.flat().flatMap(({ schemaName, versions }) => versions.map((version) => `${schemaName} ${version}`));
  expect(applied.sort()).toEqual(['app 2', 'app 3', 'tenant_a 2', 'tenant_a 3']);
  expect(await indexes(url)).toEqual(built);
});

it('builds anew what a failure left half built', async () => {
  const url = await databaseWith(one);
  await query(url, 'insert into app.one values (1)');
  await expect(migrate(url, { files: files(one, uniqueIndex) })).rejects.toMatchObject({ code: '23505' });
  expect(await indexes(url)).toContainEqual({ name: 'app.one_n_key', valid: false });
  expect(await versions(url)).toMatchObject({ app: 1 });
  await query(url, 'delete from app.one');
  await query(url, 'insert into app.one values (1)');
  await migrate(url, { files: files(one, uniqueIndex) });
  expect(await indexes(url)).toEqual([
    { name: 'app.one_n_key', valid: true },
    { name: 'tenant_a.one_n_key', valid: true },
  ]);
});

it('goes on after its process was killed while it built an index', async () => {
  const url = await databaseWith(one);
  const writer = await connection(url);
  await writer.query('begin; insert into app.one values (3);');
  const script = fileURLToPath(new URL('../migrate-child.ts', import.meta.url));
  const child = spawn(process.execPath, [script, url, JSON.stringify([one, index])], { stdio: 'ignore' });
  const ended = new Promise((resolve) => child.on('exit', (_, signal) => resolve(signal)));
  await untilWaiting(url, 'create index concurrently');
  child.kill('SIGKILL');
  expect(await ended).toBe('SIGKILL');
  // The server goes on building, or ends the session and leaves a part of it: either is in order for the next run.
  const run = migrate(url, { files: files(one, index), wait });
  await writer.query('commit');
  await run;
  expect(await indexes(url)).toEqual(built);
  expect(await versions(url)).toEqual({ app: 2, tenant_a: 2 });
});

it('records an index that a killed run had finished', async () => {
  const url = await databaseWith(one);
  await query(url, 'create index one_n_idx on app.one (n)');
  await migrate(url, { files: files(one, index) });
  expect(await indexes(url)).toEqual(built);
  expect(await versions(url)).toEqual({ app: 2, tenant_a: 2 });
});

it('runs in the control plane, between the migrations before and after it', async () => {
  const url = await databaseWith(one);
  const steps = [
    'select 1;',
    'create table platform.x (n integer); insert into platform.x values (1);',
    alone('create index concurrently if not exists x_n_idx on ${platform}.x (n);'),
    'alter table platform.x add column two integer;',
  ];
  await migrate(url, { files: smallFiles(real, [one], steps.slice(0, 2)) });
  const writer = await connection(url);
  await writer.query('begin; insert into platform.x values (2);');
  const seen: string[] = [];
  const run = migrate(url, {
    files: smallFiles(real, [one], steps),
    onApplied: (schema, { version }) => seen.push(`${schema} ${version}`),
  });
  await untilWaiting(url, 'create index concurrently');
  await writer.query('commit');
  await run;
  expect(seen).toEqual(['platform 3', 'platform 4']);
  expect(await indexes(url)).toEqual([{ name: 'platform.x_n_idx', valid: true }]);
});

const months = `create table \${app}.one (n integer, day date) partition by range (day);
  create table \${app}.one_2026_01 partition of \${app}.one for values from ('2026-01-01') to ('2026-02-01');
  create table \${app}.one_2026_02 partition of \${app}.one for values from ('2026-02-01') to ('2026-03-01');
  insert into \${app}.one values (1, '2026-01-10'), (1, '2026-02-10');`;

it('indexes a partitioned table partition by partition, those to come as well, and goes on after a failure', async () => {
  const url = await databaseWith(months);
  await query(url, `insert into app.one values (1, '2026-02-10')`);
  const keyed = files(months, alone('create unique index concurrently if not exists one_n_key on ${app}.one (n, day);'));
  await expect(migrate(url, { files: keyed })).rejects.toMatchObject({ code: '23505' });
  const before = await indexes(url);
  expect(before).toContainEqual({ name: 'app.one_2026_01_n_key', valid: true });
  expect(before).toContainEqual({ name: 'app.one_2026_02_n_key', valid: false });
  expect(before).toContainEqual({ name: 'app.one_n_key', valid: false });
  await query(url, `delete from app.one where day = '2026-02-10'`);
  await migrate(url, { files: keyed });
  await query(url, `create table app.one_2026_03 partition of app.one for values from ('2026-03-01') to ('2026-04-01')`);
  const after = await indexes(url);
  expect(after).toHaveLength(7);
  expect(after.filter(({ valid }) => !valid)).toEqual([]);
  const { length } = await query(url, `select from pg_inherits where inhparent = 'app.one_n_key'::regclass`);
  expect(length).toBe(3);
});

it('drops an index, of a partitioned table too', async () => {
  const url = await databaseWith(
    months,
    'create index one_n_idx on ${app}.one (n); create index one_day_idx on ${app}.one_2026_01 (day);',
  );
  const dropped = (name: string) => alone(`drop index concurrently if exists \${app}.${name};`);
  await migrate(url, {
    files: files(
      months,
      'create index one_n_idx on ${app}.one (n); create index one_day_idx on ${app}.one_2026_01 (day);',
      dropped('one_n_idx'),
      dropped('one_day_idx'),
      dropped('one_that_never_was_idx'),
    ),
  });
  expect(await indexes(url)).toEqual([]);
  expect(await versions(url)).toEqual({ app: 5, tenant_a: 5 });
});

it('validates a constraint', async () => {
  const url = await databaseWith(one);
  const added = 'alter table ${app}.one add constraint one_positive check (n > 0) not valid;';
  const validated = alone('alter table ${app}.one validate constraint one_positive;');
  await migrate(url, { files: files(one, added, validated) });
  expect(await query(url, `select convalidated from pg_constraint where conname = 'one_positive'`)).toEqual([
    { convalidated: true },
    { convalidated: true },
  ]);
});

it.each([
  'update ${app}.one set n = 2;',
  'create index concurrently one_n_idx on ${app}.one (n);',
  'create index if not exists one_n_idx on ${app}.one (n);',
  'drop index concurrently if exists ${app}.a, ${app}.b;',
])('refuses %s outside of a transaction, and says what may stand there', async (statement) => {
  const url = await databaseWith(one);
  await expect(migrate(url, { files: files(one, alone(statement)) })).rejects.toThrow(
    /0002_step\.sql begins with "-- wheelhouse: no-transaction", so it holds one statement.*It holds: /,
  );
  expect(await versions(url)).toMatchObject({ app: 1 });
});
