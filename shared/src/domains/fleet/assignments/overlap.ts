import type { Tx } from '../../../db/scope.ts';
import { conflict, type FieldError } from '../../../errors.ts';

type Overlap = { sameVehicle: boolean; vehicle: string; driver: string; assignedFrom: Date; assignedTo: Date | null };

/**
 * Refuses a period in which the vehicle or the driver is assigned already.
 *
 * @throws conflict saying with whom, which vehicle, and when.
 */
export async function refuseOverlap(tx: Tx, vehicleId: string, driverId: string, from: Date, to: Date | null): Promise<void> {
  const overlaps = await tx.query<Overlap>(
    `select a.vehicle_id = $1 as "sameVehicle", coalesce(v.vehicle_identifier, v.license_plate, v.vin) as vehicle,
       concat_ws(' ', u.first_name, u.last_name, '(' || d.employee_id || ')') as driver,
       a.assigned_from as "assignedFrom", a.assigned_to as "assignedTo"
     from vehicle_assignments a
     join vehicles v on v.id = a.vehicle_id
     join drivers d on d.id = a.driver_id
     left join users u on u.id = d.user_id
     where (a.vehicle_id = $1 or a.driver_id = $2)
       and a.assigned_from < coalesce($4::timestamptz, 'infinity')
       and (a.assigned_to is null or a.assigned_to > $3)
       and a.assigned_to is distinct from a.assigned_from
     order by a.assigned_from`,
    [vehicleId, driverId, from, to],
  );
  if (overlaps.length === 0) return;
  const fields: FieldError[] = overlaps.map((overlap) => ({
    path: overlap.sameVehicle ? 'vehicleId' : 'driverId',
    message: sentence(overlap),
    code: 'overlap',
  }));
  throw conflict(fields.map((field) => field.message).join(' '), fields);
}

function sentence({ sameVehicle, vehicle, driver, assignedFrom, assignedTo }: Overlap): string {
  const period = `from ${assignedFrom.toISOString()} ${assignedTo ? `to ${assignedTo.toISOString()}` : 'until further notice'}`;
  return sameVehicle
    ? `Vehicle ${vehicle} is assigned to ${driver} ${period}.`
    : `Driver ${driver} is assigned to vehicle ${vehicle} ${period}.`;
}
