import { asAdmin, migrate, provisionSchema, readSqlFiles, type SqlFiles } from '@wheelhouse/shared/db/migrate/index.ts';
import pg from 'pg';
import { expect, onTestFinished } from 'vitest';
import { scratchDatabase } from '../scratch.ts';
import { smallFiles } from '../scratch-files.ts';

export const real = readSqlFiles();

/** A scratch database with the pooled and a dedicated schema, made by these migrations. */
export async function databaseWith(...tenantSql: string[]): Promise<string> {
  const url = await scratchDatabase();
  const files = smallFiles(real, tenantSql);
  await migrate(url, { files });
  await provisionSchema(url, 'tenant_a', files);
  return url;
}

export const files = (...tenantSql: string[]): SqlFiles => smallFiles(real, tenantSql);

export const query = (url: string, text: string) => asAdmin(url, async (client) => (await client.query(text)).rows);

/** Versions of the schemas of tenants. */
export const versions = async (url: string): Promise<Record<string, number>> =>
  Object.fromEntries(
    (await query(url, `select schema_name, version from platform.schema_versions where schema_name <> 'platform'`)).map((row) => [
      row.schema_name,
      row.version,
    ]),
  );

/** A connection that the test holds. */
export async function connection(url: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  onTestFinished(() => client.end());
  return client;
}

/** Until a statement that begins so waits for a lock, for at least so long. */
export async function untilWaiting(url: string, start: string, forMs = 0): Promise<void> {
  const text = `select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'
    and ltrim(query, E' \\n') like '${start}%' and clock_timestamp() - query_start > interval '${forMs} ms'`;
  await expect.poll(async () => (await query(url, text)).length, { timeout: 15_000 }).toBeGreaterThan(0);
}
