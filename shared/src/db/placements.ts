import type { Database } from './database.ts';
import { type Tx, withSystem } from './scope.ts';

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

/** Runs system work once for each placement, a few at a time. Every placement is tried; the first failure is thrown at the end. */
export async function forEachPlacement<T>(
  database: Database,
  reason: string,
  fn: (tx: Tx, home: string) => Promise<T>,
  schemas?: string[],
): Promise<T[]> {
  const waiting = schemas ?? (await placements(database));
  const results: T[] = [];
  const failures: unknown[] = [];
  const worker = async () => {
    for (let home = waiting.shift(); home !== undefined; home = waiting.shift()) {
      const schema = home;
      try {
        results.push(await withSystem(database, reason, (tx) => fn(tx, schema), { home: schema }));
      } catch (error) {
        failures.push(error);
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(4, waiting.length) }, worker));
  if (failures.length > 0) throw failures[0];
  return results;
}
