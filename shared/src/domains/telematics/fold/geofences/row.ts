import { openingAt } from '../../../fleet/opening-hours.ts';
import type { Emit } from '../component.ts';
import { type DerivedGeofenceEvent, derivedId } from '../derived.ts';
import type { FenceVersion } from './fences.ts';
import type { Crossing } from './judge-fence.ts';

/** What happened at a fence. `stayMs`: how long the vehicle had been inside, for an exit and a dwell. */
export type FenceEvent = { type: DerivedGeofenceEvent['eventType']; version: FenceVersion; at: Crossing; stayMs: number | null };

const order = { exit: 0, dwell: 1, entry: 2 };

/** Emits events in the order of time; at the same moment one fence is left before the next is entered. */
export function emitEvents(vehicleId: string, detectedAtMs: number, events: FenceEvent[], emit: Emit): void {
  if (events.length > 1) events.sort(inOrder);
  for (const { type, version, at, stayMs } of events) {
    emit({
      table: 'geofence_events',
      row: {
        id: derivedId(vehicleId, at.atMs, `geofence_events ${type} ${version.geofenceId}`),
        detectedAtMs,
        geofenceId: version.geofenceId,
        eventType: type,
        recordedAtMs: at.atMs,
        latitude: at.latitude,
        longitude: at.longitude,
        dwellSeconds: stayMs === null ? null : Math.round(stayMs / 1000),
        alert: wantsAlert(version, type, at.atMs),
      },
    });
  }
}

function inOrder(a: FenceEvent, b: FenceEvent): number {
  return a.at.atMs - b.at.atMs || order[a.type] - order[b.type] || (a.version.geofenceId < b.version.geofenceId ? -1 : 1);
}

/** Whether the fence asks for an alert of this kind, at this time of its schedule. */
function wantsAlert({ schedule, ...fence }: FenceVersion, type: FenceEvent['type'], atMs: number): boolean {
  const wanted = { entry: fence.alertOnEntry, exit: fence.alertOnExit, dwell: fence.alertOnDwell }[type];
  return wanted && (schedule === null || openingAt(schedule.hours, schedule.timezone, new Date(atMs)).isOpen);
}
