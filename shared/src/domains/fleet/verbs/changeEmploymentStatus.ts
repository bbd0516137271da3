import { z } from 'zod';
import { conflict, notFound, ruleViolated } from '../../../errors.ts';
import { verb } from '../../../resource/verb.ts';
import { applyCurrent } from '../assignments/current.ts';
import { endAssignments } from '../assignments/end.ts';
import { lockParties } from '../assignments/lock.ts';
import type { DriverEmploymentStatusChanged } from '../events.ts';
import { type EmploymentStatus, employmentStatuses } from '../tables/index.ts';

/** From each status to which. A terminated driver can only be hired again. */
export const employmentTransitions: Record<EmploymentStatus, readonly EmploymentStatus[]> = {
  active: ['inactive', 'on_leave', 'terminated'],
  inactive: ['active', 'terminated'],
  on_leave: ['active', 'inactive', 'terminated'],
  terminated: ['active'],
};

export const changeEmploymentStatus = verb({
  name: 'changeEmploymentStatus',
  on: 'drivers',
  target: 'item',
  permission: 'driver.write',
  summary: 'Change the employment status of a driver',
  description:
    'Whoever is no longer active is no longer available and gives up the present vehicle; unless on leave, also the assignments to come.',
  input: z.strictObject({ status: z.enum(employmentStatuses), reason: z.string().min(1).max(500).optional() }),
  output: z.object({
    id: z.guid(),
    employmentStatus: z.enum(employmentStatuses),
    previousStatus: z.enum(employmentStatuses),
    isAvailable: z.boolean(),
    reason: z.string().nullable(),
    changedAt: z.iso.datetime(),
  }),
  run: async ({ tx, id, input: { status, reason }, services }) => {
    const parties = await lockParties(tx, { driverId: id }, services.clock);
    const { now } = parties;
    const [driver] = await tx.query<{ status: EmploymentStatus }>(
      'select employment_status as status from drivers where id = $1',
      [id],
    );
    if (!driver) throw notFound('Driver', id);
    if (driver.status === status) throw conflict(`The driver is ${status} already.`);
    if (!employmentTransitions[driver.status].includes(status)) {
      throw ruleViolated(
        `A driver who is ${driver.status} cannot become ${status}; possible are ${employmentTransitions[driver.status].join(', ')}.`,
      );
    }

    const [row] = await tx.query<{ isAvailable: boolean }>(
      `update drivers set employment_status = $2::text, is_available = is_available and $2::text = 'active' where id = $1 returning is_available as "isAvailable"`,
      [id, status],
    );
    if (status !== 'active') {
      await endAssignments(tx, { driverId: id }, now, `driver ${status.replace('_', ' ')}`, status !== 'on_leave');
      await applyCurrent(tx, parties);
    }
    const data: DriverEmploymentStatusChanged = {
      id,
      employmentStatus: status,
      previousStatus: driver.status,
      isAvailable: row!.isAvailable,
      reason: reason ?? null,
      changedAt: now.toISOString(),
    };
    tx.emit({ type: 'driver.employment_status_changed', subjectType: 'driver', subjectId: id, data });
    return data;
  },
});
