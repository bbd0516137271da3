import type { Place } from '../geo/haversine.ts';
import { estimateLeg, type Leg } from './estimateMatrix.ts';
import type { Tracking, VisitSoFar } from './follow.ts';
import { fuelModel } from './fuelModel.ts';
import type { RouteStop, StopStatus } from './stops.ts';

/** The road between two places. */
export type Road = (from: Place, to: Place) => Pick<Leg, 'metres' | 'seconds'>;

const anyFuel = fuelModel({});

/** Roads as they are estimated without a network. */
export const estimatedRoad: Road = (from, to) => estimateLeg(from, to, anyFuel);

export type Outlook = {
  /** The stops with their statuses, what has happened at them, and when the vehicle will be at those that remain. */
  stops: RouteStop[];
  remainingM: number;
  estimatedEndAtMs: number;
};

/**
 * What lies ahead: from the last known position over the stops that remain, in their order, with their windows and service durations.
 * A vehicle that has been silent is taken to have gone on, though never to have arrived before now.
 */
export function outlook(
  route: { stops: readonly RouteStop[]; origin: Place | null; destination: Place | null },
  tracking: Tracking,
  nowMs: number,
  road: Road = estimatedRoad,
): Outlook {
  const statuses = statusesOf(tracking);
  let place = tracking.last ?? route.origin ?? route.stops[0] ?? null;
  let atMs = tracking.last?.atMs ?? nowMs;
  let remainingM = 0;
  const drive = (to: Place): number => {
    const leg = place ? road(place, to) : { metres: 0, seconds: 0 };
    remainingM += leg.metres;
    atMs = Math.max(atMs + leg.seconds * 1000, nowMs);
    place = to;
    return atMs;
  };
  const serve = (stop: RouteStop, arrivedMs: number) => {
    const beginMs = Math.max(arrivedMs, stop.timeWindow?.from ? Date.parse(stop.timeWindow.from) : arrivedMs);
    atMs = Math.max(beginMs + stop.serviceDurationMinutes * 60_000, nowMs);
  };
  const isHere = (index: number) => statuses[index] === 'arrived';
  for (const [index, stop] of route.stops.entries()) {
    if (isHere(index)) serve(stop, tracking.visits[index]?.arrivedAtMs as number);
  }
  const stops = route.stops.map((stop, index): RouteStop => {
    const status = statuses[index] as StopStatus;
    const { arrivedAtMs, departedAtMs } = tracking.visits[index] as VisitSoFar;
    const seen = { ...stop, status, actualArrivalAt: iso(arrivedAtMs), actualDepartureAt: iso(departedAtMs) };
    if (status !== 'planned') return { ...seen, estimatedArrivalAt: iso(arrivedAtMs) };
    const arrivalMs = drive(stop);
    serve(stop, arrivalMs);
    return { ...seen, estimatedArrivalAt: iso(arrivalMs) };
  });
  if (route.destination && tracking.endedAtMs === null) drive(route.destination);
  return { stops, remainingM, estimatedEndAtMs: tracking.endedAtMs ?? atMs };
}

/** A stop is missed once a later one was reached, until the vehicle comes back for it. */
export function statusesOf({ visits, endedAtMs }: Tracking): StopStatus[] {
  const lastReached = visits.findLastIndex(({ arrivedAtMs }) => arrivedAtMs !== null);
  return visits.map(({ arrivedAtMs, departedAtMs }, index) => {
    if (departedAtMs !== null) return 'done';
    if (arrivedAtMs !== null) return endedAtMs === null ? 'arrived' : 'done';
    return index < lastReached || endedAtMs !== null ? 'missed' : 'planned';
  });
}

export const iso = (ms: number | null): string | null => (ms === null ? null : new Date(ms).toISOString());
