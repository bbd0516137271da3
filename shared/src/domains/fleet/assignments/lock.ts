import type { Clock } from '../../../clock.ts';
import type { Tx } from '../../../db/scope.ts';

/** The vehicles and drivers whose present a transaction may change, and the time when it got the lock. */
export type Parties = { vehicleIds: string[]; driverIds: string[]; now: Date };

/**
 * Waits until nobody else changes assignments of this tenant, until the end of the transaction: a change touches up to two vehicles
 * and two drivers, which are not known before, and takes milliseconds. Rows of vehicles and drivers stay free for everything else.
 *
 * @returns a time that is later than that of whoever held the lock before.
 */
export async function lockAssignments(tx: Tx, clock: Clock): Promise<Date> {
  await tx.query('select platform.lock_assignments(platform.current_tenant_id())');
  return clock.now();
}

/**
 * Locks the assignments and finds everyone whom a change for this vehicle and this driver (either may be left out) can concern:
 * those they share an assignment with that is in force at `since` (now unless given) or begins later, and whom the columns of the
 * present still name.
 */
export async function lockParties(
  tx: Tx,
  who: { vehicleId?: string; driverId?: string },
  clock: Clock,
  since?: Date,
): Promise<Parties> {
  const now = await lockAssignments(tx, clock);
  const values = [who.vehicleId ?? null, who.driverId ?? null, since && since < now ? since : now];
  const vehicles = await tx.query<{ id: string }>(
    `select id from vehicles
     where id = $1 or assigned_driver_id = $2
       or id in (select vehicle_id from vehicle_assignments where driver_id = $2 and (assigned_to is null or assigned_to > $3))
     order by id for no key update`,
    values,
  );
  const drivers = await tx.query<{ id: string }>(
    `select id from drivers
     where id = $2 or current_vehicle_id = $1
       or id in (select driver_id from vehicle_assignments where vehicle_id = $1 and (assigned_to is null or assigned_to > $3))
     order by id for no key update`,
    values,
  );
  return { vehicleIds: vehicles.map((row) => row.id), driverIds: drivers.map((row) => row.id), now };
}
