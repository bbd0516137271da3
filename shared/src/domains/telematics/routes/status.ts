import { z } from 'zod';
import { routeStatuses } from '../tables/index.ts';

/** What the verbs that change the status of a route answer; also the data of their events. */
export const changedStatus = z.object({
  id: z.guid(),
  status: z.enum(routeStatuses),
  previousStatus: z.enum(routeStatuses),
  assignedVehicleId: z.guid().nullable(),
  assignedDriverId: z.guid().nullable(),
  reason: z.string().nullable(),
  changedAt: z.iso.datetime(),
});
