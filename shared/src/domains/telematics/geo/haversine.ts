/** A place on the WGS 84 ellipsoid, in degrees. */
export type Place = { latitude: number; longitude: number };

/** Mean radius of the earth (IUGG R1) in metres. */
export const earthRadiusM = 6_371_008.8;

const radians = Math.PI / 180;

/**
 * Great-circle distance in metres between two places, on the sphere of the mean radius: within 0.56 % of the ellipsoid. The
 * haversine form stays exact for places close together, and knows no antimeridian (Sinnott 1984, "Virtues of the Haversine").
 */
export function distanceM(a: Place, b: Place): number {
  const sinLatitude = Math.sin(((b.latitude - a.latitude) * radians) / 2);
  const sinLongitude = Math.sin(((b.longitude - a.longitude) * radians) / 2);
  const haversine =
    sinLatitude * sinLatitude + Math.cos(a.latitude * radians) * Math.cos(b.latitude * radians) * sinLongitude * sinLongitude;
  return 2 * earthRadiusM * Math.asin(Math.min(1, Math.sqrt(haversine)));
}
