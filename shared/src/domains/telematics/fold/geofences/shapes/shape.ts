import type { Place } from '../../../geo/haversine.ts';

/** West, south, east and north in degrees. Longitudes lie between -180 and 180; a box never crosses the antimeridian. */
export type Box = readonly [west: number, south: number, east: number, north: number];

/**
 * An area on the sphere. A way between two places is the straight line between their coordinates, the short way round (RFC 7946,
 * section 3.1.1); the borders of a polygon are such lines too.
 */
export interface Shape {
  /** What holds all of it; two boxes where it crosses the antimeridian. */
  boxes: readonly Box[];
  /**
   * Half of the area divided by the length of the border, in metres: a quarter of a circle's radius, a quarter of a long strip's
   * width. Wherever that is less than what receivers are off by, the area is small.
   */
  depthM: number;
  contains(place: Place): boolean;
  /** Metres from a place to the border, be it inside or outside; close to the border exact to the thousandth part. */
  distanceToBorderM(place: Place): number;
  /** Where a way crosses the border: the parts of it (0 to 1) that have been covered, ascending. Being touched is no crossing. */
  crossings(from: Place, to: Place): number[];
}

/** The same direction, between -180 (inclusive) and 180. */
export function wrapped(longitude: number): number {
  const turned = (longitude + 180) % 360;
  return (turned < 0 ? turned + 360 : turned) - 180;
}

/** Degrees to the east, the short way round. */
export function eastward(from: number, to: number): number {
  const degrees = to - from;
  return degrees >= -180 && degrees < 180 ? degrees : wrapped(degrees);
}

/** The place that is reached after a part (0 to 1) of the way. */
export function placeAlong(from: Place, to: Place, part: number): Place {
  return {
    latitude: from.latitude + (to.latitude - from.latitude) * part,
    longitude: wrapped(from.longitude + eastward(from.longitude, to.longitude) * part),
  };
}

/** The box, or the two, of longitudes that may lie beyond 180. What touches the antimeridian touches it from both sides. */
export function boxesOf(west: number, south: number, east: number, north: number): Box[] {
  if (east - west >= 360) return [[-180, south, 180, north]];
  const from = wrapped(west);
  const to = from + (east - west);
  if (from > -180 && to < 180) return [[from, south, to, north]];
  if (from === -180)
    return [
      [from, south, to, north],
      [180, south, 180, north],
    ];
  return [
    [from, south, 180, north],
    [-180, south, to - 360, north],
  ];
}
