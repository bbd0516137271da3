import { z } from 'zod';
import type { Clock } from '../../../clock.ts';
import { type Tx, withTenant } from '../../../db/scope.ts';
import { conflict, invalidField, ruleViolated } from '../../../errors.ts';
import { callerScope } from '../../../resource/caller-scope.ts';
import { momentSchema } from '../../../resource/moment.ts';
import { verb } from '../../../resource/verb.ts';
import type { RouteOptimized } from '../routes/events.ts';
import { depotPlace, type NamedPlace, placeInput, placeOf } from '../routes/places.ts';
import { type PlannedRoutes, type Planning, planRoutes } from '../routes/planRoutes.ts';
import { type RouteRow, routeOf } from '../routes/record.ts';
import { criteria } from '../routes/solver/problem.ts';
import { unservableReasons } from '../routes/solver/unservable.ts';
import { type RouteStop, routeStop } from '../routes/stops.ts';
import { fleetVehicles, plannedVehicle, vehicleFields } from '../routes/vehicles.ts';

const moment = z.iso.datetime();
const input = z.strictObject({
  start: placeInput
    .optional()
    .describe('The origin of the route unless given, else the home depot of its vehicle; the stops are ordered from there.'),
  end: placeInput
    .nullable()
    .optional()
    .describe('The destination of the route unless given, else its start; null: at the last stop.'),
  departAt: momentSchema.optional().describe('The planned departure of the route unless given, else now.'),
  returnBy: momentSchema.optional(),
  criterion: z.enum(criteria).optional().describe('That of the route unless given.'),
  ...vehicleFields,
});

const output = z.object({
  id: z.guid(),
  optimizationCriteria: z.enum(criteria),
  stops: z.array(routeStop),
  unservable: z.array(z.object({ stopId: z.string(), reason: z.enum(unservableReasons), detail: z.string() })),
  plannedDepartureAt: moment,
  plannedEndAt: moment,
  totalDistanceKm: z.number(),
  estimatedDurationMinutes: z.int(),
  estimatedFuelL: z.number(),
  polyline: z.string(),
});

type Prepared = { rowVersion: number; values: Values; unservable: z.output<typeof output>['unservable'] };

export const optimizeRoute = verb<typeof input, typeof output, Prepared>({
  name: 'optimize',
  on: 'routes',
  target: 'item',
  permission: 'route.write',
  summary: 'Order the stops of a planned route and store when each is reached',
  description:
    'As for stops alone, for the assigned vehicle with its capacity. Stops that cannot be served stay at the end of the route, without ' +
    'planned times, and are answered with the reason.',
  input,
  output,
  // Outside the transaction of the verb: planning takes up to seconds, in which no connection should be held and no row locked.
  prepare: async ({ id, input: said, principal, services }) => {
    const scope = callerScope(principal, 'routes.optimize');
    const { rowVersion, planning } = await withTenant(
      services.database,
      scope,
      (tx) => planningOf(tx, id, said, services.clock),
      { access: 'read' },
    );
    return { rowVersion, ...planOf(planning, await planRoutes(planning)) };
  },
  run: async ({ tx, id, prepared: { rowVersion, values, unservable } }) => {
    const route = await routeOf(tx, id, 'for no key update');
    if (route.rowVersion !== rowVersion) throw conflict('The route was changed while it was being optimized; try again.');
    await store(tx, id, values);
    const data: RouteOptimized = { id, ...values };
    tx.emit({ type: 'route.optimized', subjectType: 'route', subjectId: id, data });
    const { origin: _, destination: __, ...plan } = values;
    return { id, ...plan, unservable };
  },
});

async function planningOf(tx: Tx, id: string, said: z.output<typeof input>, clock: Clock) {
  const route = await routeOf(tx, id);
  if (route.status !== 'planned') throw conflict(`The route is ${route.status}; only planned routes can be optimized.`);
  if (route.stops.length === 0) throw ruleViolated('The route has no stops; add some first.');
  const vehicleId = route.assignedVehicleId ?? undefined;
  const vehicle = vehicleId ? (await fleetVehicles(tx, [vehicleId])).get(vehicleId) : undefined;
  const start = await startOf(tx, route, said, vehicle?.homeDepotId ?? null);
  const end = said.end === undefined ? (route.destination ?? start) : said.end && (await placeOf(tx, said.end, 'end.depotId'));
  const { maxWeightKg, maxVolumeM3, fuelConsumptionLPer100Km } = said;
  const planning: RoutePlanning = {
    stops: route.stops,
    vehicles: [plannedVehicle({ vehicleId, maxWeightKg, maxVolumeM3, fuelConsumptionLPer100Km }, vehicle)],
    start,
    end,
    departAt: said.departAt ? new Date(said.departAt) : (route.plannedDepartureAt ?? clock.now()),
    returnBy: said.returnBy ? new Date(said.returnBy) : undefined,
    criterion: said.criterion ?? route.optimizationCriteria,
  };
  return { rowVersion: route.rowVersion, planning };
}

type RoutePlanning = Planning<RouteStop> & { start: NamedPlace; end: NamedPlace | null };

function planOf({ start, end, departAt, criterion }: RoutePlanning, { tours: [tour], unservable }: PlannedRoutes<RouteStop>) {
  const served = (tour?.stops ?? []).map(({ distanceKm: _, ...stop }): RouteStop => ({ ...stop, ...unseen }));
  const left = unservable.map(
    ({ stop }, index): RouteStop => ({ ...stop, ...asPlanned, ...unseen, order: served.length + index + 1 }),
  );
  const values: Values = {
    optimizationCriteria: criterion,
    stops: [...served, ...left],
    origin: start,
    destination: end,
    plannedDepartureAt: departAt.toISOString(),
    plannedEndAt: tour?.endAt ?? departAt.toISOString(),
    totalDistanceKm: tour?.totalDistanceKm ?? 0,
    estimatedDurationMinutes: tour?.estimatedDurationMinutes ?? 0,
    estimatedFuelL: tour?.estimatedFuelL ?? 0,
    polyline: tour?.polyline ?? '',
  };
  return { values, unservable: unservable.map(({ stop, reason, detail }) => ({ stopId: stop.id, reason, detail })) };
}

const asPlanned = { plannedArrivalAt: null, plannedDepartureAt: null };
const unseen = { estimatedArrivalAt: null, actualArrivalAt: null, actualDepartureAt: null, status: 'planned' as const };

async function startOf(tx: Tx, route: RouteRow, said: z.output<typeof input>, homeDepotId: string | null): Promise<NamedPlace> {
  if (said.start) return placeOf(tx, said.start, 'start.depotId');
  const start = route.origin ?? (homeDepotId ? await depotPlace(tx, homeDepotId) : undefined);
  if (start) return start;
  throw invalidField('start', 'Say where the route starts: it has no origin, and its vehicle no home depot.', 'required');
}

type Values = Omit<RouteOptimized, 'id'>;

function store(tx: Tx, id: string, values: Values): Promise<unknown> {
  return tx.query(
    `update routes set stops = $2, origin = $3, destination = $4, polyline = $5, total_distance_km = $6, estimated_duration_minutes = $7,
       estimated_fuel_l = $8, planned_departure_at = $9, optimization_criteria = $10, scheduled_date = coalesce(scheduled_date, $11)
     where id = $1`,
    [
      id,
      JSON.stringify(values.stops),
      JSON.stringify(values.origin),
      values.destination && JSON.stringify(values.destination),
      values.polyline,
      values.totalDistanceKm,
      values.estimatedDurationMinutes,
      values.estimatedFuelL,
      values.plannedDepartureAt,
      values.optimizationCriteria,
      values.plannedDepartureAt.slice(0, 10),
    ],
  );
}
