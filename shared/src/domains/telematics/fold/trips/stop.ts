import type { Place } from '../../geo/haversine.ts';

/** The most that one fix moves the place of a stop. */
const mostShare = 0.25;

/**
 * The place of a stop after one more fix of the standing vehicle: it follows a slow drift (of the receiver, of a vehicle that is
 * pushed about a yard), but hardly the jitter from fix to fix.
 */
export function settled(stop: Place, fix: Place, elapsedMs: number, stopAfterSeconds: number): Place {
  const share = Math.min(mostShare, elapsedMs / (stopAfterSeconds * 1000));
  if (share <= 0) return stop;
  const east = ((fix.longitude - stop.longitude + 540) % 360) - 180;
  const longitude = stop.longitude + share * east;
  return {
    latitude: stop.latitude + share * (fix.latitude - stop.latitude),
    longitude: longitude > 180 ? longitude - 360 : longitude < -180 ? longitude + 360 : longitude,
  };
}
