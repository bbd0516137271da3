import { distanceM, type Place } from '../../geo/haversine.ts';
import type { AcceptedFix, StepContext } from '../component.ts';

/** A fix, and what the instruments showed there. */
export type Mark = Place & { atMs: number; odometerKm: number | null; fuelUsedL: number | null };

/** The way from where a vehicle last stood still at a stop. */
export type Leg = {
  start: Mark;
  /** Where it was when it last moved: once it stands, where and when it arrived. */
  last: Mark;
  moving: boolean;
  /** Up to `last`. */
  distanceM: number;
  maxSpeedKph: number | null;
  /** Standing with the engine on, up to `last`; null where nobody ever said whether the engine runs. */
  idleMs: number | null;
  /** The same since `last`: it counts only if the vehicle goes on. */
  pausedMs: number;
  idlingSinceMs: number | null;
};

export function markOf(fix: AcceptedFix, odometerKm: number | null, fuelUsedL: number | null): Mark {
  return { atMs: fix.atMs, latitude: fix.latitude, longitude: fix.longitude, odometerKm, fuelUsedL };
}

/** Begins at a fix; `speedKph` is what was reported there. */
export function beginLeg(start: Mark, moving: boolean, speedKph: number | null, engineOn: boolean | null): Leg {
  return {
    start,
    last: start,
    moving,
    distanceM: 0,
    maxSpeedKph: speedKph,
    idleMs: engineOn === null ? null : 0,
    pausedMs: 0,
    idlingSinceMs: engineOn && !moving ? start.atMs : null,
  };
}

/** What a device says of the speed, the vehicle's own instrument first; null where neither it nor the receiver says anything. */
export function reportedKph({ reading, fix }: Pick<StepContext, 'reading' | 'fix'>): number | null {
  return reading.obd?.speedKph ?? fix?.speedKph ?? null;
}

/**
 * Goes on to a fix. Where the vehicle stands, places that differ by no more than jitter are one place, so that standing adds no
 * distance; without a reported speed it stands as long as it stays within the jitter.
 *
 * @param certain the vehicle is known to have moved, however short the way
 */
export function advanceLeg(leg: Leg, context: StepContext, fuelUsedL: number | null, certain: boolean): Leg {
  const { engineOn, atMs } = context;
  const { jitterM, standingBelowKph, stopAfterSeconds } = context.rules.trips;
  const fix = context.fix as AcceptedFix;
  const movedM = context.previous ? wayM(leg.last, context.previous, fix, context.movedM) : 0;
  const reported = reportedKph(context);
  const displaced = certain || movedM > Math.max(jitterM, fix.accuracyM ?? 0);
  const moving = reported === null ? displaced : reported >= standingBelowKph;
  if (!moving && !leg.moving && !displaced) return paused(leg, atMs, engineOn, stopAfterSeconds);
  const idleMs = idleUntil(leg, atMs, stopAfterSeconds);
  return {
    start: leg.start,
    last: markOf(fix, context.odometerKm, fuelUsedL),
    moving,
    distanceM: leg.distanceM + movedM,
    maxSpeedKph: higher(leg.maxSpeedKph, reported ?? context.speedKph),
    idleMs: idleMs === null && engineOn !== null ? 0 : idleMs,
    pausedMs: 0,
    idlingSinceMs: engineOn && !moving ? atMs : null,
  };
}

/** Takes a reading without a place into account. The same leg if it says nothing new. */
export function noteInLeg(leg: Leg, context: StepContext): Leg {
  const { engineOn, atMs } = context;
  const { standingBelowKph, stopAfterSeconds } = context.rules.trips;
  const reported = reportedKph(context);
  if (reported === null || reported < standingBelowKph) return leg.moving ? leg : paused(leg, atMs, engineOn, stopAfterSeconds);
  const maxSpeedKph = higher(leg.maxSpeedKph, reported);
  if (leg.moving) return maxSpeedKph === leg.maxSpeedKph ? leg : { ...leg, maxSpeedKph };
  return { ...leg, moving: true, maxSpeedKph, idleMs: idleUntil(leg, atMs, stopAfterSeconds), pausedMs: 0, idlingSinceMs: null };
}

/** Idle time up to a moment, the present pause included. */
export function idleUntil(leg: Leg, atMs: number, stopAfterSeconds: number): number | null {
  if (leg.idleMs === null) return null;
  return leg.idleMs + leg.pausedMs + idledMs(leg, atMs, stopAfterSeconds);
}

function paused(leg: Leg, atMs: number, engineOn: boolean | null, stopAfterSeconds: number): Leg {
  if (engineOn === null || engineOn === (leg.idlingSinceMs !== null)) return leg;
  const idleMs = leg.idleMs ?? 0;
  if (engineOn) return { ...leg, idleMs, idlingSinceMs: atMs };
  return leg.idlingSinceMs === null
    ? leg
    : { ...leg, idleMs, pausedMs: leg.pausedMs + idledMs(leg, atMs, stopAfterSeconds), idlingSinceMs: null };
}

/** A longer pause would have been a stop: what is more was silence. */
function idledMs({ idlingSinceMs }: Leg, atMs: number, stopAfterSeconds: number): number {
  return idlingSinceMs === null ? 0 : Math.max(0, Math.min(atMs - idlingSinceMs, stopAfterSeconds * 1000));
}

function wayM(from: Place, previous: Place, fix: Place, movedM: number): number {
  return from.latitude === previous.latitude && from.longitude === previous.longitude ? movedM : distanceM(from, fix);
}

function higher(a: number | null, b: number | null): number | null {
  if (a === null || b === null) return a ?? b;
  return Math.max(a, b);
}
