import type { Connection } from '../connection.ts';
import { asAdmin } from './as-admin.ts';
import { type Migration, readSqlFiles, type SqlFiles } from './files.ts';
import { isNoTransaction } from './no-transaction.ts';
import { checkApplied, isPlatformCurrent, readState } from './state.ts';

/** What a run would do in a schema. */
export type Plan = {
  /** `platform` stands for the control plane and the functions. */
  schemaName: string;
  replacesFunctions: boolean;
  migrations: { version: number; name: string; inTransaction: boolean }[];
};

/**
 * What `migrate` would do: one query, and nothing is changed.
 *
 * @throws Error that names the file, where `migrate` would refuse it
 */
export async function planMigrations(owner: Connection, files: SqlFiles = readSqlFiles()): Promise<Plan[]> {
  const state = await asAdmin(owner, (client) => readState(client, files));
  checkApplied(state, files);
  const replacesFunctions = state.functionsChecksum !== files.functionsChecksum;
  const platform = { schemaName: 'platform', replacesFunctions, migrations: above(state.platformVersion, files.platform) };
  // An empty database has yet to make its pooled placement.
  const behind = state.platformVersion === 0 ? [{ schemaName: 'app', version: 0 }] : state.behind;
  return [
    ...(isPlatformCurrent(state, files) ? [] : [platform]),
    ...behind.map(({ schemaName, version }) => ({
      schemaName,
      replacesFunctions: false,
      migrations: above(version, files.tenant),
    })),
  ];
}

function above(version: number, migrations: Migration[]): Plan['migrations'] {
  return migrations
    .filter((migration) => migration.version > version)
    .map((migration) => ({ version: migration.version, name: migration.name, inTransaction: !isNoTransaction(migration) }));
}
