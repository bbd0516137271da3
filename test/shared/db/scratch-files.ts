import type { SqlFiles } from '@wheelhouse/shared/db/migrate/index.ts';

/** Small migrations over the real functions: tables of one column, so that runs are about the migrator. */
export function smallFiles(real: SqlFiles, tenantSql: string[], platformSql: string[] = ['select 1;']): SqlFiles {
  const migration = (sql: string, index: number) => ({
    version: index + 1,
    name: `${String(index + 1).padStart(4, '0')}_step.sql`,
    sql,
    checksum: `of ${sql}`,
  });
  return { ...real, platform: platformSql.map(migration), tenant: tenantSql.map(migration) };
}
