import { z } from 'zod';
import { verb } from '../../../resource/verb.ts';
import { isDeviated } from '../routes/follow.ts';
import { judge } from '../routes/judge.ts';
import { iso } from '../routes/outlook.ts';
import { type RouteRow, routeOf } from '../routes/record.ts';
import { routeStop } from '../routes/stops.ts';
import { routeStatuses } from '../tables/index.ts';

const moment = z.iso.datetime().nullable();

export const routeProgress = verb({
  name: 'progress',
  on: 'routes',
  target: 'item',
  method: 'GET',
  permission: 'route.read',
  summary: 'How a route goes: stops visited and missed, what remains, and when the vehicle will be where',
  description:
    'Judged by the latest positions of the assigned vehicle at the moment of the question. A stop is reached when the vehicle halts ' +
    'within arrivalRadiusM of it, and missed once a later one was reached. Before the start the plan is answered, after the end what was.',
  input: z.strictObject({}),
  output: z.object({
    id: z.guid(),
    status: z.enum(routeStatuses),
    assignedVehicleId: z.guid().nullable(),
    actualTripId: z.guid().nullable(),
    startedAt: moment,
    endedAt: moment,
    position: z
      .object({ recordedAt: z.iso.datetime(), latitude: z.number(), longitude: z.number(), speedKph: z.number().nullable() })
      .nullable(),
    stops: z.array(routeStop),
    stopsDone: z.int(),
    stopsMissed: z.int(),
    stopsRemaining: z.int(),
    travelledKm: z.number().describe('Along the positions, great circle by great circle.'),
    remainingKm: z.number(),
    deviationM: z.number().nullable().describe('Distance of the position from the planned way.'),
    maxDeviationM: z.number().describe('Largest deviation so far.'),
    isDeviated: z.boolean().describe('Off the planned way for two minutes or longer.'),
    deviatedSince: moment,
    plannedEndAt: moment,
    estimatedEndAt: moment,
  }),
  run: async ({ tx, id, services }) => {
    const route = await routeOf(tx, id);
    const judged = route.status === 'active' ? await judge(tx, route, services.clock.now(), 'checkpoint') : undefined;
    const tracking = judged?.tracking ?? route.tracking?.checkpoint;
    const stops = judged?.outlook.stops ?? route.stops;
    const count = (...statuses: string[]) => stops.filter(({ status }) => statuses.includes(status)).length;
    const last = tracking?.last ?? null;
    const deviated = judged !== undefined && isDeviated(judged.tracking);
    const { status, assignedVehicleId, actualTripId, startedAt, endedAt } = route;
    return {
      id,
      status,
      assignedVehicleId,
      actualTripId,
      startedAt: startedAt?.toISOString() ?? null,
      endedAt: endedAt?.toISOString() ?? null,
      position: last && {
        recordedAt: iso(last.atMs) as string,
        latitude: last.latitude,
        longitude: last.longitude,
        speedKph: last.speedKph,
      },
      stops,
      stopsDone: count('done', 'arrived'),
      stopsMissed: count('missed'),
      stopsRemaining: count('planned'),
      travelledKm: (tracking?.travelledM ?? 0) / 1000,
      remainingKm: (judged?.outlook.remainingM ?? 0) / 1000,
      deviationM: tracking?.deviationM ?? null,
      maxDeviationM: tracking?.maxDeviationM ?? 0,
      isDeviated: deviated,
      deviatedSince: deviated ? iso(judged.tracking.offSinceMs) : null,
      plannedEndAt: plannedEnd(route),
      estimatedEndAt: judged ? iso(judged.outlook.estimatedEndAtMs) : status === 'planned' ? plannedEnd(route) : null,
    };
  },
});

function plannedEnd({ plannedDepartureAt, estimatedDurationMinutes }: RouteRow): string | null {
  if (!plannedDepartureAt || estimatedDurationMinutes === null) return null;
  return new Date(plannedDepartureAt.getTime() + estimatedDurationMinutes * 60_000).toISOString();
}
