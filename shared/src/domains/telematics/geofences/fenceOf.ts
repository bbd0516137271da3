import type { AlertSchedule, FenceVersion } from '../fold/geofences/fences.ts';
import { circle } from '../fold/geofences/shapes/circle.ts';
import { type Position, polygon, rectangle } from '../fold/geofences/shapes/polygon.ts';
import type { Shape } from '../fold/geofences/shapes/shape.ts';

/** What geofences, and the JSON of their versions, say of the area. */
export type GeometryRow = {
  type: 'circle' | 'polygon' | 'rectangle';
  center_latitude: number | null;
  center_longitude: number | null;
  radius_m: number | null;
  coordinates: unknown;
};

/** A row of geofences as a version of it holds it. */
export type FenceRow = GeometryRow & {
  alert_on_entry: boolean;
  alert_on_exit: boolean;
  alert_on_dwell: boolean;
  dwell_minutes: number | null;
  schedule: AlertSchedule | null;
  speed_limit_kph: number | null;
};

export type VersionRow = { geofence_id: string; valid_from_ms: number; valid_to_ms: number | null; fence: FenceRow };

/** The area of a fence whose values were checked when it was written. */
export function shapeOf({ type, center_latitude, center_longitude, radius_m, coordinates }: GeometryRow): Shape {
  if (type === 'circle')
    return circle({ latitude: Number(center_latitude), longitude: Number(center_longitude) }, Number(radius_m));
  if (type === 'rectangle') return rectangle(...(coordinates as [number, number, number, number]));
  return polygon(coordinates as Position[][]);
}

export function fenceOf({ geofence_id, valid_from_ms, valid_to_ms, fence }: VersionRow): FenceVersion {
  return {
    geofenceId: geofence_id,
    validFromMs: valid_from_ms,
    validToMs: valid_to_ms,
    shape: shapeOf(fence),
    alertOnEntry: fence.alert_on_entry,
    alertOnExit: fence.alert_on_exit,
    alertOnDwell: fence.alert_on_dwell,
    schedule: fence.schedule,
    dwellMs: fence.dwell_minutes === null ? null : fence.dwell_minutes * 60_000,
    speedLimitKph: fence.speed_limit_kph,
  };
}
