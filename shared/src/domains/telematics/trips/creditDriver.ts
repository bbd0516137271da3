import type { Tx } from '../../../db/scope.ts';
import { derivedTables } from '../fold-store/derived-tables.ts';
import { emitDerived } from '../fold-store/writeDerived.ts';

/**
 * Sets the driver of all that followed from readings of a vehicle since a moment: who was assigned to it then. Emits what changed.
 *
 * @returns how many rows changed
 */
export async function creditDriver(tx: Tx, vehicleId: string, since: Date): Promise<number> {
  let changed = 0;
  for (const table of derivedTables) {
    if (!table.drivenAt) continue;
    const rows = await tx.query<{ id: string }>(
      `update ${table.name} t set driver_id = c.driver_id
       from (
         select r.id, (
           select a.driver_id from vehicle_assignments a
           where a.vehicle_id = r.vehicle_id and a.assigned_from <= r.${table.drivenAt}
             and (a.assigned_to is null or a.assigned_to > r.${table.drivenAt})
           order by a.assigned_from desc limit 1
         ) as driver_id
         from ${table.name} r where r.vehicle_id = $1 and r.${table.drivenAt} >= $2
       ) c
       where t.id = c.id and t.driver_id is distinct from c.driver_id
       returning t.*`,
      [vehicleId, since],
    );
    for (const row of rows) emitDerived(tx, table, row, 'changed');
    changed += rows.length;
  }
  return changed;
}
