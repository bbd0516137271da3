import { z } from 'zod';
import type { Tx } from '../../../db/scope.ts';
import { notFound, ruleViolated } from '../../../errors.ts';
import { momentSchema } from '../../../resource/moment.ts';
import { verb } from '../../../resource/verb.ts';
import { applyCurrent } from '../assignments/current.ts';
import { endAssignments } from '../assignments/end.ts';
import { lockParties } from '../assignments/lock.ts';
import { refuseOverlap } from '../assignments/overlap.ts';
import {
  type AssignmentRow,
  assignmentColumns,
  assignmentJson,
  assignmentSchema,
  emitAssignment,
} from '../assignments/record.ts';
import { type DrivableVehicle, type LicensedDriver, licenseObjection } from '../license.ts';
import type { EmploymentStatus, OperationalStatus } from '../tables/index.ts';

const input = z.strictObject({
  driverId: z.guid(),
  assignedFrom: momentSchema.optional().describe('First moment; now unless given. It may lie in the past or the future.'),
  assignedTo: momentSchema.optional().describe('First moment after it; until further notice unless given.'),
  endCurrent: z
    .boolean()
    .default(false)
    .describe('Ends what is in force at that moment, of the vehicle and of the driver, instead of refusing.'),
  notes: z.string().max(1000).optional(),
});

export const assignDriver = verb({
  name: 'assignDriver',
  on: 'vehicles',
  target: 'item',
  permission: 'vehicle.write',
  summary: 'Assign a driver to a vehicle from a moment on',
  description:
    'Opens an assignment. A conflict says who or what is in the way, and when. Refused for a retired vehicle, a driver who is not ' +
    'employed actively, and a licence that has expired by then or does not cover the vehicle.',
  input,
  output: assignmentSchema,
  status: 201,
  run: async ({ tx, id: vehicleId, input: { driverId, endCurrent, notes, ...period }, services }) => {
    const since = period.assignedFrom ? new Date(period.assignedFrom) : undefined;
    const parties = await lockParties(tx, { vehicleId, driverId }, services.clock, since);
    const from = since ?? parties.now;
    const to = period.assignedTo ? new Date(period.assignedTo) : null;
    if (to && to <= from) throw ruleViolated(`assignedTo ${to.toISOString()} is not after assignedFrom ${from.toISOString()}.`);

    await refuseUnfit(tx, vehicleId, driverId, from);
    if (endCurrent) await endAssignments(tx, { vehicleId, driverId }, from, 'replaced');
    await refuseOverlap(tx, vehicleId, driverId, from, to);

    const [row] = await tx.query<AssignmentRow>(
      `insert into vehicle_assignments (vehicle_id, driver_id, assigned_from, assigned_to, notes, assigned_by_user_id)
       values ($1, $2, $3, $4, $5, (select id from users where id = platform.current_user_id()))
       returning ${assignmentColumns}`,
      [vehicleId, driverId, from, to, notes ?? null],
    );
    emitAssignment(tx, row!);
    await applyCurrent(tx, parties);
    return assignmentJson(row!);
  },
});

type Vehicle = DrivableVehicle & { operationalStatus: OperationalStatus };
type Driver = LicensedDriver & { employmentStatus: EmploymentStatus; licenseExpiryDate: string; licenseExpired: boolean };

async function refuseUnfit(tx: Tx, vehicleId: string, driverId: string, from: Date): Promise<void> {
  const [vehicle] = await tx.query<Vehicle>(
    `select operational_status as "operationalStatus", vehicle_type as "vehicleType",
       required_license_classes as "requiredLicenseClasses", max_weight_capacity_kg as "maxWeightCapacityKg"
     from vehicles where id = $1`,
    [vehicleId],
  );
  if (!vehicle) throw notFound('Vehicle', vehicleId);
  // The licence is good to the end of its last day where the vehicle is at home.
  const [driver] = await tx.query<Driver>(
    `select d.employment_status as "employmentStatus", d.license_class as "licenseClass", d.cdl_endorsed as "cdlEndorsed",
       d.license_expiry_date::text as "licenseExpiryDate",
       d.license_expiry_date < ($3::timestamptz at time zone coalesce(
         (select p.timezone from vehicles v join depots p on p.id = v.home_depot_id where v.id = $1), 'UTC'))::date as "licenseExpired"
     from drivers d where d.id = $2`,
    [vehicleId, driverId, from],
  );
  if (!driver) throw notFound('Driver', driverId);
  if (vehicle.operationalStatus === 'retired') throw ruleViolated('The vehicle is retired; it cannot be assigned any more.');
  if (driver.employmentStatus !== 'active') {
    throw unfit(
      'employmentStatus',
      `The driver is ${driver.employmentStatus.replace('_', ' ')}; only active drivers can be assigned.`,
    );
  }
  if (driver.licenseExpired) {
    throw unfit(
      'licenseExpiryDate',
      `The licence of the driver expires on ${driver.licenseExpiryDate}, before the assignment begins (${from.toISOString()}).`,
    );
  }
  const objection = licenseObjection(driver, vehicle);
  if (objection) throw unfit('licenseClass', objection);
}

function unfit(what: string, message: string) {
  return ruleViolated(message, [{ path: 'driverId', message, code: `unfit_${what}` }]);
}
