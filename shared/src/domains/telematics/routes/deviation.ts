import { distanceM, type Place } from '../geo/haversine.ts';

/** A planned way. */
export type Way = {
  line: readonly Place[];
  /** Its lines are straight from stop to stop, and roads are not. */
  straight: boolean;
};

/**
 * A road of at most 1.4 times the straight line from one end to the other never leaves the ellipse around both, which is half as wide
 * as they are far apart: sqrt(1.4² - 1) / 2 = 0.49.
 */
const widthOfRoads = 0.5;

/**
 * How far a place lies from a planned way, in metres, and how far beyond where the road may run. Distances to a line are measured on
 * the plane that touches the earth at the place; for lines of some kilometres that is exact to a metre.
 */
export function deviationFrom({ line, straight }: Way, place: Place): { deviationM: number; beyondM: number } {
  const [first] = line;
  if (!first) return { deviationM: 0, beyondM: 0 };
  const single = distanceM(first, place);
  let [deviationM, beyondM] = [single, single];
  for (let index = 1; index < line.length; index += 1) {
    const [a, b] = [line[index - 1] as Place, line[index] as Place];
    const toSegment = distanceToSegmentM(place, a, b);
    const allowed = straight ? widthOfRoads * distanceM(a, b) : 0;
    deviationM = Math.min(deviationM, toSegment);
    beyondM = Math.min(beyondM, Math.max(0, toSegment - allowed));
  }
  return { deviationM, beyondM };
}

/** Antimeridian-safe: longitudes count from the place. */
function distanceToSegmentM(place: Place, a: Place, b: Place): number {
  const shrink = Math.cos((place.latitude * Math.PI) / 180);
  const flat = (of: Place) => ({ x: wrapped(of.longitude - place.longitude) * shrink, y: of.latitude - place.latitude });
  const from = flat(a);
  const way = { x: wrapped(b.longitude - a.longitude) * shrink, y: b.latitude - a.latitude };
  const length = way.x ** 2 + way.y ** 2;
  const along = length === 0 ? 0 : Math.min(1, Math.max(0, -(from.x * way.x + from.y * way.y) / length));
  const nearest = {
    latitude: a.latitude + along * (b.latitude - a.latitude),
    longitude: a.longitude + along * wrapped(b.longitude - a.longitude),
  };
  return distanceM(place, nearest);
}

/** Degrees from -180 up to 180. */
function wrapped(degrees: number): number {
  return degrees - 360 * Math.floor((degrees + 180) / 360);
}
