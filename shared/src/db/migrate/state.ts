import type pg from 'pg';
import type { Migration, SqlFiles } from './files.ts';

type AppliedMigration = { version: number; name: string; checksum: string };

/** What a database says of itself. */
export type State = {
  platformVersion: number;
  functionsChecksum: string | null;
  applied: Record<'platform' | 'app', AppliedMigration[]>;
  /** Schemas of tenants that have not reached the newest version. */
  behind: { schemaName: string; version: number }[];
};

const emptyDatabase: State = { platformVersion: 0, functionsChecksum: null, applied: { platform: [], app: [] }, behind: [] };

const undefinedTable = '42P01';

/** All of it in one query, whose answer is as long as there are schemas behind. */
export async function readState(client: pg.Client, files: SqlFiles): Promise<State> {
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
    behind: rows
      .filter((row) => row !== platform && row.version < newest(files.tenant))
      .map((row) => ({ schemaName: row.schema_name, version: row.version })),
  };
}

export function isPlatformCurrent(state: State, files: SqlFiles): boolean {
  return state.platformVersion >= newest(files.platform) && state.functionsChecksum === files.functionsChecksum;
}

/** Databases must not differ by when they were made: what was applied stays as it was, and what is new comes after it. */
export function checkApplied(state: State, files: SqlFiles): void {
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

/** The newest version of a set of migrations, 0 when there are none. */
export function newest(migrations: Migration[]): number {
  return migrations.at(-1)?.version ?? 0;
}
