import { z } from 'zod';
import type { Tx } from '../../../db/scope.ts';
import type { VehicleAssignmentData } from '../events.ts';

/** A row of vehicle_assignments as it is read from the database. */
export type AssignmentRow = Omit<VehicleAssignmentData, 'assignedFrom' | 'assignedTo' | 'changed'> & {
  assignedFrom: Date;
  assignedTo: Date | null;
};

/** Columns in the shape of `AssignmentRow`, for a select or a returning clause. */
export const assignmentColumns = `id, vehicle_id as "vehicleId", driver_id as "driverId", assigned_from as "assignedFrom", assigned_to as "assignedTo",
  assigned_by_user_id as "assignedByUserId", notes, end_reason as "endReason"`;

/** What the assignment verbs answer. */
export const assignmentSchema = z.object({
  id: z.guid(),
  vehicleId: z.guid(),
  driverId: z.guid(),
  assignedFrom: z.iso.datetime(),
  assignedTo: z.iso.datetime().nullable(),
  assignedByUserId: z.guid().nullable(),
  notes: z.string().nullable(),
  endReason: z.string().nullable(),
});

/** The row with its times as JSON shows them. */
export function assignmentJson(row: AssignmentRow): Omit<VehicleAssignmentData, 'changed'> {
  return { ...row, assignedFrom: row.assignedFrom.toISOString(), assignedTo: row.assignedTo?.toISOString() ?? null };
}

/** Emits `vehicleAssignment.created`, or `.updated` with the fields that changed. */
export function emitAssignment(tx: Tx, row: AssignmentRow, changed?: (keyof AssignmentRow)[]): void {
  const data = assignmentJson(row);
  tx.emit({
    type: `vehicleAssignment.${changed ? 'updated' : 'created'}`,
    subjectType: 'vehicleAssignment',
    subjectId: row.id,
    data: changed ? { ...data, changed } : data,
  });
}
