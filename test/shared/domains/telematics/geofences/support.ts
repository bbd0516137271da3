import type { Derived, DerivedGeofenceEvent } from '@wheelhouse/shared/domains/telematics/fold/derived.ts';
import { fold, initialState } from '@wheelhouse/shared/domains/telematics/fold/fold.ts';
import { createFences, type Fences, type FenceVersion } from '@wheelhouse/shared/domains/telematics/fold/geofences/fences.ts';
import { circle } from '@wheelhouse/shared/domains/telematics/fold/geofences/shapes/circle.ts';
import { placeAlong, type Shape, wrapped } from '@wheelhouse/shared/domains/telematics/fold/geofences/shapes/shape.ts';
import type { FoldReading } from '@wheelhouse/shared/domains/telematics/fold/reading.ts';
import { type Rules, rulesSchema } from '@wheelhouse/shared/domains/telematics/fold/rules.ts';
import type { FoldState } from '@wheelhouse/shared/domains/telematics/fold/state.ts';
import type { Place } from '@wheelhouse/shared/domains/telematics/geo/haversine.ts';
import { contentId } from '@wheelhouse/shared/domains/telematics/message/contentId.ts';
import { foldReading } from '../fold-readings.ts';

export const vehicleId = '0198f0b2-0000-7000-8000-000000000001';

/** Monday, 1 June 2026, 08:00 UTC. */
export const eight = Date.UTC(2026, 5, 1, 8);

export const depot: Place = { latitude: 58.41, longitude: 15.62 };

/** Metres to the north and to the east of a place. */
export function offset({ latitude, longitude }: Place, northM: number, eastM: number): Place {
  const metres = 6_371_008.8 * (Math.PI / 180);
  return {
    latitude: latitude + northM / metres,
    longitude: wrapped(longitude + eastM / (metres * Math.cos((latitude * Math.PI) / 180))),
  };
}

/** A fence that was always watched; a circle of 200 m around the depot unless other values are given. */
export function fence(geofenceId: string, values: Partial<FenceVersion> = {}): FenceVersion {
  return {
    geofenceId,
    validFromMs: 0,
    validToMs: null,
    shape: circle(depot, 200),
    alertOnEntry: false,
    alertOnExit: false,
    alertOnDwell: false,
    schedule: null,
    dwellMs: null,
    speedLimitKph: null,
    ...values,
  };
}

/** A fix so many seconds after eight. */
export function fixAt(seconds: number, place: Place, accuracyM: number | null = 5): FoldReading {
  const atMs = eight + Math.round(seconds * 1000);
  const id = contentId(atMs, `${place.latitude} ${place.longitude} ${accuracyM}`);
  return foldReading(atMs, { id, fix: { ...place, accuracyM } });
}

export type Told = DerivedGeofenceEvent & { seconds: number };

export function rulesWith(geofences: Partial<Rules['geofences']> = {}): Rules {
  return rulesSchema.parse({ geofences });
}

/** What the fold tells about fences, and the state that it ends in. */
export function run(
  versions: readonly FenceVersion[] | Fences,
  readings: readonly FoldReading[],
  options: { rules?: Rules; state?: FoldState; told?: Told[] } = {},
) {
  const fences = 'near' in versions ? versions : createFences(versions);
  const told = options.told ?? [];
  const rules = options.rules ?? rulesWith();
  const state = fold(vehicleId, options.state ?? initialState, readings, { fences, rulesAt: () => rules }, (derived: Derived) => {
    if (derived.table === 'geofence_events') told.push({ ...derived.row, seconds: (derived.row.recordedAtMs - eight) / 1000 });
  });
  return { told, state };
}

/** `entry north 12`: kind, fence and seconds after eight. */
export const inWords = (told: readonly Told[]) =>
  told.map(({ eventType, geofenceId, seconds }) => `${eventType} ${geofenceId} ${Math.round(seconds)}`);

/** Sides of a border along a way, by looking at many places of it. */
export function sampledCrossings(shape: Shape, from: Place, to: Place, samples = 20_000): number[] {
  const parts: number[] = [];
  let before = shape.contains(from);
  for (let i = 1; i <= samples; i += 1) {
    const now = shape.contains(i === samples ? to : placeAlong(from, to, i / samples));
    if (now !== before) parts.push((i - 0.5) / samples);
    before = now;
  }
  return parts;
}
