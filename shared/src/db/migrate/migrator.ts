import pg from 'pg';
import { asAdmin } from './bootstrap.ts';
import { type Migration, placeSql, readSqlFiles, type SqlFiles, schemasOf } from './files.ts';

/** What a run did: schema name and the versions it applied there. */
export type Applied = { schemaName: string; versions: number[] };

type Options = {
  files?: SqlFiles;
  /** Schemas migrated at the same time. */
  concurrency?: number;
  /** Called after each applied migration. */
  onApplied?: (schemaName: string, migration: Migration) => void;
};

/**
 * Brings the control plane, the pooled placement and every dedicated schema to the newest version. Each migration of each schema is
 * one transaction that also records its version, so a run that was killed goes on where it stopped, and several runs at once
 * share the work. When all are up to date it asks one question and is done, however many tenants there are.
 */
export async function migrate(ownerUrl: string, options: Options = {}): Promise<Applied[]> {
  const files = options.files ?? readSqlFiles();
  return asAdmin(ownerUrl, async (client) => {
    await migratePlatform(client, files, options.onApplied);
    const behind = await schemasBehind(client, newest(files.tenant));
    const waiting = behind.filter((name) => name !== 'platform');
    const applied: Applied[] = [];
    const worker = (): Promise<void> =>
      asAdmin(ownerUrl, async (connection) => {
        for (let schemaName = waiting.shift(); schemaName !== undefined; schemaName = waiting.shift()) {
          applied.push({ schemaName, versions: await migrateSchema(connection, schemaName, files.tenant, options.onApplied) });
        }
      });
    if (waiting.length === 1) await worker();
    else await Promise.all(Array.from({ length: Math.min(options.concurrency ?? 4, waiting.length) }, worker));
    return applied;
  });
}

/** Makes the schema of a dedicated tenant and brings it to the newest version. Safe to repeat. */
export async function provisionSchema(ownerUrl: string, schemaName: string, files: SqlFiles = readSqlFiles()): Promise<Applied> {
  return asAdmin(ownerUrl, async (client) => {
    await inTransaction(client, () => registerSchema(client, schemaName));
    return { schemaName, versions: await migrateSchema(client, schemaName, files.tenant) };
  });
}

/** Which schemas have not reached this version: one query. */
export async function schemasBehind(client: pg.Client, version: number): Promise<string[]> {
  const { rows } = await client.query<{ schema_name: string }>(
    `select schema_name from platform.schema_versions where schema_name <> 'platform' and version < $1 order by schema_name`,
    [version],
  );
  return rows.map((row) => row.schema_name);
}

async function migratePlatform(client: pg.Client, files: SqlFiles, onApplied?: Options['onApplied']): Promise<void> {
  const latest = newest(files.platform);
  const known = await platformState(client);
  if (known?.version === latest && known.functions_checksum === files.functionsChecksum) return;
  await inTransaction(client, async () => {
    await client.query('select pg_advisory_xact_lock(7706512)');
    await client.query(bookkeeping);
    const state = await platformState(client);
    if (state?.functions_checksum !== files.functionsChecksum) {
      // Functions call each other and tables that the migrations below make; bodies are checked when they run.
      await client.query('set local check_function_bodies = off');
      for (const file of files.functions) await client.query(file.sql);
    }
    for (const migration of files.platform.filter((one) => one.version > (state?.version ?? 0))) {
      await client.query(placeSql(migration.sql, 'app'));
      await record(client, 'platform', migration);
      onApplied?.('platform', migration);
    }
    await client.query(definerOwnership);
    await registerSchema(client, 'app');
    await client.query(`update platform.schema_versions set functions_checksum = $1 where schema_name = 'platform'`, [
      files.functionsChecksum,
    ]);
  });
}

async function platformState(client: pg.Client): Promise<{ version: number; functions_checksum: string | null } | undefined> {
  const exists = await client.query<{ found: boolean }>(`select to_regclass('platform.schema_versions') is not null as found`);
  if (!exists.rows[0]?.found) return undefined;
  const { rows } = await client.query<{ version: number; functions_checksum: string | null }>(
    `select version, functions_checksum from platform.schema_versions where schema_name = 'platform'`,
  );
  return rows[0];
}

async function registerSchema(client: pg.Client, schemaName: string): Promise<void> {
  for (const schema of schemasOf(schemaName)) {
    const name = pg.escapeIdentifier(schema);
    await client.query(`create schema if not exists ${name}`);
    await client.query(`grant usage on schema ${name} to authenticated_user, audit_admin, compliance_officer, wheelhouse_system`);
  }
  await client.query('insert into platform.schema_versions (schema_name, version) values ($1, 0) on conflict do nothing', [
    schemaName,
  ]);
}

async function migrateSchema(
  client: pg.Client,
  schemaName: string,
  migrations: Migration[],
  onApplied?: Options['onApplied'],
): Promise<number[]> {
  const versions: number[] = [];
  for (;;) {
    const applied = await inTransaction(client, async () => {
      // Holds the row: another run working on this schema waits here and then sees what was done.
      const { rows } = await client.query<{ version: number }>(
        'select version from platform.schema_versions where schema_name = $1 for update',
        [schemaName],
      );
      const version = rows[0]?.version;
      if (version === undefined) throw new Error(`Schema ${schemaName} is not registered; it belongs to no tenant.`);
      const next = migrations.find((migration) => migration.version > version);
      if (!next) return undefined;
      await client.query(`set local search_path = public`);
      await client.query(placeSql(next.sql, schemaName));
      await record(client, schemaName, next);
      return next;
    });
    if (!applied) return versions;
    versions.push(applied.version);
    onApplied?.(schemaName, applied);
  }
}

async function record(client: pg.Client, schemaName: string, migration: Migration): Promise<void> {
  await client.query('insert into platform.schema_migrations (schema_name, version, name, checksum) values ($1, $2, $3, $4)', [
    schemaName,
    migration.version,
    migration.name,
    migration.checksum,
  ]);
  await client.query(
    `insert into platform.schema_versions (schema_name, version) values ($1, $2)
     on conflict (schema_name) do update set version = excluded.version, migrated_at = now()`,
    [schemaName, migration.version],
  );
}

async function inTransaction<T>(client: pg.Client, fn: () => Promise<T>): Promise<T> {
  await client.query('begin');
  try {
    const result = await fn();
    await client.query('commit');
    return result;
  } catch (error) {
    await client.query('rollback').catch(() => {});
    throw error;
  }
}

/** The newest version of a set of migrations, 0 when there are none. */
export function newest(migrations: Migration[]): number {
  return migrations.at(-1)?.version ?? 0;
}

const bookkeeping = `
  create schema if not exists platform;
  grant usage on schema platform to wheelhouse_app, wheelhouse_system, authenticated_user, audit_admin, compliance_officer;
  create table if not exists platform.schema_versions (
    schema_name text primary key,
    version integer not null,
    functions_checksum text,
    migrated_at timestamptz not null default now()
  );
  comment on table platform.schema_versions is 'The version that each schema has reached; one query finds who is behind.';
  create table if not exists platform.schema_migrations (
    schema_name text not null,
    version integer not null,
    name text not null,
    checksum text not null,
    applied_at timestamptz not null default now(),
    primary key (schema_name, version)
  );
  comment on table platform.schema_migrations is 'Which migration was applied to which schema, and when.';
`;

/** Security-definer functions belong to wheelhouse_system, so that inside them row security passes as it does for the system. */
const definerOwnership = `
  do $$
  declare
    definer regprocedure;
  begin
    execute 'grant create on schema platform to wheelhouse_system';
    for definer in
      select p.oid from pg_catalog.pg_proc p
      where p.pronamespace = 'platform'::regnamespace and p.prosecdef and p.proowner <> 'wheelhouse_system'::regrole
    loop
      execute format('alter function %s owner to wheelhouse_system', definer);
    end loop;
    execute 'revoke create on schema platform from wheelhouse_system';
  end
  $$;
`;
