import { z } from 'zod';
import type { Clock } from '../../../clock.ts';
import { type Tx, withTenant } from '../../../db/scope.ts';
import { invalidField } from '../../../errors.ts';
import { callerScope } from '../../../resource/caller-scope.ts';
import { momentSchema } from '../../../resource/moment.ts';
import { verb } from '../../../resource/verb.ts';
import { placeInput, placeOf } from '../routes/places.ts';
import { type Planning, planRoutes } from '../routes/planRoutes.ts';
import { criteria } from '../routes/solver/problem.ts';
import { unservableReasons } from '../routes/solver/unservable.ts';
import { maxStops, repeated, type StopInput, stopInput, withIds } from '../routes/stops.ts';
import { fleetVehicles, maxVehicles, plannedVehicle, vehicleInput } from '../routes/vehicles.ts';

const moment = z.iso.datetime();
const stopOut = stopInput.extend({ id: z.string() });
const tour = z.object({
  vehicleIndex: z.int().describe('Which of the vehicles of the question, from 0.'),
  vehicleId: z.guid().nullable(),
  departAt: moment,
  endAt: moment,
  totalDistanceKm: z.number(),
  estimatedDurationMinutes: z.int(),
  drivingMinutes: z.int(),
  waitingMinutes: z.int(),
  serviceMinutes: z.int(),
  estimatedFuelL: z.number().describe('Litres, for electric vehicles of gasoline equivalent.'),
  polyline: z.string().describe('Straight lines from stop to stop, encoded with precision 5.'),
  stops: z.array(
    stopOut.extend({
      order: z.int(),
      plannedArrivalAt: moment,
      plannedDepartureAt: moment,
      distanceKm: z.number().describe('From the start.'),
    }),
  ),
});

const input = z.strictObject({
  stops: z.array(stopInput).min(1).max(maxStops),
  start: placeInput,
  end: placeInput.nullable().optional().describe('The start unless given; null: at the last stop.'),
  departAt: momentSchema.optional().describe('Now unless given.'),
  returnBy: momentSchema.optional().describe('No vehicle arrives at the end later.'),
  criterion: z.enum(criteria).default('fastest'),
  vehicles: z.array(vehicleInput).min(1).max(maxVehicles).default([{}]).describe('Each makes one tour at most.'),
});

const output = z.object({
  criterion: z.enum(criteria),
  tours: z.array(tour),
  unservable: z.array(z.object({ stop: stopOut, reason: z.enum(unservableReasons), detail: z.string() })),
  totalDistanceKm: z.number(),
  estimatedFuelL: z.number(),
});

export const optimizeStops = verb<typeof input, typeof output, z.input<typeof output>>({
  name: 'optimize',
  on: 'routes',
  target: 'collection',
  permission: 'route.read',
  access: 'read',
  summary: 'Distribute stops over vehicles and order them, without storing anything',
  description:
    'Keeps time windows and capacities. fastest makes the time from departure to the end small, shortest the way, fuel_efficient the ' +
    'fuel by speed and load; summed over the vehicles. A stop that cannot be served is answered with the reason. The same question has ' +
    'the same answer. Distances are great circles times 1.4 and speeds an assumption by distance: no road network is asked.',
  input,
  output,
  // Outside the transaction of the verb: planning takes up to seconds, in which no connection should be held.
  prepare: async ({ input, principal, services }) => {
    const scope = callerScope(principal, 'routes.optimize');
    const planning = await withTenant(services.database, scope, (tx) => planningOf(tx, input, services.clock), {
      access: 'read',
    });
    const { tours, unservable } = await planRoutes(planning);
    const sum = (values: number[]) => Math.round(values.reduce((total, value) => total + value, 0) * 1000) / 1000;
    return {
      criterion: input.criterion,
      tours,
      unservable,
      totalDistanceKm: sum(tours.map((one) => one.totalDistanceKm)),
      estimatedFuelL: sum(tours.map((one) => one.estimatedFuelL)),
    };
  },
  run: async ({ prepared }) => prepared,
});

async function planningOf(tx: Tx, said: z.output<typeof input>, clock: Clock): Promise<Planning<StopInput & { id: string }>> {
  const [twice] = repeated(said.stops.map(({ id }) => id));
  if (twice !== undefined) throw invalidField(`stops[${twice}].id`, 'Another stop has this id.', 'duplicate');
  const ids = said.vehicles.flatMap(({ vehicleId }) => vehicleId ?? []);
  const known = await fleetVehicles(tx, ids);
  const missing = said.vehicles.findIndex(({ vehicleId }) => vehicleId && !known.has(vehicleId));
  if (missing >= 0) {
    throw invalidField(
      `vehicles[${missing}].vehicleId`,
      `There is no vehicle ${said.vehicles[missing]?.vehicleId}.`,
      'not_found',
    );
  }
  const start = await placeOf(tx, said.start, 'start.depotId');
  return {
    stops: withIds(said.stops),
    vehicles: said.vehicles.map((vehicle) => plannedVehicle(vehicle, known.get(vehicle.vehicleId ?? ''))),
    start,
    end: said.end ? await placeOf(tx, said.end, 'end.depotId') : said.end === null ? null : start,
    departAt: said.departAt ? new Date(said.departAt) : clock.now(),
    returnBy: said.returnBy ? new Date(said.returnBy) : undefined,
    criterion: said.criterion,
  };
}
