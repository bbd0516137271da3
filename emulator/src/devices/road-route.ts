import { type Coordinates, distanceM, headingDeg, turnDeg } from './geometry.ts';

/** A road as a line of points, measured from its first point. One number a point in each list. */
export interface RoadRoute {
  points: readonly Coordinates[];
  /** The distance of each point from the first, along the road. */
  distancesM: Float64Array;
  /** The direction of the road at each point. */
  headingsDeg: Float64Array;
  /** How sharply the road bends between each point and the one before, in radians a metre. */
  curvatures: Float64Array;
  /** The speed at each point from which every bend ahead can be taken calmly. */
  calmSpeedsMps: Float64Array;
  /** The same for someone who takes bends harshly. */
  harshSpeedsMps: Float64Array;
  /** How fast it is driven where it is straight. */
  cruiseKph: number;
  lengthM: number;
}

/** What passengers of a car find comfortable, in m/s². */
export const calmLateralMps2 = 2;
/** Half of g: well above what telematics devices report as harsh cornering (0.3 to 0.4 g). */
export const harshLateralMps2 = 4.9;
export const calmBrakingMps2 = 1.8;
const slowestBendMps = 1.5;
/** No road goes faster; it bounds what has to be looked at ahead. */
const fastestMps = 45;

/** Measures a line of points. @throws Error when there are fewer than two or two in a row are the same */
export function roadRoute(points: readonly Coordinates[], cruiseKph = 90): RoadRoute {
  if (points.length < 2) throw new Error(`a route needs two points or more, this one has ${points.length}`);
  const distancesM = new Float64Array(points.length);
  const legHeadingsDeg = new Float64Array(points.length);
  for (let i = 1; i < points.length; i++) {
    const legM = distanceM(points[i - 1]!, points[i]!);
    if (legM === 0) throw new Error(`points ${i - 1} and ${i} of the route are the same place; leave one out`);
    distancesM[i] = distancesM[i - 1]! + legM;
    legHeadingsDeg[i] = headingDeg(points[i - 1]!, points[i]!);
  }
  legHeadingsDeg[0] = legHeadingsDeg[1]!;
  const headingsDeg = headingsAtPoints(distancesM, legHeadingsDeg);
  const curvatures = legCurvatures(distancesM, headingsDeg);
  return {
    points,
    distancesM,
    headingsDeg,
    curvatures,
    calmSpeedsMps: speedProfile(distancesM, curvatures, calmLateralMps2),
    harshSpeedsMps: speedProfile(distancesM, curvatures, harshLateralMps2),
    cruiseKph,
    lengthM: distancesM[points.length - 1]!,
  };
}

const backwards = new WeakMap<RoadRoute, RoadRoute>();

/** The same road, driven the other way; computed once, as many vehicles share a road. */
export function reversed(route: RoadRoute): RoadRoute {
  let other = backwards.get(route);
  if (!other) {
    other = roadRoute(route.points.toReversed(), route.cruiseKph);
    backwards.set(route, other);
    backwards.set(other, route);
  }
  return other;
}

/** The index of the first point further than `alongM`, at least 1 and at most the last: the end of the leg that `alongM` is on. */
export function legAt({ distancesM }: RoadRoute, alongM: number): number {
  let [low, high] = [1, distancesM.length - 1];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (distancesM[middle]! > alongM) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** The place `alongM` metres from the first point, which is on the leg that ends at point `leg`, and the direction of the road there. */
export function placeOnLeg(route: RoadRoute, leg: number, alongM: number): Coordinates & { headingDeg: number } {
  const [a, b] = [route.points[leg - 1]!, route.points[leg]!];
  const [fromM, toM] = [route.distancesM[leg - 1]!, route.distancesM[leg]!];
  const share = Math.max(0, Math.min(1, (alongM - fromM) / (toM - fromM)));
  const fromDeg = route.headingsDeg[leg - 1]!;
  return {
    latitude: a.latitude + (b.latitude - a.latitude) * share,
    longitude: a.longitude + (b.longitude - a.longitude) * share,
    headingDeg: (fromDeg + turnDeg(fromDeg, route.headingsDeg[leg]!) * share + 360) % 360,
  };
}

/** How far along the road its point nearest to a place is. */
export function nearestAlongM({ points, distancesM }: RoadRoute, place: Coordinates): number {
  let nearest = 0;
  let nearestM = Number.POSITIVE_INFINITY;
  for (const [i, point] of points.entries()) {
    const awayM = distanceM(point, place);
    if (awayM < nearestM) [nearest, nearestM] = [i, awayM];
  }
  return distancesM[nearest]!;
}

/** Between two legs the road points where the longer one does: a straight keeps its direction up to the bend. */
function headingsAtPoints(distancesM: Float64Array, legHeadingsDeg: Float64Array): Float64Array {
  return distancesM.map((alongM, i) => {
    if (i === 0 || i === distancesM.length - 1) return legHeadingsDeg[i]!;
    const [inM, outM] = [alongM - distancesM[i - 1]!, distancesM[i + 1]! - alongM];
    const turn = turnDeg(legHeadingsDeg[i]!, legHeadingsDeg[i + 1]!);
    return (legHeadingsDeg[i]! + turn * (outM / (inM + outM)) + 360) % 360;
  });
}

function legCurvatures(distancesM: Float64Array, headingsDeg: Float64Array): Float64Array {
  return distancesM.map((alongM, i) => {
    if (i === 0) return 0;
    const turn = (Math.abs(turnDeg(headingsDeg[i - 1]!, headingsDeg[i]!)) * Math.PI) / 180;
    return turn / (alongM - distancesM[i - 1]!);
  });
}

function speedProfile(distancesM: Float64Array, curvatures: Float64Array, lateralMps2: number): Float64Array {
  const bendMps = (leg: number) => Math.max(slowestBendMps, Math.sqrt(lateralMps2 / Math.max(curvatures[leg] ?? 0, 1e-6)));
  const speedsMps = new Float64Array(distancesM.length).fill(fastestMps);
  for (let i = distancesM.length - 2; i >= 0; i--) {
    const reachable = Math.sqrt(speedsMps[i + 1]! ** 2 + 2 * calmBrakingMps2 * (distancesM[i + 1]! - distancesM[i]!));
    speedsMps[i] = Math.min(fastestMps, bendMps(i), bendMps(i + 1), reachable);
  }
  return speedsMps;
}
