import { consumer } from '../../../runtime/consumer.ts';
import type { VehicleAssignmentData } from '../../fleet/events.ts';
import { creditDriver } from '../trips/creditDriver.ts';

/**
 * Corrects who drove, where an assignment was made, ended or changed with effect in the past. All that happened to the vehicle since the
 * beginning of the assignment is looked at: how far it reached before is not told.
 */
export const creditDrivers = consumer({
  name: 'telematics.creditDrivers',
  events: ['vehicleAssignment.created', 'vehicleAssignment.updated', 'vehicleAssignment.deleted'],
  handle: async ({ tx, event }) => {
    const { vehicleId, assignedFrom } = event.data as VehicleAssignmentData;
    await creditDriver(tx, vehicleId, new Date(assignedFrom));
  },
});
