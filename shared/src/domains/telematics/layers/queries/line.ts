import { earthRadiusM, type Place } from '../../geo/haversine.ts';

/** A point in space, in metres from the centre of the earth, as platform.earth_point gives it. */
export type Point = readonly [x: number, y: number, z: number];

/** A short piece of a line over the earth: its ends, its length, and how far from the start of the line it begins. */
export type Piece = { from: Point; to: Point; fromM: number; lengthM: number };

const radians = Math.PI / 180;

export function pointOf({ latitude, longitude }: Place): Point {
  const flat = earthRadiusM * Math.cos(latitude * radians);
  return [
    flat * Math.cos(longitude * radians),
    flat * Math.sin(longitude * radians),
    earthRadiusM * Math.sin(latitude * radians),
  ];
}

/** Length of the arc between two points on the sphere, in metres. */
export function arcM(a: Point, b: Point): number {
  return 2 * earthRadiusM * Math.asin(Math.min(1, length(minus(a, b)) / (2 * earthRadiusM)));
}

/**
 * Cuts the great circles between the places into pieces of at most `longestM`, so that each is nearly straight in space.
 *
 * @throws RangeError where two places that follow each other are opposite on the earth: every way between them is as short
 */
export function piecesOf(places: readonly Place[], longestM: number): Piece[] {
  const pieces: Piece[] = [];
  let fromM = 0;
  for (let index = 1; index < places.length; index += 1) {
    const start = pointOf(places[index - 1] as Place);
    const end = pointOf(places[index] as Place);
    const lengthM = arcM(start, end);
    if (lengthM > Math.PI * earthRadiusM - 1) throw new RangeError(`Points ${index} and ${index + 1} are opposite on the earth.`);
    const count = Math.max(1, Math.ceil(lengthM / longestM));
    let from = start;
    for (let part = 1; part <= count; part += 1) {
      const to = part === count ? end : onSphere(mix(start, end, lengthM / earthRadiusM, part / count));
      pieces.push({ from, to, fromM, lengthM: lengthM / count });
      fromM += lengthM / count;
      from = to;
    }
  }
  return pieces;
}

/** Distance in metres of a point from a piece of the line, and how far along the line the nearest point of it is. */
export function distanceToPiece(point: Point, { from, to, fromM, lengthM }: Piece): { distanceM: number; alongM: number } {
  const direction = minus(to, from);
  const squared = dot(direction, direction);
  // The chord of a short piece lies metres under its arc, which moves the foot of the perpendicular by far less than that.
  const share = squared === 0 ? 0 : Math.min(1, Math.max(0, dot(minus(point, from), direction) / squared));
  const foot = onSphere([from[0] + share * direction[0], from[1] + share * direction[1], from[2] + share * direction[2]]);
  return { distanceM: arcM(point, foot), alongM: fromM + share * lengthM };
}

/** A point between two on their great circle (spherical linear interpolation). */
function mix(a: Point, b: Point, angle: number, share: number): Point {
  const first = Math.sin((1 - share) * angle) / Math.sin(angle);
  const second = Math.sin(share * angle) / Math.sin(angle);
  return [first * a[0] + second * b[0], first * a[1] + second * b[1], first * a[2] + second * b[2]];
}

function onSphere(point: Point): Point {
  const scale = earthRadiusM / length(point);
  return [point[0] * scale, point[1] * scale, point[2] * scale];
}

const minus = (a: Point, b: Point): Point => [a[0] - b[0], a[1] - b[1], a[2] - b[2]];
const dot = (a: Point, b: Point): number => a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
const length = (a: Point): number => Math.sqrt(dot(a, a));
