import { distanceM, type Place } from '../geo/haversine.ts';
import { deviationFrom, type Way } from './deviation.ts';

/** What a route is followed by. */
export type FollowedRoute = {
  stops: readonly Place[];
  destination: Place | null;
  way: Way;
  arrivalRadiusM: number;
  maxDeviationM: number;
};

/** A measured position. */
export type Fix = Place & { id: string; atMs: number; speedKph: number | null };

/** What is known of a visit, milliseconds since 1970. */
export type VisitSoFar = { enteredAtMs: number | null; arrivedAtMs: number | null; departedAtMs: number | null };

/** What the fixes so far say. A value of JSON, so that it can be stored and followed on. */
export type Tracking = {
  last: Fix | null;
  visits: VisitSoFar[];
  travelledM: number;
  deviationM: number | null;
  maxDeviationM: number;
  /** First fix beyond the allowed deviation since the last within it. */
  offSinceMs: number | null;
  /** When the route came to its end. */
  endedAtMs: number | null;
};

/** Slower than this is a halt: a receiver at rest drifts up to some km/h. */
const haltKph = 10;
/** A vehicle that stays near has halted, whatever speeds its device reports. */
const dwellMs = 60_000;
/** Leaving takes half the radius more than coming, so that jitter at the edge is no departure. */
const leavingFactor = 1.5;
/** Off the way for so long is no detour around a jam any more. */
export const deviatedAfterMs = 120_000;

export function beginTracking(route: Pick<FollowedRoute, 'stops'>): Tracking {
  const visits = route.stops.map(() => ({ enteredAtMs: null, arrivedAtMs: null, departedAtMs: null }));
  return { last: null, visits, travelledM: 0, deviationM: null, maxDeviationM: 0, offSinceMs: null, endedAtMs: null };
}

/**
 * What is known after one more fix, in the order of time. Nothing is changed in place. A stop is reached when the vehicle halts within
 * the radius, as of the moment it came in; it is left with the first fix well outside. Driving by is no visit.
 */
export function follow(route: FollowedRoute, before: Tracking, fix: Fix): Tracking {
  if (before.endedAtMs !== null) return before;
  const visits = before.visits.map((visit, index) => visitAfter(visit, route.stops[index] as Place, route.arrivalRadiusM, fix));
  const { deviationM, beyondM } = deviationFrom(route.way, fix);
  const isOff =
    beyondM > route.maxDeviationM &&
    !visits.some(({ enteredAtMs, departedAtMs }) => enteredAtMs !== null && departedAtMs === null);
  const after = {
    last: fix,
    visits,
    travelledM: before.travelledM + (before.last ? distanceM(before.last, fix) : 0),
    deviationM,
    maxDeviationM: Math.max(before.maxDeviationM, deviationM),
    offSinceMs: isOff ? (before.offSinceMs ?? fix.atMs) : null,
    endedAtMs: null,
  };
  return { ...after, endedAtMs: endOf(route, after, fix) };
}

/** Whether the vehicle has left the planned way for good. */
export function isDeviated({ offSinceMs, last }: Tracking): boolean {
  return offSinceMs !== null && last !== null && last.atMs - offSinceMs >= deviatedAfterMs;
}

function visitAfter(visit: VisitSoFar, stop: Place, radiusM: number, fix: Fix): VisitSoFar {
  if (visit.departedAtMs !== null) return visit;
  const distance = distanceM(stop, fix);
  if (distance > radiusM * leavingFactor) {
    if (visit.arrivedAtMs !== null) return { ...visit, departedAtMs: fix.atMs };
    return visit.enteredAtMs === null ? visit : { ...visit, enteredAtMs: null };
  }
  if (distance > radiusM) return visit;
  const enteredAtMs = visit.enteredAtMs ?? fix.atMs;
  const halts = isSlow(fix) || fix.atMs - enteredAtMs >= dwellMs;
  return { ...visit, enteredAtMs, arrivedAtMs: visit.arrivedAtMs ?? (halts ? enteredAtMs : null) };
}

const isSlow = ({ speedKph }: Fix) => speedKph === null || speedKph <= haltKph;

/**
 * The end: with a destination, the vehicle halts there after its last stop, though it may have missed others; without one, every stop
 * was visited and left.
 */
function endOf({ destination, arrivalRadiusM }: FollowedRoute, { visits }: Tracking, fix: Fix): number | null {
  if (!destination) return visits.length > 0 && visits.every(({ departedAtMs }) => departedAtMs !== null) ? fix.atMs : null;
  const hasVisitedLast = visits.at(-1)?.arrivedAtMs != null;
  return hasVisitedLast && isSlow(fix) && distanceM(destination, fix) <= arrivalRadiusM ? fix.atMs : null;
}
