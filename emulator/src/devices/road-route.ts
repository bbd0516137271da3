import { type Coordinates, distanceM, headingDeg } from './geometry.ts';

/** A road as a line of points, measured from its first point. */
export interface RoadRoute {
  points: readonly Coordinates[];
  /** The distance of each point from the first, along the road. */
  distancesM: readonly number[];
  /** How fast a vehicle can pass each point, given how sharply the road turns there. */
  bendSpeedsMps: readonly number[];
  lengthM: number;
}

/** What passengers of a car find comfortable, in m/s². */
const lateralAcceleration = 2;
const slowestBendMps = 3;

/** Measures a line of points. @throws Error when there are fewer than two or two in a row are the same */
export function roadRoute(points: readonly Coordinates[]): RoadRoute {
  if (points.length < 2) throw new Error(`a route needs two points or more, this one has ${points.length}`);
  const distancesM = [0];
  for (let i = 1; i < points.length; i++) {
    const legM = distanceM(points[i - 1]!, points[i]!);
    if (legM === 0) throw new Error(`points ${i - 1} and ${i} of the route are the same place; leave one out`);
    distancesM.push(distancesM[i - 1]! + legM);
  }
  const bendSpeedsMps = points.map((_, i) => bendSpeedMps(points, distancesM, i));
  return { points, distancesM, bendSpeedsMps, lengthM: distancesM.at(-1)! };
}

/** The same road, driven the other way. */
export function reversed(route: RoadRoute): RoadRoute {
  return roadRoute(route.points.toReversed());
}

/** The place `alongM` metres from the first point, and the direction of the road there. */
export function placeAt(route: RoadRoute, alongM: number): Coordinates & { headingDeg: number } {
  const next = Math.max(1, Math.min(firstPointBeyond(route, alongM), route.points.length - 1));
  const [a, b] = [route.points[next - 1]!, route.points[next]!];
  const [fromM, toM] = [route.distancesM[next - 1]!, route.distancesM[next]!];
  const share = Math.max(0, Math.min(1, (alongM - fromM) / (toM - fromM)));
  return {
    latitude: a.latitude + (b.latitude - a.latitude) * share,
    longitude: a.longitude + (b.longitude - a.longitude) * share,
    headingDeg: headingDeg(a, b),
  };
}

/** The index of the first point further than `alongM`, or the number of points. */
export function firstPointBeyond({ distancesM }: RoadRoute, alongM: number): number {
  let [low, high] = [0, distancesM.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (distancesM[middle]! > alongM) high = middle;
    else low = middle + 1;
  }
  return low;
}

function bendSpeedMps(points: readonly Coordinates[], distancesM: readonly number[], i: number): number {
  if (i === 0 || i === points.length - 1) return Number.POSITIVE_INFINITY;
  const turnDeg = headingDeg(points[i]!, points[i + 1]!) - headingDeg(points[i - 1]!, points[i]!);
  const turn = (Math.abs(((turnDeg + 540) % 360) - 180) * Math.PI) / 180;
  const shorterLegM = Math.min(distancesM[i]! - distancesM[i - 1]!, distancesM[i + 1]! - distancesM[i]!);
  // The circle that touches both legs.
  const radiusM = shorterLegM / 2 / Math.tan(turn / 2);
  return Math.max(slowestBendMps, Math.sqrt(lateralAcceleration * Math.max(0, radiusM)));
}
