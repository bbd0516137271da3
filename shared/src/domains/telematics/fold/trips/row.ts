import type { StepContext } from '../component.ts';
import type { Derived, DerivedTrip } from '../derived.ts';
import type { Leg, Mark } from './leg.ts';
import { usageOf } from './usage.ts';

/** Which trip, and when it was certain that it is one. */
type Certain = { id: string; detectedAtMs: number };

/** A trip that has begun: all that its end decides is null. */
export function openTrip(certain: Certain, { start }: Leg): Derived {
  return { table: 'trips', row: openRow(certain, start) };
}

/**
 * A trip that has ended at the last mark of its leg. Distances in km with 3 decimals; the average speed is that of the whole trip,
 * pauses included. The fuel is the difference of the engine's life-time consumption, where the vehicle reports it.
 */
export function endedTrip(
  certain: Certain,
  leg: Leg,
  { rules: { trips: rules }, fences }: Pick<StepContext, 'rules' | 'fences'>,
): Derived {
  const { start, last, idleMs, maxSpeedKph } = leg;
  const durationMs = last.atMs - start.atMs;
  const { distanceKm, distanceSource } = distanceOf(leg, rules.odometerFactor);
  const avgSpeedKph = durationMs > 0 ? distanceKm / (durationMs / 3_600_000) : null;
  const fuelConsumedL = difference(start.fuelUsedL, last.fuelUsedL);
  const row: DerivedTrip = {
    ...openRow(certain, start),
    endedAtMs: last.atMs,
    endLatitude: last.latitude,
    endLongitude: last.longitude,
    endOdometerKm: rounded(last.odometerKm, 3),
    distanceKm: rounded(distanceKm, 3),
    distanceSource,
    durationSeconds: Math.round(durationMs / 1000),
    idleSeconds: idleMs === null ? null : Math.round(Math.min(idleMs, durationMs) / 1000),
    // Between two reports a vehicle may have been faster than at either: it was at least as fast as on average.
    maxSpeedKph: rounded(maxSpeedKph === null ? avgSpeedKph : Math.max(maxSpeedKph, avgSpeedKph ?? 0), 1),
    avgSpeedKph: rounded(avgSpeedKph, 1),
    fuelConsumedL: rounded(fuelConsumedL, 3),
    fuelEfficiencyLPer100Km: fuelConsumedL === null || distanceKm < 0.1 ? null : rounded((fuelConsumedL / distanceKm) * 100, 2),
    usageType: usageOf(leg, rules.classification, fences),
  };
  return { table: 'trips', row };
}

function openRow({ id, detectedAtMs }: Certain, start: Mark): DerivedTrip {
  return {
    id,
    detectedAtMs,
    startedAtMs: start.atMs,
    endedAtMs: null,
    startLatitude: start.latitude,
    startLongitude: start.longitude,
    endLatitude: null,
    endLongitude: null,
    startOdometerKm: rounded(start.odometerKm, 3),
    endOdometerKm: null,
    distanceKm: null,
    distanceSource: null,
    durationSeconds: null,
    idleSeconds: null,
    maxSpeedKph: null,
    avgSpeedKph: null,
    fuelConsumedL: null,
    fuelEfficiencyLPer100Km: null,
    usageType: null,
  };
}

/** By the odometer, unless what it shows cannot be: a new instrument, a ferry, whole kilometres on a short trip. */
function distanceOf({ start, last, distanceM }: Leg, factor: number): { distanceKm: number; distanceSource: 'odometer' | 'gps' } {
  const gpsKm = distanceM / 1000;
  const odometerKm = difference(start.odometerKm, last.odometerKm);
  const believed = odometerKm !== null && odometerKm <= gpsKm * factor && odometerKm >= gpsKm / factor;
  return believed ? { distanceKm: odometerKm, distanceSource: 'odometer' } : { distanceKm: gpsKm, distanceSource: 'gps' };
}

/** How much a counter went up; null where it is not known or went down. */
function difference(from: number | null, to: number | null): number | null {
  return from === null || to === null || to < from ? null : to - from;
}

function rounded<T extends number | null>(value: T, decimals: number): T {
  return (value === null ? null : Math.round(value * 10 ** decimals) / 10 ** decimals) as T;
}
