import { z } from 'zod';
import { conflict, notFound, ruleViolated } from '../../../errors.ts';
import { verb } from '../../../resource/verb.ts';
import { applyCurrent } from '../assignments/current.ts';
import { endAssignments } from '../assignments/end.ts';
import { lockParties } from '../assignments/lock.ts';
import type { VehicleStatusChanged } from '../events.ts';
import { type OperationalStatus, operationalStatuses } from '../tables/index.ts';

/** Where a vehicle may go from each status. A retired vehicle stays retired. */
export const statusTransitions: Record<OperationalStatus, readonly OperationalStatus[]> = {
  available: ['in_use', 'maintenance', 'out_of_service', 'retired'],
  in_use: ['available', 'maintenance', 'out_of_service'],
  maintenance: ['available', 'out_of_service', 'retired'],
  out_of_service: ['available', 'maintenance', 'retired'],
  retired: [],
};

const needReason: readonly OperationalStatus[] = ['out_of_service', 'retired'];

export const changeStatus = verb({
  name: 'changeStatus',
  on: 'vehicles',
  target: 'item',
  permission: 'vehicle.write',
  summary: 'Change the operational status of a vehicle',
  description:
    'A vehicle in use comes back before it is retired, and a retired one stays so. Retiring ends its assignments, cancels those to ' +
    'come and takes it out of the active fleet. out_of_service and retired need a reason.',
  input: z
    .strictObject({ status: z.enum(operationalStatuses), reason: z.string().min(1).max(500).optional() })
    .refine((input) => input.reason || !needReason.includes(input.status), {
      path: ['reason'],
      message: `Is required for ${needReason.join(' and ')}.`,
    }),
  output: z.object({
    id: z.guid(),
    operationalStatus: z.enum(operationalStatuses),
    previousStatus: z.enum(operationalStatuses),
    isActive: z.boolean(),
    reason: z.string().nullable(),
    changedAt: z.iso.datetime(),
  }),
  run: async ({ tx, id, input: { status, reason }, services }) => {
    const parties = await lockParties(tx, { vehicleId: id }, services.clock);
    const { now } = parties;
    const [vehicle] = await tx.query<{ status: OperationalStatus }>(
      'select operational_status as status from vehicles where id = $1',
      [id],
    );
    if (!vehicle) throw notFound('Vehicle', id);
    if (vehicle.status === status) throw conflict(`The vehicle is ${status} already.`);
    if (!statusTransitions[vehicle.status].includes(status)) {
      const allowed = statusTransitions[vehicle.status].join(', ') || 'nothing else';
      throw ruleViolated(`A vehicle that is ${vehicle.status} cannot become ${status}; it can become ${allowed}.`);
    }

    const [row] = await tx.query<{ isActive: boolean }>(
      `update vehicles set operational_status = $2::text, is_active = is_active and $2::text <> 'retired' where id = $1 returning is_active as "isActive"`,
      [id, status],
    );
    if (status === 'retired') {
      await endAssignments(tx, { vehicleId: id }, now, 'vehicle retired', true);
      await applyCurrent(tx, parties);
    }
    const data: VehicleStatusChanged = {
      id,
      operationalStatus: status,
      previousStatus: vehicle.status,
      isActive: row!.isActive,
      reason: reason ?? null,
      changedAt: now.toISOString(),
    };
    tx.emit({ type: 'vehicle.status_changed', subjectType: 'vehicle', subjectId: id, data });
    return data;
  },
});
