import pg from 'pg';
import { type Migration, schemasOf } from './files.ts';

/** Makes the tables in which a database says what it is made of. Safe to repeat. */
export async function createBookkeeping(client: pg.Client): Promise<void> {
  await client.query(bookkeeping);
}

/** Makes the schemas of a placement and its row, at version 0. Safe to repeat. */
export async function registerSchema(client: pg.Client, schemaName: string): Promise<void> {
  for (const schema of schemasOf(schemaName)) {
    const name = pg.escapeIdentifier(schema);
    await client.query(`create schema if not exists ${name}`);
    await client.query(`grant usage on schema ${name} to authenticated_user, audit_admin, compliance_officer, wheelhouse_system`);
  }
  await client.query('insert into platform.schema_versions (schema_name, version) values ($1, 0) on conflict do nothing', [
    schemaName,
  ]);
}

/** The version of a schema. Its row is held until the transaction ends: another run that works on this schema waits here. */
export async function holdVersion(client: pg.Client, schemaName: string): Promise<number> {
  const { rows } = await client.query<{ version: number }>(
    'select version from platform.schema_versions where schema_name = $1 for update',
    [schemaName],
  );
  const version = rows[0]?.version;
  if (version === undefined) throw new Error(`Schema ${schemaName} is not registered; it belongs to no tenant.`);
  return version;
}

/** Notes that a migration was applied. Belongs into the transaction that applies it. */
export async function recordMigration(client: pg.Client, schemaName: string, migration: Migration): Promise<void> {
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

/** Notes which functions the database has. */
export async function recordFunctions(client: pg.Client, checksum: string): Promise<void> {
  await client.query(`update platform.schema_versions set functions_checksum = $1 where schema_name = 'platform'`, [checksum]);
}

/** Gives security-definer functions to wheelhouse_system, so that inside them row security passes as it does for the system. */
export async function assignDefiners(client: pg.Client): Promise<void> {
  await client.query(definerOwnership);
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
