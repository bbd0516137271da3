import type { Tx } from '../../../db/scope.ts';
import type { RouteDeviated, RouteEtaChanged, RouteStatusChanged, RouteStopChanged } from './events.ts';
import { isDeviated, type Tracking } from './follow.ts';
import { type Judgement, judge, tripOf } from './judge.ts';
import { iso, type Outlook, outlook } from './outlook.ts';
import { type RouteRow, type StoredTracking, trackedBy } from './record.ts';

/** An end that moves by less is no news. */
const notableMs = 5 * 60_000;

/** Brings a route that is being driven up to date with the positions of its vehicle, and says what is new. */
export async function updateProgress(tx: Tx, route: RouteRow, now: Date): Promise<void> {
  const judged = await judge(tx, route, now, 'checkpoint');
  if (judged.tracking.endedAtMs !== null) {
    await completeRoute(tx, route, new Date(judged.tracking.endedAtMs), null, now);
    return;
  }
  const stored = sayWhatIsNew(tx, route, judged);
  await store(tx, route, judged, { stored, now });
}

/**
 * Ends a route: all positions are followed once more, late ones included, and stops that were not reached are missed.
 *
 * @param reason what whoever ended it said; null where the vehicle reached the end
 */
export async function completeRoute(
  tx: Tx,
  route: RouteRow,
  endedAt: Date,
  reason: string | null,
  now: Date,
): Promise<RouteStatusChanged> {
  const judged = await judge(tx, { ...route, endedAt }, now, 'start');
  const tracking = { ...judged.tracking, endedAtMs: judged.tracking.endedAtMs ?? endedAt.getTime() };
  const final = { tracking, checkpoint: tracking, outlook: outlook(route, tracking, tracking.endedAtMs) };
  emitStops(tx, route, final.outlook);
  const data: RouteStatusChanged = {
    id: route.id,
    status: 'completed',
    previousStatus: 'active',
    assignedVehicleId: route.assignedVehicleId,
    assignedDriverId: route.assignedDriverId,
    reason,
    changedAt: now.toISOString(),
  };
  tx.emit({ type: 'route.completed', subjectType: 'route', subjectId: route.id, data });
  const stored = {
    trackedBy: trackedBy(route),
    checkpoint: tracking,
    isDeviated: false,
    announcedEndAtMs: tracking.endedAtMs,
  };
  await store(tx, route, final, { stored, now: new Date(tracking.endedAtMs) });
  await tx.query(`update routes set status = 'completed', ended_at = $2 where id = $1`, [route.id, new Date(tracking.endedAtMs)]);
  return data;
}

function sayWhatIsNew(tx: Tx, route: RouteRow, { tracking, checkpoint, outlook: ahead }: Judgement): StoredTracking {
  emitStops(tx, route, ahead);
  const said = route.tracking;
  const deviated = isDeviated(tracking);
  if (deviated && !said?.isDeviated) {
    tx.emit({ type: 'route.deviated', subjectType: 'route', subjectId: route.id, data: deviation(route, tracking) });
  }
  const plannedMs = (route.startedAt as Date).getTime() + (route.estimatedDurationMinutes ?? Number.NaN) * 60_000;
  const expectedMs = said?.announcedEndAtMs ?? (Number.isNaN(plannedMs) ? ahead.estimatedEndAtMs : plannedMs);
  const isNews = Math.abs(ahead.estimatedEndAtMs - expectedMs) >= notableMs;
  if (isNews) {
    const data: RouteEtaChanged = {
      id: route.id,
      vehicleId: route.assignedVehicleId,
      estimatedEndAt: iso(ahead.estimatedEndAtMs) as string,
      previousEndAt: iso(expectedMs) as string,
    };
    tx.emit({ type: 'route.eta_changed', subjectType: 'route', subjectId: route.id, data });
  }
  const announcedEndAtMs = isNews ? ahead.estimatedEndAtMs : expectedMs;
  return { trackedBy: trackedBy(route), checkpoint, isDeviated: deviated, announcedEndAtMs };
}

function emitStops(tx: Tx, route: RouteRow, { stops }: Outlook): void {
  for (const [index, stop] of stops.entries()) {
    const before = route.stops[index];
    const data = (at: string | null): RouteStopChanged => ({
      id: route.id,
      stopId: stop.id,
      order: stop.order,
      name: stop.name ?? null,
      vehicleId: route.assignedVehicleId,
      plannedArrivalAt: stop.plannedArrivalAt,
      at,
    });
    const emit = (what: string, at: string | null) =>
      tx.emit({ type: `route.stop_${what}`, subjectType: 'route', subjectId: route.id, data: data(at) });
    if (stop.actualArrivalAt && !before?.actualArrivalAt) emit('arrived', stop.actualArrivalAt);
    if (stop.actualDepartureAt && !before?.actualDepartureAt) emit('departed', stop.actualDepartureAt);
    if (stop.status === 'missed' && before?.status !== 'missed') emit('missed', null);
  }
}

function deviation(route: RouteRow, { last, offSinceMs, deviationM }: Tracking): RouteDeviated {
  return {
    id: route.id,
    vehicleId: route.assignedVehicleId,
    since: iso(offSinceMs) as string,
    deviationM: Math.round(deviationM ?? 0),
    latitude: last?.latitude as number,
    longitude: last?.longitude as number,
  };
}

type Storing = { stored: StoredTracking; now: Date };

async function store(tx: Tx, route: RouteRow, { tracking, outlook: ahead }: Judgement, { stored, now }: Storing): Promise<void> {
  await tx.query(
    `update routes set stops = $2, progress_at = $3, deviation_m = $4, deviated_since = $5, remaining_distance_km = $6, estimated_end_at = $7,
       tracking = $8, actual_trip_id = $9 where id = $1`,
    [
      route.id,
      JSON.stringify(ahead.stops),
      iso(tracking.last?.atMs ?? null),
      tracking.deviationM,
      stored.isDeviated ? iso(tracking.offSinceMs) : null,
      ahead.remainingM / 1000,
      iso(ahead.estimatedEndAtMs),
      JSON.stringify(stored),
      await tripOf(tx, route, now),
    ],
  );
}
