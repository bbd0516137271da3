import { distanceM, earthRadiusM, type Place } from '../../../geo/haversine.ts';
import { type Box, boxesOf, eastward, placeAlong, type Shape } from './shape.ts';

const degrees = 180 / Math.PI;

/** All places within a great-circle distance of a centre. It may hold a pole. */
export function circle(centre: Place, radiusM: number): Shape {
  const distance = (place: Place) => distanceM(centre, place);
  return {
    boxes: boxesAround(centre, radiusM),
    depthM: radiusM / 4,
    contains: (place) => distance(place) <= radiusM,
    distanceToBorderM: (place) => Math.abs(distance(place) - radiusM),
    crossings: (from, to) => crossings(centre, radiusM, from, to),
  };
}

/**
 * The circle reaches asin(sin r / cos latitude) to the east and west, further than along the parallel of its centre; where it
 * holds a pole, all the way round.
 */
function boxesAround({ latitude, longitude }: Place, radiusM: number): Box[] {
  // A little more than needed, so that rounding never cuts a piece off.
  const radius = (radiusM / earthRadiusM) * (1 + 1e-9);
  const south = latitude - radius * degrees;
  const north = latitude + radius * degrees;
  if (south <= -90 || north >= 90) return [[-180, Math.max(south, -90), 180, Math.min(north, 90)]];
  const reach = Math.asin(Math.min(1, Math.sin(radius) / Math.cos(latitude / degrees))) * degrees;
  return boxesOf(longitude - reach, south, longitude + reach, north);
}

/** Going along a way the distance to the centre shrinks, then grows: there are two crossings at most, on either side of its least. */
function crossings(centre: Place, radiusM: number, from: Place, to: Place): number[] {
  const excessM = (part: number) => distanceM(centre, placeAlong(from, to, part)) - radiusM;
  const atStart = distanceM(centre, from) - radiusM;
  const atEnd = distanceM(centre, to) - radiusM;
  if (atStart <= 0 && atEnd <= 0) return [];
  if (atStart <= 0 || atEnd <= 0) return [root(excessM, 0, atStart, 1, atEnd)];
  const nearest = isFlat(centre, radiusM, from, to) ? footOf(centre, from, to) : leastOf(excessM);
  if (!(nearest > 0 && nearest < 1)) return [];
  const least = excessM(nearest);
  if (least >= 0) return [];
  return [root(excessM, 0, atStart, nearest, least), root(excessM, nearest, least, 1, atEnd)];
}

/** Whether a plane will do to find the place of a way that is nearest to the centre: within 20 km and away from the poles. */
function isFlat({ latitude }: Place, radiusM: number, from: Place, to: Place): boolean {
  return radiusM < 20_000 && Math.abs(latitude) < 75 && Math.abs(from.latitude - to.latitude) < 0.2;
}

function footOf({ latitude, longitude }: Place, from: Place, to: Place): number {
  const scale = Math.cos(latitude / degrees);
  const dx = eastward(from.longitude, to.longitude) * scale;
  const dy = to.latitude - from.latitude;
  const cx = eastward(from.longitude, longitude) * scale;
  return (cx * dx + (latitude - from.latitude) * dy) / (dx * dx + dy * dy);
}

/** Golden-section search. */
function leastOf(value: (part: number) => number): number {
  const ratio = (Math.sqrt(5) - 1) / 2;
  let [low, high] = [0, 1];
  for (let i = 0; i < 48; i += 1) {
    const width = (high - low) * ratio;
    if (value(high - width) < value(low + width)) high = low + width;
    else low = high - width;
  }
  return (low + high) / 2;
}

/** Between two parts of which one is inside: false position in the Illinois form (Dowell and Jarratt 1971), to a tenth of a millimetre. */
function root(value: (part: number) => number, from: number, atFrom: number, to: number, atTo: number): number {
  let [a, fa, b, fb] = [from, atFrom, to, atTo];
  for (let i = 0; i < 60; i += 1) {
    const c = b - (fb * (b - a)) / (fb - fa);
    const fc = value(c);
    if (Math.abs(fc) < 1e-4) return c;
    if (fc > 0 !== fb > 0) [a, fa] = [b, fb];
    else fa /= 2;
    [b, fb] = [c, fc];
  }
  return b;
}
