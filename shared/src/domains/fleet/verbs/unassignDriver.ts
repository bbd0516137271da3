import { z } from 'zod';
import type { Tx } from '../../../db/scope.ts';
import { conflict, notFound, ruleViolated } from '../../../errors.ts';
import { momentSchema } from '../../../resource/moment.ts';
import { verb } from '../../../resource/verb.ts';
import { applyCurrent } from '../assignments/current.ts';
import { lockParties } from '../assignments/lock.ts';
import {
  type AssignmentRow,
  assignmentColumns,
  assignmentJson,
  assignmentSchema,
  emitAssignment,
} from '../assignments/record.ts';

const input = z.strictObject({
  assignmentId: z.guid().optional().describe('Which assignment; the one in force now unless given.'),
  at: momentSchema.optional().describe('First moment after it; now unless given.'),
  reason: z.string().min(1).max(500).optional(),
});

export const unassignDriver = verb({
  name: 'unassignDriver',
  on: 'vehicles',
  target: 'item',
  permission: 'vehicle.write',
  summary: 'End the assignment of a driver to a vehicle',
  description: 'An assignment that has not begun by then is cancelled: it ends where it begins.',
  input,
  output: assignmentSchema,
  run: async ({ tx, id: vehicleId, input: { assignmentId, at, reason }, services }) => {
    const parties = await lockParties(tx, { vehicleId }, services.clock);
    const { now } = parties;
    if (parties.vehicleIds.length === 0) throw notFound('Vehicle', vehicleId);
    const assignment = await findAssignment(tx, vehicleId, assignmentId, now);

    const asked = at ? new Date(at) : now;
    const end = new Date(Math.max(asked.getTime(), assignment.assignedFrom.getTime()));
    if (assignment.assignedTo && assignment.assignedTo <= end) {
      throw ruleViolated(
        `The assignment ends at ${assignment.assignedTo.toISOString()} already; ${end.toISOString()} is not earlier.`,
      );
    }
    const [row] = await tx.query<AssignmentRow>(
      `update vehicle_assignments set assigned_to = $2, end_reason = $3 where id = $1 returning ${assignmentColumns}`,
      [assignment.id, end, reason ?? null],
    );
    emitAssignment(tx, row!, ['assignedTo', 'endReason']);
    await applyCurrent(tx, parties);
    return assignmentJson(row!);
  },
});

async function findAssignment(tx: Tx, vehicleId: string, assignmentId: string | undefined, now: Date): Promise<AssignmentRow> {
  const which = assignmentId ? 'id = $2' : 'assigned_from <= $2 and (assigned_to is null or assigned_to > $2)';
  const [row] = await tx.query<AssignmentRow>(
    `select ${assignmentColumns} from vehicle_assignments where vehicle_id = $1 and ${which}`,
    [vehicleId, assignmentId ?? now],
  );
  if (row) return row;
  throw assignmentId
    ? notFound('Assignment', assignmentId)
    : conflict('The vehicle has no driver now. Name an assignment that has not begun by its assignmentId.');
}
