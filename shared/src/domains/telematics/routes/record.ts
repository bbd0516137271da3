import type { Tx } from '../../../db/scope.ts';
import { notFound } from '../../../errors.ts';
import type { Place } from '../geo/haversine.ts';
import { decodePolyline } from '../geo/polyline.ts';
import type { RouteStatus } from '../tables/index.ts';
import type { FollowedRoute, Tracking } from './follow.ts';
import { straightPolyline } from './planRoutes.ts';
import type { Criterion } from './solver/problem.ts';
import type { RouteStop } from './stops.ts';

/** A stored route, as far as verbs and the job need it. */
export type RouteRow = {
  id: string;
  rowVersion: number;
  routeName: string;
  status: RouteStatus;
  stops: RouteStop[];
  origin: Place | null;
  destination: Place | null;
  polyline: string | null;
  optimizationCriteria: Criterion;
  assignedVehicleId: string | null;
  assignedDriverId: string | null;
  plannedDepartureAt: Date | null;
  estimatedDurationMinutes: number | null;
  arrivalRadiusM: number;
  maxDeviationM: number;
  startedAt: Date | null;
  endedAt: Date | null;
  actualTripId: string | null;
  estimatedEndAt: Date | null;
  tracking: StoredTracking | null;
};

/** Where following goes on, and what was said already. */
export type StoredTracking = { trackedBy: string; checkpoint: Tracking; isDeviated: boolean; announcedEndAtMs: number };

const columns = `id, row_version as "rowVersion", route_name as "routeName", status, stops, origin, destination, polyline, optimization_criteria as "optimizationCriteria",
  assigned_vehicle_id as "assignedVehicleId", assigned_driver_id as "assignedDriverId", planned_departure_at as "plannedDepartureAt",
  estimated_duration_minutes as "estimatedDurationMinutes", arrival_radius_m as "arrivalRadiusM", max_deviation_m as "maxDeviationM",
  started_at as "startedAt", ended_at as "endedAt", actual_trip_id as "actualTripId", estimated_end_at as "estimatedEndAt", tracking`;

/** The route, for reading or locked for a change. @throws not found */
export async function routeOf(tx: Tx, id: string, lock: '' | 'for no key update' = ''): Promise<RouteRow> {
  const [row] = await tx.query<RouteRow>(`select ${columns} from routes where id = $1 ${lock}`, [id]);
  if (!row) throw notFound('Route', id);
  return row;
}

/** The route, locked, if it is being driven and nobody else holds it. */
export async function activeRoute(tx: Tx, id: string): Promise<RouteRow | undefined> {
  const [row] = await tx.query<RouteRow>(
    `select ${columns} from routes where id = $1 and status = 'active' for no key update skip locked`,
    [id],
  );
  return row;
}

/** What the route is followed by. Without a drawn way, straight lines from stop to stop are its way. */
export function followedRoute({ stops, origin, destination, polyline, arrivalRadiusM, maxDeviationM }: RouteRow): FollowedRoute {
  const straight = straightPolyline(origin, stops, destination);
  const way = { line: decodePolyline(polyline ?? straight), straight: polyline === null || polyline === straight };
  return { stops, destination, way, arrivalRadiusM, maxDeviationM };
}

/** What tracking rests on: with another vehicle or other stops, it begins anew. */
export function trackedBy({ assignedVehicleId, stops }: Pick<RouteRow, 'assignedVehicleId' | 'stops'>): string {
  return [assignedVehicleId, ...stops.map(({ id, latitude, longitude }) => `${id} ${latitude} ${longitude}`)].join('; ');
}
