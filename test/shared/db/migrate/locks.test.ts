// biome-ignore-all lint/suspicious/noTemplateCurlyInString: migrations name the schemas of a placement so
import { migrate } from '@wheelhouse/shared/db/migrate/index.ts';
import { expect, it } from 'vitest';
import { smallFiles } from '../scratch-files.ts';
import { connection, databaseWith, files, query, real, untilWaiting, versions } from './support.ts';

const one = 'create table ${app}.one (n integer);';
const two = 'alter table ${app}.one add column two integer;';

it('steps back when it does not get a lock, lets requests through, and tries again', async () => {
  const url = await databaseWith(one);
  const reader = await connection(url);
  await reader.query('begin; select from app.one;');
  const pauses: number[] = [];
  const wait = async (ms: number) => {
    pauses.push(ms);
    // Nothing queues behind the migration now.
    await query(url, `set lock_timeout = '1s'; select from app.one;`);
    if (pauses.length === 2) await reader.query('commit');
  };
  await migrate(url, { files: files(one, two), lockTimeoutMs: 30, wait });
  expect(pauses).toEqual([1_000, 2_000]);
  expect(await versions(url)).toEqual({ app: 2, tenant_a: 2 });
});

it('gives up after eight attempts, names the migration, and leaves the schema as it was', async () => {
  const url = await databaseWith(one);
  const reader = await connection(url);
  await reader.query('begin; select from app.one;');
  const pauses: number[] = [];
  const wait = async (ms: number) => void pauses.push(ms);
  await expect(migrate(url, { files: files(one, two), lockTimeoutMs: 20, wait })).rejects.toThrow(
    /0002_step\.sql in schema app did not get its locks within 20 ms, 8 times over.*pg_stat_activity/,
  );
  expect(pauses).toEqual([1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000]);
  expect(await versions(url)).toMatchObject({ app: 1 });
});

it('tries the control plane again as well', async () => {
  const url = await databaseWith(one);
  const first = 'create table platform.x (n integer);';
  await migrate(url, { files: smallFiles(real, [one], ['select 1;', first]) });
  const reader = await connection(url);
  await reader.query('begin; select from platform.x;');
  const later = smallFiles(real, [one], ['select 1;', first, 'alter table platform.x add column two integer;']);
  await expect(migrate(url, { files: later, lockTimeoutMs: 20, wait: async () => {} })).rejects.toThrow(
    /0003_step\.sql of the control plane did not get its locks/,
  );
  const wait = async () => void (await reader.query('rollback'));
  await migrate(url, { files: later, lockTimeoutMs: 20, wait });
  expect(await query(url, 'select two from platform.x')).toEqual([]);
});

it('waits for another run without a limit', async () => {
  const url = await databaseWith(one);
  await query(url, `alter database ${new URL(url).pathname.slice(1)} set lock_timeout = '50ms'`);
  const other = await connection(url);
  await other.query(`begin; select from platform.schema_versions where schema_name = 'app' for update;`);
  const wait = async () => expect.fail('stepped back from another run');
  const run = migrate(url, { files: files(one, two), lockTimeoutMs: 20, wait });
  await untilWaiting(url, 'select version from platform.schema_versions', 150);
  await other.query('rollback');
  await run;
  expect(await versions(url)).toEqual({ app: 2, tenant_a: 2 });
});

it('sets the limits itself, whatever the database says', async () => {
  const url = await databaseWith(one);
  const name = new URL(url).pathname.slice(1);
  await query(url, `alter database ${name} set lock_timeout = '7h'; alter database ${name} set statement_timeout = '7h';`);
  const note = `create table \${app}.limits as select current_setting('lock_timeout') as locks, current_setting('statement_timeout') as statements;`;
  await migrate(url, { files: files(one, note) });
  expect(await query(url, 'select * from app.limits')).toEqual([{ locks: '5s', statements: '5min' }]);
});

it('ends when no schema is being migrated any more, also when one fails', async () => {
  const url = await databaseWith(one);
  const blocker = await connection(url);
  await blocker.query('select pg_advisory_lock(4711)');
  const step = `do $$ begin if '\${app}' = 'app' then perform 1 / 0; else perform pg_advisory_xact_lock(4711); end if; end $$;`;
  let hasEnded = false;
  const run = migrate(url, { files: files(one, step) }).finally(() => {
    hasEnded = true;
  });
  run.catch(() => {});
  await untilWaiting(url, 'do $$', 300);
  expect(hasEnded).toBe(false);
  await blocker.query('select pg_advisory_unlock(4711)');
  await expect(run).rejects.toMatchObject({ code: '22012' });
  expect(await versions(url)).toEqual({ app: 1, tenant_a: 2 });
});
