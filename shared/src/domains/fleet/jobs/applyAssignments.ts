import { z } from 'zod';
import { job } from '../../../runtime/job.ts';
import { applyCurrent } from '../assignments/current.ts';
import { lockAssignments } from '../assignments/lock.ts';

/** Assignments begin and end by themselves; this makes the present columns of vehicles and drivers follow. */
export const applyAssignments = job({
  handler: 'fleet.applyAssignments',
  summary: 'Make assignments that began or ended count: assigned driver and current vehicle',
  scope: 'tenant',
  parameters: z.strictObject({}),
  run: async ({ services, inScope }) => {
    const recordsProcessed = await inScope(async (tx) => {
      const now = await lockAssignments(tx, services.clock);
      const inForce = 'from vehicle_assignments where assigned_from <= $1 and (assigned_to is null or assigned_to > $1)';
      const vehicles = await tx.query<{ id: string }>(
        `select coalesce(a.vehicle_id, v.id) as id
         from (select vehicle_id, driver_id ${inForce}) a
         full join (select id, assigned_driver_id from vehicles where assigned_driver_id is not null) v on v.id = a.vehicle_id
         where v.assigned_driver_id is distinct from a.driver_id`,
        [now],
      );
      const drivers = await tx.query<{ id: string }>(
        `select coalesce(a.driver_id, d.id) as id
         from (select vehicle_id, driver_id ${inForce}) a
         full join (select id, current_vehicle_id from drivers where current_vehicle_id is not null) d on d.id = a.driver_id
         where d.current_vehicle_id is distinct from a.vehicle_id`,
        [now],
      );
      return applyCurrent(tx, { vehicleIds: vehicles.map((row) => row.id), driverIds: drivers.map((row) => row.id), now });
    });
    return { recordsProcessed };
  },
});
