// biome-ignore-all lint/suspicious/noTemplateCurlyInString: migrations name the schemas of a placement so
import { migrate, planMigrations } from '@wheelhouse/shared/db/migrate/index.ts';
import { expect, it } from 'vitest';
import { countQueries } from '../query-log.ts';
import { scratchDatabase } from '../scratch.ts';
import { databaseWith, files, query, versions } from './support.ts';

const one = 'create table ${app}.one (n integer);';
const index = '-- wheelhouse: no-transaction\ncreate index concurrently if not exists one_n_idx on ${app}.one (n);';
const first = { version: 1, name: '0001_step.sql', inTransaction: true };
const second = { version: 2, name: '0002_step.sql', inTransaction: false };

it('says what would be done in each schema, with one query, and changes nothing', async () => {
  const url = await databaseWith(one);
  const asked = await countQueries(url, async (proxied) => {
    expect(await planMigrations(proxied, files(one, index))).toEqual([
      { schemaName: 'app', replacesFunctions: false, migrations: [second] },
      { schemaName: 'tenant_a', replacesFunctions: false, migrations: [second] },
    ]);
  });
  expect(asked).toHaveLength(1);
  expect(await versions(url)).toEqual({ app: 1, tenant_a: 1 });
  await migrate(url, { files: files(one, index) });
  expect(await planMigrations(url, files(one, index))).toEqual([]);
});

it('plans an empty database, and functions that have changed', async () => {
  const url = await scratchDatabase();
  expect(await planMigrations(url, files(one, index))).toEqual([
    { schemaName: 'platform', replacesFunctions: true, migrations: [first] },
    { schemaName: 'app', replacesFunctions: false, migrations: [first, second] },
  ]);
  expect(await query(url, `select to_regnamespace('platform') as found`)).toEqual([{ found: null }]);
  await migrate(url, { files: files(one, index) });
  expect(await planMigrations(url, { ...files(one, index), functionsChecksum: 'another' })).toEqual([
    { schemaName: 'platform', replacesFunctions: true, migrations: [] },
  ]);
});

it('refuses what a run would refuse', async () => {
  const url = await databaseWith(one);
  await expect(planMigrations(url, files(`${one} -- changed`, index))).rejects.toThrow(/0001_step\.sql was changed/);
});
