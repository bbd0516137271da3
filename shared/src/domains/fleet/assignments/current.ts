import type { Tx } from '../../../db/scope.ts';
import type { DriverVehicleChanged, VehicleDriverChanged } from '../events.ts';
import type { Parties } from './lock.ts';

const inForce = 'a.assigned_from <= $2 and (a.assigned_to is null or a.assigned_to > $2)';

type Change = { id: string; previous: string | null; present: string | null };

/**
 * Makes vehicles.assigned_driver_id and drivers.current_vehicle_id say what the assignments in force at that time say, and emits what
 * changed. The assignments must be locked (lockParties).
 *
 * @returns how many vehicles and drivers changed.
 */
export async function applyCurrent(tx: Tx, { vehicleIds, driverIds, now }: Parties): Promise<number> {
  const vehicles = await tx.query<Change>(
    `with present as (
       select v.id, v.assigned_driver_id as previous,
         (select a.driver_id from vehicle_assignments a where a.vehicle_id = v.id and ${inForce}) as present
       from vehicles v where v.id = any($1)
     )
     update vehicles v set assigned_driver_id = p.present from present p
     where v.id = p.id and p.present is distinct from p.previous
     returning p.*`,
    [vehicleIds, now],
  );
  const drivers = await tx.query<Change>(
    `with present as (
       select d.id, d.current_vehicle_id as previous,
         (select a.vehicle_id from vehicle_assignments a where a.driver_id = d.id and ${inForce}) as present
       from drivers d where d.id = any($1)
     )
     update drivers d set current_vehicle_id = p.present from present p
     where d.id = p.id and p.present is distinct from p.previous
     returning p.*`,
    [driverIds, now],
  );
  const changedAt = now.toISOString();
  for (const { id, previous, present } of vehicles) {
    const data: VehicleDriverChanged = { id, assignedDriverId: present, previousDriverId: previous, changedAt };
    tx.emit({ type: 'vehicle.driver_changed', subjectType: 'vehicle', subjectId: id, data });
  }
  for (const { id, previous, present } of drivers) {
    const data: DriverVehicleChanged = { id, currentVehicleId: present, previousVehicleId: previous, changedAt };
    tx.emit({ type: 'driver.vehicle_changed', subjectType: 'driver', subjectId: id, data });
  }
  return vehicles.length + drivers.length;
}
