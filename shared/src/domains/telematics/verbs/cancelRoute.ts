import { z } from 'zod';
import { conflict } from '../../../errors.ts';
import { verb } from '../../../resource/verb.ts';
import type { RouteStatusChanged } from '../routes/events.ts';
import { routeOf } from '../routes/record.ts';
import { changedStatus } from '../routes/status.ts';

export const cancelRoute = verb({
  name: 'cancel',
  on: 'routes',
  target: 'item',
  permission: 'route.write',
  summary: 'Call off a route that is planned or being driven',
  input: z.strictObject({ reason: z.string().trim().min(1).max(500).optional() }),
  output: changedStatus,
  run: async ({ tx, id, input, services }) => {
    const now = services.clock.now();
    const { status, assignedVehicleId, assignedDriverId } = await routeOf(tx, id, 'for no key update');
    if (status !== 'planned' && status !== 'active') throw conflict(`The route is ${status}; it cannot be cancelled any more.`);
    await tx.query(
      `update routes set status = 'cancelled', ended_at = $2, deviated_since = null, remaining_distance_km = null, estimated_end_at = null
       where id = $1`,
      [id, now],
    );
    const data: RouteStatusChanged = {
      id,
      status: 'cancelled',
      previousStatus: status,
      assignedVehicleId,
      assignedDriverId,
      reason: input.reason ?? null,
      changedAt: now.toISOString(),
    };
    tx.emit({ type: 'route.cancelled', subjectType: 'route', subjectId: id, data });
    return data;
  },
});
