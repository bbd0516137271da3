import { z } from 'zod';
import { conflict, ruleViolated } from '../../../errors.ts';
import { momentSchema } from '../../../resource/moment.ts';
import { verb } from '../../../resource/verb.ts';
import type { RouteStatusChanged } from '../routes/events.ts';
import { longestRouteMs } from '../routes/judge.ts';
import { routeOf } from '../routes/record.ts';
import { changedStatus } from '../routes/status.ts';

export const startRoute = verb({
  name: 'start',
  on: 'routes',
  target: 'item',
  permission: 'route.write',
  summary: 'Begin to drive a planned route',
  description: 'From now on the positions of its vehicle are compared with it. A vehicle drives one route at a time.',
  input: z.strictObject({
    startedAt: momentSchema
      .optional()
      .describe('Now unless given; it may lie up to 72 hours back, where positions are there already.'),
  }),
  output: changedStatus,
  run: async ({ tx, id, input, services }) => {
    const now = services.clock.now();
    const startedAt = input.startedAt ? new Date(input.startedAt) : now;
    const age = now.getTime() - startedAt.getTime();
    if (age < 0 || age > longestRouteMs) throw ruleViolated('startedAt must lie within the last 72 hours.');
    const route = await routeOf(tx, id, 'for no key update');
    if (route.status !== 'planned') throw conflict(`The route is ${route.status}; only a planned one can be started.`);
    if (!route.assignedVehicleId) throw ruleViolated('The route has no vehicle; assign one first.');
    if (route.stops.length === 0) throw ruleViolated('The route has no stops; add some first.');
    const vehicleId = route.assignedVehicleId;
    const [other] = await tx.query<{ id: string; name: string }>(
      `select id, route_name as name from routes where assigned_vehicle_id = $1 and status = 'active'`,
      [vehicleId],
    );
    if (other) throw conflict(`The vehicle drives route ${other.name} (${other.id}); complete or cancel that first.`);

    const stops = route.stops.map((stop) => ({
      ...stop,
      estimatedArrivalAt: null,
      actualArrivalAt: null,
      actualDepartureAt: null,
      status: 'planned',
    }));
    await tx.query(`update routes set status = 'active', started_at = $2, stops = $3 where id = $1`, [
      id,
      startedAt,
      JSON.stringify(stops),
    ]);
    const data: RouteStatusChanged = {
      id,
      status: 'active',
      previousStatus: 'planned',
      assignedVehicleId: vehicleId,
      assignedDriverId: route.assignedDriverId,
      reason: null,
      changedAt: startedAt.toISOString(),
    };
    tx.emit({ type: 'route.started', subjectType: 'route', subjectId: id, data });
    return data;
  },
});
