import type { DomainEvent } from '../../../db/events.ts';
import { consumer } from '../../../runtime/consumer.ts';
import type { DepotOccupancyChanged } from '../events.ts';

type Recounted = { id: string; now: number; before: number; capacity: number };

/**
 * Keeps depots.current_vehicle_count: the active vehicles whose home it is, retired ones not counted. It counts anew, so events
 * that come twice or in another order do no harm.
 */
export const depotOccupancy = consumer({
  name: 'fleet.depotOccupancy',
  events: ['vehicle.created', 'vehicle.updated', 'vehicle.deleted', 'vehicle.status_changed'],
  handle: async ({ tx, event }) => {
    if (!mayMatter(event)) return;
    // Counted after the locks are held: of two recounts at once the later one counts what the other could not see.
    await tx.query('select id from depots order by id for no key update');
    const depots = await tx.query<Recounted>(
      `with counted as (
         select d.id, d.current_vehicle_count as before, count(v.id)::integer as now
         from depots d left join vehicles v on v.home_depot_id = d.id and v.is_active and v.operational_status <> 'retired'
         group by d.tenant_id, d.id
       )
       update depots d set current_vehicle_count = c.now from counted c
       where d.id = c.id and c.now <> c.before
       returning d.id, c.now, c.before, d.max_vehicle_capacity as capacity`,
    );
    for (const { id, now, before, capacity } of depots) {
      const data: DepotOccupancyChanged = {
        id,
        currentVehicleCount: now,
        previousVehicleCount: before,
        maxVehicleCapacity: capacity,
      };
      tx.emit({ type: 'depot.occupancy_changed', subjectType: 'depot', subjectId: id, data });
    }
  },
});

function mayMatter({ type, data }: DomainEvent): boolean {
  const changed = data.changed as string[] | undefined;
  if (type === 'vehicle.updated' && changed) return changed.includes('homeDepotId') || changed.includes('isActive');
  if (type === 'vehicle.status_changed') return data.operationalStatus === 'retired' || data.previousStatus === 'retired';
  return data.homeDepotId !== null;
}
