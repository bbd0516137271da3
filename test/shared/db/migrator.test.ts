// biome-ignore-all lint/suspicious/noTemplateCurlyInString: migrations name the schemas of a placement so
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { asAdmin, migrate, provisionSchema, readSqlFiles, schemasBehind } from '@wheelhouse/shared/db/migrate/index.ts';
import pg from 'pg';
import { expect, it, onTestFinished } from 'vitest';
import { countQueries } from './query-log.ts';
import { scratchDatabase } from './scratch.ts';
import { smallFiles } from './scratch-files.ts';

const real = readSqlFiles();
const one = 'create table ${app}.one (n integer); insert into ${app}.one values (1);';
const two = 'alter table ${app}.one add column two integer; create table ${audit}.two (n integer);';
const schemas = ['app', 'tenant_a', 'tenant_b', 'tenant_c', 'tenant_d', 'tenant_e'];

/** A database with the pooled and five dedicated schemas at version 1. */
async function migratedDatabase(): Promise<string> {
  const url = await scratchDatabase();
  const files = smallFiles(real, [one]);
  await migrate(url, { files });
  for (const schema of schemas.slice(1)) await provisionSchema(url, schema, files);
  return url;
}

const query = (url: string, text: string) => asAdmin(url, async (client) => (await client.query(text)).rows);
const versions = (url: string) =>
  query(url, `select schema_name, version from platform.schema_versions where schema_name <> 'platform' order by 1`);
const all = (version: number) => schemas.map((schema_name) => ({ schema_name, version }));

it('brings every schema to the newest version, each in its own areas', async () => {
  const url = await migratedDatabase();
  expect(await schemasBehind(url, smallFiles(real, [one, two]))).toEqual(schemas);
  const applied = await migrate(url, { files: smallFiles(real, [one, two]) });
  expect(applied.map(({ schemaName, versions }) => [schemaName, versions]).sort()).toEqual(schemas.map((name) => [name, [2]]));
  expect(await versions(url)).toEqual(all(2));
  // Where the pooled tenants have an area each, a dedicated schema holds all.
  const tables = await query(
    url,
    `select relnamespace::regnamespace::text || '.' || relname as name from pg_class where relname = 'two' and relkind = 'r' order by 1`,
  );
  expect(tables.map(({ name }) => name)).toEqual(['audit.two', ...schemas.slice(1).map((schema) => `${schema}.two`)]);
});

it('asks one question when there is nothing to do', async () => {
  const url = await migratedDatabase();
  const files = smallFiles(real, [one]);
  const asked = await countQueries(url, async (proxied) => expect(await migrate(proxied, { files })).toEqual([]));
  expect(asked).toHaveLength(1);
});

it('shares the work between runs at the same time, and applies each migration once', async () => {
  const url = await migratedDatabase();
  const files = smallFiles(real, [one, two, 'insert into ${app}.one values (3);']);
  const runs = await Promise.all(Array.from({ length: 3 }, () => migrate(url, { files, concurrency: 2 })));
  const applied = runs.flat().flatMap(({ schemaName, versions }) => versions.map((version) => `${schemaName} ${version}`));
  expect(applied.sort()).toEqual(schemas.flatMap((schema) => [`${schema} 2`, `${schema} 3`]).sort());
  for (const schema of schemas)
    expect(await query(url, `select n from ${schema}.one order by n`), schema).toEqual([{ n: 1 }, { n: 3 }]);
});

it('makes an empty database once when several runs find it empty', async () => {
  const url = await scratchDatabase();
  await Promise.all(Array.from({ length: 3 }, () => migrate(url)));
  expect(await migrate(url)).toEqual([]);
  expect(await versions(url)).toEqual([{ schema_name: 'app', version: real.tenant.at(-1)?.version }]);
});

it('goes on after its process was killed in the middle of a migration, leaving nothing half done', async () => {
  const url = await migratedDatabase();
  // The third schema's migration waits for a lock that the test holds: the run is killed inside it.
  const blocker = new pg.Client({ connectionString: url });
  await blocker.connect();
  onTestFinished(() => blocker.end());
  await blocker.query('select pg_advisory_lock(4711)');
  const blocked = `alter table \${app}.one add column two integer;
    do $$ begin if '\${app}' = 'tenant_b' then perform pg_advisory_xact_lock_shared(4711); end if; end $$;`;
  const script = fileURLToPath(new URL('./migrate-child.ts', import.meta.url));
  const child = spawn(process.execPath, [script, url, JSON.stringify([one, blocked])], { stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = new Promise<NodeJS.Signals | null>((resolve) => child.on('exit', (_, signal) => resolve(signal)));
  await new Promise<void>((resolve) => {
    let output = '';
    child.stdout.on('data', (data) => {
      output += data;
      if (output.includes('applied tenant_a 2')) resolve();
    });
  });
  child.kill('SIGKILL');
  expect(await ended).toBe('SIGKILL');
  await blocker.query('select pg_advisory_unlock(4711)');

  const files = smallFiles(real, [one, blocked]);
  const waiting = await schemasBehind(url, files);
  expect(waiting).not.toContain('tenant_a');
  expect(waiting).toContain('tenant_e');
  await migrate(url, { files });
  expect(await versions(url)).toEqual(all(2));
  for (const schema of schemas) {
    expect(
      await query(url, `select attname from pg_attribute where attrelid = '${schema}.one'::regclass and attname = 'two'`),
      schema,
    ).toHaveLength(1);
  }
});

it('undoes a migration that fails, keeps those before it, and names what went wrong', async () => {
  const url = await migratedDatabase();
  const files = smallFiles(real, [one, two, 'create table ${app}.three (n integer); select 1 / 0;']);
  await expect(migrate(url, { files })).rejects.toMatchObject({ code: '22012' });
  await expect(query(url, 'select from app.three')).rejects.toMatchObject({ code: '42P01' });
  const repaired = smallFiles(real, [one, two, 'create table ${app}.three (n integer);']);
  await migrate(url, { files: repaired });
  expect(await versions(url)).toEqual(all(3));
});

it('refuses to go on when an applied migration was changed or removed, and says which', async () => {
  const url = await scratchDatabase();
  const files = smallFiles(real, [one, two]);
  await migrate(url, { files });
  const changed = smallFiles(real, [`${one} -- changed`, two]);
  await expect(migrate(url, { files: changed })).rejects.toThrow(/sql\/migrations\/tenant\/0001_step\.sql was changed after/);
  const removed = { ...files, tenant: files.tenant.slice(1) };
  await expect(migrate(url, { files: removed })).rejects.toThrow(/0001_step\.sql was applied to this database and is gone/);
});

it('refuses a changed migration of the control plane, and one numbered below those applied', async () => {
  const url = await scratchDatabase();
  await migrate(url, { files: smallFiles(real, [one], ['create table platform.a (n integer);']) });
  await expect(migrate(url, { files: smallFiles(real, [one], ['create table platform.b (n integer);']) })).rejects.toThrow(
    /sql\/migrations\/platform\/0001_step\.sql was changed/,
  );
  const gap = smallFiles(real, [one], ['create table platform.a (n integer);']);
  const [first] = gap.tenant;
  await migrate(url, {
    files: { ...gap, tenant: [first!, { ...first!, version: 9, name: '0009_later.sql', sql: 'select 1;', checksum: '9' }] },
  });
  const late = { ...first!, version: 5, name: '0005_late.sql', sql: 'select 1;', checksum: '5' };
  const nine = { ...first!, version: 9, name: '0009_later.sql', sql: 'select 1;', checksum: '9' };
  await expect(migrate(url, { files: { ...gap, tenant: [first!, late, nine] } })).rejects.toThrow(
    /0005_late\.sql comes before version 9/,
  );
});

it('leaves a database that is ahead of the code as it is', async () => {
  const url = await scratchDatabase();
  await migrate(url, { files: smallFiles(real, [one, two]) });
  expect(await migrate(url, { files: smallFiles(real, [one]) })).toEqual([]);
  expect(await versions(url)).toEqual([{ schema_name: 'app', version: 2 }]);
});

it('replaces functions that have changed, without touching any schema', async () => {
  const url = await scratchDatabase();
  const files = smallFiles(real, [one]);
  await migrate(url, { files });
  const functions = [
    ...real.functions,
    { name: 'x.sql', sql: `create or replace function platform.answer() returns integer language sql as 'select 42'` },
  ];
  const changed = { ...files, functions, functionsChecksum: 'another' };
  expect(await schemasBehind(url, changed)).toEqual(['platform']);
  expect(await migrate(url, { files: changed })).toEqual([]);
  expect(await query(url, 'select platform.answer() as answer')).toEqual([{ answer: 42 }]);
});

it('refuses a placeholder that is no area, and a schema name that could break out of the statement', async () => {
  const url = await scratchDatabase();
  await expect(migrate(url, { files: smallFiles(real, ['create table ${nowhere}.x (n integer);']) })).rejects.toThrow(
    /\$\{nowhere\} is not an area/,
  );
  await expect(provisionSchema(url, 'tenant_x; drop schema app')).rejects.toThrow();
});
