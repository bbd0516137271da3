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
 *
 * @throws Error that names the file, when one was edited, removed or numbered below the newest after it was applied
 */
export async function migrate(ownerUrl: string, options: Options = {}): Promise<Applied[]> {
  const files = options.files ?? readSqlFiles();
  return asAdmin(ownerUrl, async (client) => {
    let state = await readState(client, files);
    checkApplied(state, files);
    if (!isPlatformCurrent(state, files)) state = await migratePlatform(client, files, options.onApplied);
    const waiting = state.behind;
    const applied: Applied[] = [];
    const worker = (): Promise<void> =>
      asAdmin(ownerUrl, async (connection) => {
        for (let schemaName = waiting.shift(); schemaName !== undefined; schemaName = waiting.shift()) {
          applied.push({ schemaName, versions: await migrateSchema(connection, schemaName, files.tenant, options.onApplied) });
        }
      });
    await Promise.all(Array.from({ length: Math.min(options.concurrency ?? 4, waiting.length) }, worker));
    return applied;
  });
}

/** Makes the schema of a dedicated tenant and brings it to the newest version. Safe to repeat. */
export async function provisionSchema(ownerUrl: string, schemaName: string, files: SqlFiles = readSqlFiles()): Promise<Applied> {
  return asAdmin(ownerUrl, async (client) => {
    await inTransaction(client, async () => {
      // `if not exists` does not hold against another connection that makes the schema at this moment.
      await client.query(`select pg_advisory_xact_lock(hashtextextended('schema ' || $1, 0))`, [schemaName]);
      await registerSchema(client, schemaName);
    });
    return { schemaName, versions: await migrateSchema(client, schemaName, files.tenant) };
  });
}

/** Which schemas have not reached the newest version: one query. `platform` stands for the control plane and the functions. */
export async function schemasBehind(ownerUrl: string, files: SqlFiles = readSqlFiles()): Promise<string[]> {
  return asAdmin(ownerUrl, async (client) => {
    const state = await readState(client, files);
    return [...(isPlatformCurrent(state, files) ? [] : ['platform']), ...state.behind];
  });
}

type AppliedMigration = { version: number; name: string; checksum: string };

/** What a database says of itself. */
type State = {
  platformVersion: number;
  functionsChecksum: string | null;
  applied: Record<'platform' | 'app', AppliedMigration[]>;
  behind: string[];
};

const emptyDatabase: State = { platformVersion: 0, functionsChecksum: null, applied: { platform: [], app: [] }, behind: [] };

/** All of it in one query, whose answer is as long as there are schemas behind. */
async function readState(client: pg.Client, files: SqlFiles): Promise<State> {
  type Row = { schema_name: string; version: number; functions_checksum: string | null; applied: AppliedMigration[] | null };
  const { rows } = await client
    .query<Row>(
      `select v.schema_name, v.version, v.functions_checksum,
         case when v.schema_name in ('platform', 'app') then (
           select json_agg(json_build_object('version', m.version, 'name', m.name, 'checksum', m.checksum) order by m.version)
           from platform.schema_migrations m
           where m.schema_name = v.schema_name
         ) end as applied
       from platform.schema_versions v
       where v.schema_name in ('platform', 'app') or v.version < $1
       order by v.schema_name`,
      [newest(files.tenant)],
    )
    .catch((error: { code?: string }) => {
      if (error.code === undefinedTable) return { rows: [] as Row[] };
      throw error;
    });
  const platform = rows.find((row) => row.schema_name === 'platform');
  const app = rows.find((row) => row.schema_name === 'app');
  if (!platform) return emptyDatabase;
  return {
    platformVersion: platform.version,
    functionsChecksum: platform.functions_checksum,
    applied: { platform: platform.applied ?? [], app: app?.applied ?? [] },
    behind: rows.filter((row) => row !== platform && row.version < newest(files.tenant)).map((row) => row.schema_name),
  };
}

const undefinedTable = '42P01';

function isPlatformCurrent(state: State, files: SqlFiles): boolean {
  return state.platformVersion >= newest(files.platform) && state.functionsChecksum === files.functionsChecksum;
}

/** Databases must not differ by when they were made: what was applied stays as it was, and what is new comes after it. */
function checkApplied(state: State, files: SqlFiles): void {
  for (const [kind, applied, migrations] of [
    ['platform', state.applied.platform, files.platform],
    ['tenant', state.applied.app, files.tenant],
  ] as const) {
    const path = (name: string) => `sql/migrations/${kind}/${name}`;
    const last = applied.at(-1)?.version ?? 0;
    for (const done of applied) {
      const file = migrations.find((migration) => migration.version === done.version);
      // A database that is ahead of this code, as in a rollback of a deployment, is left as it is.
      if (!file && done.version > newest(migrations)) continue;
      if (!file) throw new Error(`${path(done.name)} was applied to this database and is gone. Restore the file.`);
      if (file.checksum !== done.checksum) {
        throw new Error(
          `${path(file.name)} was changed after it had been applied to this database. Restore it and write the change into a new ` +
            'migration (npm run new:migration). A database that holds nothing worth keeping can be dropped and made anew instead (locally: npm start -- --reset).',
        );
      }
    }
    const late = migrations.find((file) => file.version < last && !applied.some((done) => done.version === file.version));
    if (late)
      throw new Error(
        `${path(late.name)} comes before version ${last}, which was applied already. Give it a number above ${last}.`,
      );
  }
}

async function migratePlatform(client: pg.Client, files: SqlFiles, onApplied?: Options['onApplied']): Promise<State> {
  return inTransaction(client, async () => {
    await client.query('select pg_advisory_xact_lock(7706512)');
    await client.query(bookkeeping);
    const state = await readState(client, files);
    if (state.functionsChecksum !== files.functionsChecksum) {
      // Functions call each other and tables that the migrations below make; bodies are checked when they run.
      await client.query('set local check_function_bodies = off');
      for (const file of files.functions) await client.query(file.sql);
    }
    for (const migration of files.platform.filter((one) => one.version > state.platformVersion)) {
      await client.query(placeSql(migration.sql, 'app'));
      await record(client, 'platform', migration);
      onApplied?.('platform', migration);
    }
    await client.query(definerOwnership);
    await registerSchema(client, 'app');
    await client.query(`update platform.schema_versions set functions_checksum = $1 where schema_name = 'platform'`, [
      files.functionsChecksum,
    ]);
    return readState(client, files);
  });
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
