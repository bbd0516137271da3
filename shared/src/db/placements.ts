import type { Database } from './database.ts';
import { withSystem } from './scope.ts';

/** The schemas that hold tenants' rows: `app`, and one a dedicated tenant. */
export async function placements(database: Database): Promise<string[]> {
  const rows = await withSystem(
    database,
    'list placements',
    (tx) =>
      tx.query<{ schema_name: string }>(
        `select distinct schema_name from platform.tenants where status not in ('provisioning', 'deleting') order by 1`,
      ),
    { access: 'read', statements: 1 },
  );
  return [...new Set(['app', ...rows.map((row) => row.schema_name)])];
}
