import type { Tx } from '../../../db/scope.ts';
import { insideOf } from '../fold/geofences/component.ts';
import type { FoldState } from '../fold/state.ts';

/** Vehicles whose fences changed between two states of their folds. */
export function movedBetweenFences<T extends { before: { state: FoldState }; after: { state: FoldState } }>(
  advances: readonly T[],
): T[] {
  return advances.filter(({ before, after }) => before.state.geofences !== after.state.geofences);
}

/** Says who is inside which fence as the folds of these vehicles, which are locked, have it. */
export async function savePresences(tx: Tx, vehicles: readonly { vehicleId: string; state: FoldState }[]): Promise<void> {
  const inside = vehicles.flatMap(({ vehicleId, state }) =>
    insideOf(state.geofences).map(({ geofenceId, enteredAtMs }) => ({
      vehicle_id: vehicleId,
      geofence_id: geofenceId,
      entered_at: new Date(enteredAtMs).toISOString(),
    })),
  );
  await Promise.all([
    tx.query(
      `delete from geofence_presences p where p.vehicle_id = any($1::uuid[]) and not exists (
         select from jsonb_to_recordset($2::jsonb) as r (vehicle_id uuid, geofence_id uuid)
         where r.vehicle_id = p.vehicle_id and r.geofence_id = p.geofence_id)`,
      [vehicles.map(({ vehicleId }) => vehicleId), JSON.stringify(inside)],
      'delete_geofence_presences',
    ),
    // A fence that is deleted meanwhile has nobody inside.
    tx.query(
      `insert into geofence_presences as p (tenant_id, vehicle_id, geofence_id, entered_at)
       select (select platform.current_tenant_id()), r.vehicle_id, r.geofence_id, r.entered_at
       from jsonb_to_recordset($1::jsonb) as r (vehicle_id uuid, geofence_id uuid, entered_at timestamptz)
       where exists (select from geofences g where g.id = r.geofence_id)
       order by r.geofence_id, r.vehicle_id
       on conflict (tenant_id, geofence_id, vehicle_id) do update set entered_at = excluded.entered_at
       where p.entered_at <> excluded.entered_at`,
      [JSON.stringify(inside)],
      'save_geofence_presences',
    ),
  ]);
}
