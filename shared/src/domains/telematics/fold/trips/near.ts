import { distanceM, earthRadiusM, type Place } from '../../geo/haversine.ts';

const radians = Math.PI / 180;

/** Closer to the poles a degree of longitude shrinks too fast. */
const flatUpToLatitude = 85;

/**
 * Metres between two places, as on a plane: for comparing with the few hundred metres of a stop, where it is exact to the millimetre,
 * at a third of the cost. Far away it is only known to be far.
 */
export function nearM(a: Place, b: Place): number {
  const middle = (a.latitude + b.latitude) / 2;
  if (middle > flatUpToLatitude || middle < -flatUpToLatitude) return distanceM(a, b);
  const degrees = Math.abs(a.longitude - b.longitude);
  const east = (degrees > 180 ? 360 - degrees : degrees) * Math.cos(middle * radians);
  const north = a.latitude - b.latitude;
  return Math.sqrt(east * east + north * north) * radians * earthRadiusM;
}
