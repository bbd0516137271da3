import type { Tx } from '../../../db/scope.ts';
import { lowestId } from '../lowestId.ts';
import { beginTracking, type Fix, follow, type Tracking } from './follow.ts';
import { type Outlook, outlook } from './outlook.ts';
import { followedRoute, type RouteRow, trackedBy } from './record.ts';

/** Readings that come this late still count while the route is driven; all count once it has ended. */
const latenessMs = 15 * 60_000;
/** Nobody is followed for longer: a route that was forgotten must not cost more each day. */
export const longestRouteMs = 72 * 3_600_000;
const pageSize = 5_000;

export type Judgement = { tracking: Tracking; checkpoint: Tracking; outlook: Outlook };

/**
 * How a started route goes, by the positions of its vehicle: from the stored checkpoint on, or from the start. What came in within
 * the last quarter of an hour is followed anew each time, so that late readings find their place.
 */
export async function judge(tx: Tx, route: RouteRow, now: Date, from: 'checkpoint' | 'start'): Promise<Judgement> {
  const followed = followedRoute(route);
  const startedAtMs = (route.startedAt as Date).getTime();
  const untilMs = Math.min((route.endedAt ?? now).getTime(), startedAtMs + longestRouteMs);
  const stored = route.tracking;
  let checkpoint = from === 'checkpoint' && stored?.trackedBy === trackedBy(route) ? stored.checkpoint : beginTracking(route);
  let tracking = checkpoint;
  for await (const fix of fixes(tx, route.assignedVehicleId as string, tracking.last ?? startedAtMs, untilMs)) {
    tracking = follow(followed, tracking, fix);
    if (fix.atMs < untilMs - latenessMs) checkpoint = tracking;
  }
  return { tracking, checkpoint, outlook: outlook(route, tracking, Math.min(now.getTime(), untilMs)) };
}

type FixRow = { id: string; at: Date; latitude: number; longitude: number; speedKph: number | null };

/** Positions of a vehicle after a fix, or from a moment on, in the order of time. */
async function* fixes(tx: Tx, vehicleId: string, after: Fix | number, untilMs: number): AsyncGenerator<Fix> {
  let [atMs, id] = typeof after === 'number' ? [after, lowestId] : [after.atMs, after.id];
  for (;;) {
    const rows = await tx.query<FixRow>(
      `select id, recorded_at as at, latitude, longitude, speed_kph as "speedKph" from vehicle_locations
       where vehicle_id = $1 and recorded_at >= $2 and recorded_at <= $3 and (recorded_at, id) > ($2, $4::uuid)
       order by recorded_at, id limit ${pageSize}`,
      [vehicleId, new Date(atMs), new Date(untilMs), id],
    );
    for (const { at, ...fix } of rows) yield { ...fix, atMs: at.getTime() };
    const last = rows.at(-1);
    if (!last || rows.length < pageSize) return;
    [atMs, id] = [last.at.getTime(), last.id];
  }
}

/** The trip of the vehicle that shares most time with the route; of equals the first. */
export async function tripOf(tx: Tx, route: RouteRow, until: Date): Promise<string | null> {
  const [trip] = await tx.query<{ id: string }>(
    `select id from trips
     where vehicle_id = $1 and started_at < $3 and started_at > $2::timestamptz - interval '3 days' and coalesce(ended_at, $3) > $2
     order by least(coalesce(ended_at, $3), $3) - greatest(started_at, $2) desc, started_at, id limit 1`,
    [route.assignedVehicleId, route.startedAt, until],
  );
  return trip?.id ?? null;
}
