/** WGS 84 degrees. */
export interface Coordinates {
  latitude: number;
  longitude: number;
}

/** IUGG mean radius. */
const earthRadiusM = 6_371_008.8;
const radians = (degrees: number) => (degrees * Math.PI) / 180;
const degrees = (angle: number) => (angle * 180) / Math.PI;

/** Great-circle distance in metres (haversine). */
export function distanceM(a: Coordinates, b: Coordinates): number {
  const sinLatitude = Math.sin(radians(b.latitude - a.latitude) / 2);
  const sinLongitude = Math.sin(radians(b.longitude - a.longitude) / 2);
  const h = sinLatitude ** 2 + Math.cos(radians(a.latitude)) * Math.cos(radians(b.latitude)) * sinLongitude ** 2;
  return 2 * earthRadiusM * Math.asin(Math.sqrt(Math.min(1, h)));
}

/** Initial bearing from `a` to `b`, in degrees clockwise from north, [0, 360). */
export function headingDeg(a: Coordinates, b: Coordinates): number {
  const [latitudeA, latitudeB] = [radians(a.latitude), radians(b.latitude)];
  const deltaLongitude = radians(b.longitude - a.longitude);
  const y = Math.sin(deltaLongitude) * Math.cos(latitudeB);
  const x = Math.cos(latitudeA) * Math.sin(latitudeB) - Math.sin(latitudeA) * Math.cos(latitudeB) * Math.cos(deltaLongitude);
  return (degrees(Math.atan2(y, x)) + 360) % 360;
}

/** The point some metres east and north of `from`; exact enough for the metres of GPS noise. */
export function offset(from: Coordinates, eastM: number, northM: number): Coordinates {
  return {
    latitude: from.latitude + degrees(northM / earthRadiusM),
    longitude: from.longitude + degrees(eastM / (earthRadiusM * Math.cos(radians(from.latitude)))),
  };
}

/** How far one turns from one heading to another, in degrees, [-180, 180); right is positive. */
export function turnDeg(fromDeg: number, toDeg: number): number {
  return ((toDeg - fromDeg + 540) % 360) - 180;
}
