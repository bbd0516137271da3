import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** One migration file: `0012_add_depots.sql` is version 12. */
export type Migration = { version: number; name: string; sql: string; checksum: string };

/** Everything under `sql/` that makes a database. */
export type SqlFiles = {
  roles: string;
  functions: { name: string; sql: string }[];
  functionsChecksum: string;
  platform: Migration[];
  tenant: Migration[];
};

const root = fileURLToPath(new URL('../../../../sql/', import.meta.url));

const checksum = (text: string): string => createHash('sha256').update(text).digest('hex');

/** Reads the SQL files. Throws where two migrations claim the same version. */
export function readSqlFiles(directory = root): SqlFiles {
  const functions = sqlIn(`${directory}functions/`).map((name) => ({
    name,
    sql: readFileSync(`${directory}functions/${name}`, 'utf8'),
  }));
  return {
    roles: readFileSync(`${directory}roles/roles.sql`, 'utf8'),
    functions,
    functionsChecksum: checksum(functions.map((file) => file.sql).join('\n')),
    platform: readMigrations(`${directory}migrations/platform/`),
    tenant: readMigrations(`${directory}migrations/tenant/`),
  };
}

function readMigrations(directory: string): Migration[] {
  const migrations = sqlIn(directory).map((name) => {
    const version = Number(/^(\d{4})_[a-z0-9_]+\.sql$/.exec(name)?.[1]);
    if (!version) throw new Error(`${directory}${name}: a migration is named 0001_what_it_does.sql.`);
    const sql = readFileSync(`${directory}${name}`, 'utf8');
    return { version, name, sql, checksum: checksum(sql) };
  });
  migrations.forEach((migration, index) => {
    if (migration.version === migrations[index - 1]?.version)
      throw new Error(`${migration.name}: its version is taken by ${migrations[index - 1]?.name}.`);
  });
  return migrations;
}

function sqlIn(directory: string): string[] {
  return readdirSync(directory)
    .filter((name) => name.endsWith('.sql'))
    .sort();
}

const areas = ['app', 'vip_data', 'audit', 'analytics', 'archive'];

/** Writes the schemas of a placement into a migration: `${audit}` is `audit` for the pooled tenants, the tenant's own schema for a dedicated one. */
export function placeSql(text: string, schemaName: string): string {
  if (!/^[a-z][a-z0-9_]{0,62}$/.test(schemaName)) throw new Error(`"${schemaName}" cannot be the schema of a tenant.`);
  return text.replace(/\$\{(\w+)\}/g, (placeholder, area: string) => {
    if (area === 'platform') return 'platform';
    if (!areas.includes(area)) throw new Error(`${placeholder} is not an area; areas are ${areas.join(', ')} and platform.`);
    return schemaName === 'app' ? area : schemaName;
  });
}

/** The schemas that a placement is made of. */
export function schemasOf(schemaName: string): string[] {
  return schemaName === 'app' ? areas : [schemaName];
}
