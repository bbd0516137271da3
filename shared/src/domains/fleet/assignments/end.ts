import type { Tx } from '../../../db/scope.ts';
import { type AssignmentRow, assignmentColumns, emitAssignment } from './record.ts';

/** Assignments of this vehicle, of this driver, or (both given) of either. */
export type Whose = { vehicleId?: string; driverId?: string };

/**
 * Ends the assignments in force at `at`. With `later`, those that have not begun by then are cancelled: they end where they begin.
 * The assignments must be locked (lockParties), and the parties brought up to date afterwards (applyCurrent).
 */
export async function endAssignments(tx: Tx, whose: Whose, at: Date, endReason: string, later = false): Promise<void> {
  const rows = await tx.query<AssignmentRow>(
    `update vehicle_assignments set assigned_to = greatest($3, assigned_from), end_reason = $4
     where (vehicle_id = $1 or driver_id = $2) and (assigned_to is null or assigned_to > $3)
       and (assigned_from <= $3 or ($5 and assigned_to is distinct from assigned_from))
     returning ${assignmentColumns}`,
    [whose.vehicleId ?? null, whose.driverId ?? null, at, endReason, later],
  );
  for (const row of rows) emitAssignment(tx, row, ['assignedTo', 'endReason']);
}
