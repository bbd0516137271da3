import type { OperatingHours } from '../../../fleet/opening-hours.ts';
import type { Place } from '../../geo/haversine.ts';
import { FenceIndex } from './fence-index.ts';
import type { Shape } from './shapes/shape.ts';

/** When alerts are wanted: local times by day, as for depots. */
export type AlertSchedule = { timezone: string; hours: OperatingHours };

/** A fence as it was from one moment to another. Geometry and rules never change within a version. */
export type FenceVersion = {
  geofenceId: string;
  /** First moment (ms). */
  validFromMs: number;
  /** First moment after it (ms); null while it is in force. */
  validToMs: number | null;
  shape: Shape;
  alertOnEntry: boolean;
  alertOnExit: boolean;
  alertOnDwell: boolean;
  /** When alerts are wanted; null: always. */
  schedule: AlertSchedule | null;
  /** A stay of this length is a dwell; null: none is. */
  dwellMs: number | null;
  speedLimitKph: number | null;
};

/** All versions of all fences of a tenant, findable by place and time. */
export interface Fences {
  /** The last moment at which a fence began, ended or changed; -Infinity without fences. */
  lastChangeMs: number;
  /** Fences in force at the moment whose box the way from one place to another touches. */
  near(atMs: number, from: Place, to: Place): readonly FenceVersion[];
  /** Versions of any time whose box holds the place. */
  around(place: Place): readonly FenceVersion[];
  /** Versions of one fence, in the order of time; none where the fence does not exist. */
  versionsOf(geofenceId: string): readonly FenceVersion[];
  /** The fence as it was at a moment; null where it was not watched. */
  versionAt(geofenceId: string, atMs: number): FenceVersion | null;
}

const none: readonly FenceVersion[] = [];

/** Makes the versions of all fences of a tenant findable. They are kept as they are, and must not change. */
export function createFences(versions: readonly FenceVersion[]): Fences {
  const index = new FenceIndex(versions);
  const byFence = Map.groupBy(versions, ({ geofenceId }) => geofenceId);
  for (const one of byFence.values()) one.sort((a, b) => a.validFromMs - b.validFromMs);
  const versionsOf = (geofenceId: string) => byFence.get(geofenceId) ?? none;
  return {
    lastChangeMs: versions.reduce(
      (last, { validFromMs, validToMs }) => Math.max(last, validFromMs, validToMs ?? -Infinity),
      -Infinity,
    ),
    near: (atMs, from, to) => index.search(from, to, atMs),
    around: (place) => index.search(place, place, null),
    versionsOf,
    versionAt: (geofenceId, atMs) => versionsOf(geofenceId).findLast((version) => isInForce(version, atMs)) ?? null,
  };
}

export function isInForce({ validFromMs, validToMs }: Pick<FenceVersion, 'validFromMs' | 'validToMs'>, atMs: number): boolean {
  return validFromMs <= atMs && (validToMs === null || atMs < validToMs);
}
