import type { Database } from '../../../db/database.ts';
import { withSystem } from '../../../db/scope.ts';

/** Tables of facts, by month. */
const factTables = ['vehicle_locations', 'obd_telemetry', 'device_events'];

/**
 * Makes the partitions of the tables of facts for these months of a tenant's placement. A job makes them ahead; this is for readings
 * that a device kept for months, and for an installation whose job did not run. It happens in a transaction of its own, so
 * whoever stores facts of other months does not wait for it. A default partition would have to be emptied before its months
 * could get partitions of their own.
 */
export async function ensurePartitions(database: Database, tenantId: string, recordedAtMs: readonly number[]): Promise<void> {
  const months = [...new Set(recordedAtMs.map((time) => `${new Date(time).toISOString().slice(0, 7)}-01`))];
  await withSystem(database, 'partitions for late readings', async (tx) => {
    // Other instances want the same months at the same time. The lock is a statement of its own, so that the next one sees what they made.
    await tx.query(`select pg_advisory_xact_lock(hashtextextended('partitions of telemetry', 0))`);
    await tx.query(
      `select maintenance.ensure_partitions(format('%I.%I', t.schema_name, f.name), m.month, 0)
       from platform.tenants t, unnest($2::date[]) as m (month), unnest($3::text[]) as f (name) where t.id = $1 order by f.name, m.month`,
      [tenantId, months, factTables],
    );
  });
}
